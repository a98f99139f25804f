"""Desk: what needs me, how urgent, and the one next step. Writes one's own views only.

Law:    promise 3 (late is computed), 6 and 11 (no ranking of persons)
States: none
Who:    each hat its own page: contact, secretary, office, county leader
Feeds:  nothing
"""
