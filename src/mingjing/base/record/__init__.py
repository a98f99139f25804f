"""Record: what happened, who did it, when. Rows are added and never changed.

Law:    promises 2 and 13 of the design; 个人信息保护法 第四十七条 (an opening can go)
States: none; an entry is written once
Who:    actions write; auditors read
Feeds:  mingjing_ledger (each row is one leaf)
"""
