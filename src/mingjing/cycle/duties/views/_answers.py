"""One way to answer a form: done, refused with a sentence, or somebody was first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.actions import AlreadyMoved, Refused


@dataclass(frozen=True)
class FormPage:
    """A page with one form: whether to show it, and where to go when it is done."""

    template: str
    allowed: bool
    done: str
    to: str
    row: models.Model | None = None  # loaded anew when somebody was first
    context: dict[str, Any] = field(default_factory=dict)


def answer_form(
    request: SignedInRequest,
    page: FormPage,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except AlreadyMoved as moved:
            form.add_error(None, str(moved))
            status = 409
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422
        else:
            messages.success(request, page.done)
            return redirect(page.to)
        if page.row:
            page.row.refresh_from_db()
    elif not page.allowed:
        raise PermissionDenied
    context = {**page.context, "form": form, "back": page.to}
    return render(request, page.template, context, status=status)


def posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def explanation_of(row: Any) -> str:
    """The clock's sentence in the reader's language."""
    english = (get_language() or "").startswith("en")
    words: str = row.explanation_en if english else row.explanation_zh
    return words
