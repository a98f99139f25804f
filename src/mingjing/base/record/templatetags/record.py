"""Events and what they are about, in words: `{% load record %}`."""

from django import template

from mingjing.base.record.events import SUBJECTS, WORDS

register = template.Library()


@register.filter
def event_word(kind: str) -> str:
    return str(WORDS.get(kind, kind))


@register.filter
def subject_word(subject: str) -> str:
    """Turn "due:305" into the kind's name and the number."""
    kind, _sep, number = subject.partition(":")
    return f"{SUBJECTS.get(kind, kind)} {number}".strip()
