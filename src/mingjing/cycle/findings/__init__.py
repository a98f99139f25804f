"""Findings: a fault established from any source, answered, cured, signed off and watched.

Law:    政府督查工作条例 第十六、十七条; promises 1, 5 and 7; MISSION rows 3, 46, 63-66, 71
States: draft -> notified -> accepted | objected -> confirmed -> curing -> claimed -> signed off -> watched -> closed; relapsed; withdrawn
Who:    inspectors and the office write, the unit answers, somebody else signs off
Feeds:  appeals; insight
"""
