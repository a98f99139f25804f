"""What a log says of its cases: flow, variants, times, rework, hand-overs."""
