"""Inspection: the approved programme, its visits with code and locked scope, the draw.

Law:    政府督查工作条例 第七、十一、十五至十八条; promise 4; MISSION rows 91-92, 95
States: proposed -> in programme -> notified -> on site -> drafted -> fed back -> final -> closed; refused (states.py)
Who:    the office proposes, a leader approves, inspectors visit, the unit may refuse
Feeds:  findings; insight
"""
