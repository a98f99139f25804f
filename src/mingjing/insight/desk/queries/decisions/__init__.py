"""What waits for one person's word: seven kinds, the most urgent five of each first."""

from mingjing.insight.desk.queries.decisions.dues import late_since
from mingjing.insight.desk.queries.decisions.faults import steps_on_findings
from mingjing.insight.desk.queries.decisions.piles import KINDS, Decision, Pile
from mingjing.insight.desk.queries.decisions.waiting import piles_for

__all__ = ["KINDS", "Decision", "Pile", "late_since", "piles_for", "steps_on_findings"]
