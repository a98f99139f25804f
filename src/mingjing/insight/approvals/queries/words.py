"""The library's sentences in the reader's language."""

from django.utils.translation import get_language

from mingjing_analytics.process.reading.refusal import Unreadable


def told(error: Unreadable) -> str:
    """Why a file or a rule was not taken."""
    return error.en if (get_language() or "").startswith("en") else error.zh
