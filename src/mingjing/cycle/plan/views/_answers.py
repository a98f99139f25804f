"""Stale forms: what was typed stays, what stands now is shown beside it."""

from typing import Any, NamedTuple

from django import forms

from mingjing.cycle.plan.queries import difference


class Clash(NamedTuple):
    label: str
    parts: list[tuple[str, str]]


def clashes(form: forms.Form, stands: dict[str, Any]) -> list[Clash]:
    """Field by field, from what stands now to what was typed."""
    return [
        Clash(
            str(form.fields[name].label), difference(str(now), form[name].value() or "")
        )
        for name, now in stands.items()
        if str(now) != (form[name].value() or "")
    ]


def renew(form: forms.BaseForm, version: int) -> None:
    """The next submit says: I have seen what stands now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = version  # type: ignore[index]
