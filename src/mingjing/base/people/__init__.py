"""People: units, posts, who holds which post, and what that lets them do.

Law:    GB 32100-2015 (credit code); 个人信息保护法 第六、三十四条 (least data)
States: an appointment is current until it is ended; duties follow the post
Who:    the office and the system administrator keep the register; everyone reads it
Feeds:  every room (a duty names a post, never a person)
"""
