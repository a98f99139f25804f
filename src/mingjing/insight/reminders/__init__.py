"""Reminders: one's dues in one's own calendar, and at most one mail a day. No pushes.

Law:    国办函〔2026〕12号 (no push of log-in rates, no compulsory app); RFC 5545
States: a feed is open -> closed; a digest is wanted or not
Who:    everybody for themselves alone
Feeds:  nobody
"""
