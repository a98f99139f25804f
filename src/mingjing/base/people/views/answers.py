"""One page for every form of this room: what it is about, its fields, its button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from mingjing.base.people.actions import AlreadyMoved, Refused
from mingjing.base.people.requests import SignedInRequest


@dataclass(frozen=True, kw_only=True)
class FormPage:
    title: str
    button: str
    back: str
    lead: str = ""
    done: str = ""
    template: str = "people/form.html"


def answer(
    request: SignedInRequest,
    form: forms.Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], object],
    **context: object,
) -> HttpResponse:
    """Act on a good form and go back; otherwise show it, with what was typed."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409 if isinstance(refusal, AlreadyMoved) else 400
            else:
                messages.success(request, page.done)
                return redirect(page.back)
    context |= {"form": form, "page": page}
    return render(request, page.template, context, status=status)


def posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None
