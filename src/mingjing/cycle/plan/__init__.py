"""Plan: documents, their clauses, and the tree of measures made from them.

Law:    党政机关公文处理工作条例 (how documents are written); MISSION rows 2, 8-11, 13, 25
States: clause pending -> measure | heading | not_measure | merged;
        measure draft -> checked -> active -> reached | not_reached | dropped (states.py)
Who:    the office imports, reviews and activates; everyone with a hat reads active ones
Feeds:  duties
"""
