"""Choices that several forms of this room share."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html

from mingjing.base.people.models import Post
from mingjing.base.people.states import Role
from mingjing.cycle.findings.models import SEVERITIES, SEVERITY_MEANS, english
from mingjing.cycle.findings.states import Severity
from mingjing.cycle.findings.states.categories import category_lists

Words = forms.Textarea(attrs={"rows": 3})


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def category_choices() -> Iterator[tuple[str, Any]]:
    """Every list under its own name, in the reader's language."""
    yield "", "—"
    for of in category_lists():
        rows = [
            (each.code, each.en if english() else each.zh) for each in of.categories
        ]
        yield (of.en if english() else of.zh), rows


def severity_choices() -> list[tuple[str, Any]]:
    """Each word with what it means: nobody grades by feeling."""
    return [
        (code, format_html("<b>{}</b> {}", word, SEVERITY_MEANS[Severity(code)]))
        for code, word in SEVERITIES
    ]


def held_posts(roles: tuple[Role, ...]) -> QuerySet[Post]:
    held = Q(appointments__ended_on__isnull=True, appointments__isnull=False)
    return (
        Post.objects.filter(held, role__in=roles)
        .select_related("unit")
        .order_by("unit__rank", "id")
        .distinct()
    )
