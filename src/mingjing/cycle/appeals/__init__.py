"""Appeals: one object for every review of an adverse mark, decided by somebody without a part.

Law:    政府督查工作条例 第十七条 (30 + 30 days); promise 7; MISSION row 26
States: filed -> accepted -> upheld | varied | revoked; withdrawn (states.py)
Who:    the unit files within 30 days; a decider who took no part decides within 30
Feeds:  insight
"""
