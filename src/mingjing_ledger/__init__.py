"""The tamper-evident log: canonical entry bytes and the RFC 6962 tree over them.

No Django. The site appends inside its own transaction; anybody can check.
"""
