"""What the machine writes by itself: signed heads, cosignatures, a closed record.

Nobody's act is among it, so nothing here takes `by`; what people decide is in actions.py.
"""
