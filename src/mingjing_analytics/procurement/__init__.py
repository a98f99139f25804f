"""Public procurement: red flags from OCDS releases, in parity with a known peer and beyond."""
