"""Duties: who owes what by when, and each time it falls due. The one register.

Law:    clocks from mingjing_law; 民法典 第二百零一至二百零三条 (how days are counted);
        promises 1-3 and 11 of the design; MISSION rows 20, 23, 25-26, 52, 86, 90, 96
States: duty draft -> offered -> accepted | objected -> in_force -> ended;
        due open -> claimed -> verified | returned; waived; void (states.py)
Who:    the office drafts and offers; the unit's post accepts, claims, asks; another
        post verifies and decides extensions; a superior answers calls for support
Feeds:  evidence, insight
"""
