"""What the desk writes: one's own views; and many dues settled, each by its own act."""

from mingjing.insight.desk.actions.saved import (
    MOST_VIEWS,
    NameTaken,
    ViewsFull,
    remove_view,
    rename_view,
    save_view,
)
from mingjing.insight.desk.actions.settling import settle_dues

__all__ = [
    "MOST_VIEWS",
    "NameTaken",
    "ViewsFull",
    "remove_view",
    "rename_view",
    "save_view",
    "settle_dues",
]
