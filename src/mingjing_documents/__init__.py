"""Official documents: read as they are written, compared clause by clause.

No Django. Public names: read_outline, Outline, Node, Deadline, Unreadable, compare.
"""

from mingjing_documents.compare import Change, compare
from mingjing_documents.model import Deadline, Node, Outline, Unreadable, Warned
from mingjing_documents.outline import read_outline

__all__ = [
    "Change",
    "Deadline",
    "Node",
    "Outline",
    "Unreadable",
    "Warned",
    "compare",
    "read_outline",
]
