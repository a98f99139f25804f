"""Sessions: a meeting or a leader's act; its decisions become duties the same day.

Law:    MISSION rows 15-17, 21, 84-85, 98; 2026 notice: no counting of study hours
States: planned -> held -> minuted -> issued; cancelled (states.py)
Who:    the office plans, minutes and issues; a unit's secretary its own unit's
Feeds:  duties; insight
"""
