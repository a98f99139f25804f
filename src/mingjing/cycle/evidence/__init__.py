"""Evidence: what shows that it was done. A pointer first, a file only without one.

Law:    整治形式主义为基层减负若干规定 (2024): no photos, no traces made for us alone;
        网络安全法 第二十三条; promises 11 and 13 of the design
States: attached -> accepted | returned; withdrawn (states.py)
Who:    the unit that owes attaches; whoever checks the due accepts or returns
Feeds:  insight
"""
