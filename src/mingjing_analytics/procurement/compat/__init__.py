"""The peer's eleven indicators, equal to the last digit, faults and all.

The peer is Cardinal 0.0.8 of the Open Contracting Partnership. Where its result is a
matter of chance (no currency set), ours is what one thread would give in file order.
"""
