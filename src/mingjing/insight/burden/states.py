from enum import StrEnum


class Reason(StrEnum):
    """Why somebody says that a request is a burden; a choice, so that no words betray."""

    TWICE = "twice"
    OFTEN = "often"
    UNREAD = "unread"
    PROOF = "proof"
    UNCLEAR = "unclear"
