"""Appeals: one object for every review of an adverse mark, decided by one without a part.

Law:    政府督查工作条例 第十七条 (thirty days to ask, thirty to decide, who took part is
        recused; the article lets nobody extend either); promises 1 and 7; MISSION row 26
States: filed -> accepted -> upheld | varied | revoked; refused; withdrawn (states.py)
Who:    the unit files once; the office takes it in and names a decider who took no part;
        that person decides
Feeds:  insight
"""
