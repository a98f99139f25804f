"""Ledger: the record's signed heads, shown, witnessed, proven and compared outside.

Law:    promises 2, 5 and 13 of the design; RFC 9162, the formats of C2SP (docs/spec/ledger.md)
States: a recovery is open -> confirmed once -> ended
Who:    a timer signs; everyone reads heads and hashes; two people reopen a closed record
Feeds:  nobody
"""
