"""Approvals: what the case system's log says of each item, and what the public may know.

Law:    行政许可法第四十二、四十四、四十五、八十二条; 优化营商环境条例第三十六条; MISSION rows 36-42
States: a log is pending (its columns to be confirmed) → read
Who:    the office and the service centre write; the county's hats read; a unit its own items
Feeds:  the public page of each item's true times
"""
