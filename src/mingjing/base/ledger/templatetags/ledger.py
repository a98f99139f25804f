"""查验: from a thing's page to the proof of what was recorded. `{% load ledger %}`."""

from django import template
from django.template.context import Context
from django.urls import reverse

from mingjing.base.ledger.queries import heads, proofs

register = template.Library()


@register.simple_tag(takes_context=True)
def check_url(context: Context, kind: str, pk: int) -> str:
    """The address works for the person for whom this page was made, and nobody else."""
    shown = proofs.ticket(context["request"].user, f"{kind}:{pk}")
    return f"{reverse('ledger:check', args=[kind, pk])}?t={shown}"


@register.filter
def in_groups(root: bytes) -> list[str]:
    return heads.groups(bytes(root))
