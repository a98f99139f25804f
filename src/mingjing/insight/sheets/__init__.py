"""Sheets: the responsibility list out as an Excel file, edited, and in again.

Law:    none; people work in Excel, and what they work out there must not be lost
States: received → done | set aside
Who:    the office edits the list; whoever owes something proves it; each their own file
Feeds:  duties (edits, drafts), evidence (proofs): through their own actions and rules
"""
