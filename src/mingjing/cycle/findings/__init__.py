"""Findings: a fault from any source, answered, cured, signed off, watched for relapse.

Law:    政府督查工作条例 第十六至十八条 (fed back, reviewed, cured, checked again); 审计法
        第四十四条 (ten days to answer an audit); promises 1 and 3-7; MISSION rows 3, 21,
        26, 46, 63-66, 71
States: draft -> notified -> accepted | objected -> confirmed -> curing -> signed_off ->
        relapsed; withdrawn. No reply, claimed, re-checked, watched, closed and late are
        read from dates and from the cure's due (states, queries/status.py)
Who:    inspectors, office and discipline open; the unit answers, cures, and may report
        itself; another confirms; one without any part signs off
Feeds:  appeals, insight
"""
