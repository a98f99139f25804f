"""Reports: the half-year report to the county committee, every number open to its rows.

Law:    MISSION rows 85, 98; GB/T 9704-2012
States: compiled -> issued; a correction is a further number
Who:    the office compiles; leaders read
Feeds:  nobody
"""
