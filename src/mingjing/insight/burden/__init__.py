"""Burden: what the platform itself asks of each unit, counted, budgeted and answered for.

Law:    整治形式主义为基层减负若干规定; promise 11; MISSION rows 50-51
States: none of its own, but for the anonymous press of a button
Who:    each unit its own; the office and discipline all
Feeds:  nobody
"""
