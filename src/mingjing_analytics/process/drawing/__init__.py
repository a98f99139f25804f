"""Drawings of an event log as SVG, and the same in words: maps, time strips, dots."""
