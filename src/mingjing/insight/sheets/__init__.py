"""Sheets: the responsibility list out to Excel and back in, conflicts shown cell by cell.

Law:    MISSION row 90
States: none of its own: it calls duties.actions
Who:    the office, and each unit for its own list
Feeds:  nobody
"""
