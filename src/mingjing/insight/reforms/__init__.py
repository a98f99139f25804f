"""Reforms: a step is cancelled, merged, delegated or sped up, and after 90 days checked.

Law:    优化营商环境条例第三十五条 (no step without a ground in law), 第五十条 (people are
        heard); MISSION rows 35, 37, 41, 42: delegated on paper only is not delegated
States: a reform is proposed → approved by another → in force → its effect checked as a
        duty; refused, withdrawn, stopped. A suggestion is open → answered in 15 days
Who:    the centre, the office and the item's unit propose; the office decides, never
        whoever proposed; anybody suggests, without an account and without a name
Feeds:  duties (the check of the effect); the public page of what became of suggestions
"""
