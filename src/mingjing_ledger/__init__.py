"""The tamper-evident log: entries, their tree, signed heads, proofs, tiles, witness.

No Django, no clock, no network. The site appends inside its own transaction; anybody
can check. `docs/spec/ledger.md` has the formats with examples.
"""
