"""What a pile of decisions is."""

from dataclasses import dataclass

from django.utils.functional import Promise

MOST = 5
# All of one kind on one page: more than anybody decides at one sitting.
MOST_OF_ONE = 200
KINDS = (
    "findings",
    "appeals",
    "calls",
    "extensions",
    "objections",
    "burden",
    "late",
)


@dataclass(frozen=True)
class Decision:
    unit: str
    sentence: str
    about: str
    urgency: str
    url: str
    label: str | Promise = ""  # its own next step, where one pile holds several


@dataclass(frozen=True)
class Pile:
    """One kind of decision: how many there are, and the most urgent of them."""

    status: str  # the glyph
    title: str | Promise
    label: str | Promise  # on the link to the page that decides
    count: int
    items: list[Decision]
    url: str = ""  # to all of them
