"""The way from a thing's page to its record: `{% load record %}`."""

from django import template
from django.template.context import Context
from django.urls import reverse

from mingjing.base.record.events import WORDS
from mingjing.base.record.queries import reads_all, visible_entries

register = template.Library()


@register.simple_tag(takes_context=True)
def record_url(context: Context, kind: str, pk: int) -> str:
    """Empty for whoever would find nothing there: they took no part and read no whole."""
    person = context["request"].user
    subject = f"{kind}:{pk}"
    if reads_all(person) or visible_entries(person).filter(subject=subject).exists():
        return reverse("record:subject", args=[kind, pk])
    return ""


@register.filter
def event_word(kind: str) -> str:
    return str(WORDS.get(kind, kind))
