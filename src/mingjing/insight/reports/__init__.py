"""Reports: the half-year report to the county committee, every number open to its rows.

Law:    MISSION rows 85, 98; GB/T 9704-2012
States: none of its own: it reads the cycle
Who:    the office compiles; leaders read
Feeds:  nobody
"""
