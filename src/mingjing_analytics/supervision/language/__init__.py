"""Supervision SQL: the part of SQL that means the same on every engine."""
