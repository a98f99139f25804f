"""The register, one finding, the loop in pictures, the lists of categories."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui import charts
from mingjing.cycle.findings import forms, queries, rules
from mingjing.cycle.findings.forms.lists import AGE_WORDS, REACHED_WORDS
from mingjing.cycle.findings.models import (
    LOOKS,
    SEVERITIES,
    Finding,
    FindingSource,
    english,
)
from mingjing.cycle.findings.states.categories import category_lists

PAGE_SIZE = 50
_FIGURES = ("no_reply", "objected", "confirmed", "cure_late", "claimed", "rechecked", "watched", "relapsed")  # fmt: skip


@require_GET
def finding_list(request: SignedInRequest) -> HttpResponse:
    on = localdate(now())
    seen = Finding.objects.visible_to(request.user)
    form = forms.Filter(request.GET)
    sources = Prefetch("sources", FindingSource.objects.order_by("added_at", "id"))
    rows = queries.findings_like(seen, form.said(), on=on)
    rows = rows.select_related("unit", "post").prefetch_related(sources)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": form.chips(request.GET, request.path),
        "figures": _figures(seen, on),
        "sees_county": standing_of(request.user).sees_county,
        "may_open": rules.may_open(request.user),
        "may_report": rules.may_report_own(request.user),
        "on": on,
    }
    return render(request, "findings/list.html", context)


def _figures(seen: Any, on: Any) -> list[tuple[Any, Any]]:
    counts = queries.counts_by_status(seen, on=on)
    return [(LOOKS[key].word, counts[key]) for key in _FIGURES]


def load(request: SignedInRequest, pk: int) -> Finding:
    seen = Finding.objects.visible_to(request.user).select_related(
        "unit",
        "post__unit",
        "duty",
        "measure",
        "opened_by",
        "notified_by",
        "confirmed_by",
        "withdrawn_by",
        "signed_off_by",
        "merged_into",
        "relapse_of",
    )
    found: Finding = get_object_or_404(
        queries.with_status(seen, on=localdate(now())), pk=pk
    )
    return found


@require_GET
def finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    return render(request, "findings/finding.html", page_of(request, seen))


def page_of(request: SignedInRequest, seen: Finding) -> dict[str, Any]:
    """The finding with its reply beside it; every page of this room shows it so."""
    on = localdate(now())
    reply, cures = queries.reply_of(seen), list(seen.cures.select_related("written_by", "duty", "returned_by"))  # fmt: skip
    due = rules.due_of(seen)
    return {
        "finding": seen,
        "sources": list(seen.sources.select_related("added_by")),
        "reply": reply,
        "amendments": [(a, _changes(a.fields)) for a in seen.amendments.select_related("by")],
        "cures": cures,
        "cure_due": due,
        "relapses": seen.relapses.filter(notified_at__isnull=False).exclude(state="withdrawn"),
        "steps": queries.thread(seen, reply, cures, due),
        "explanation": seen.reply_explanation_en if english() else seen.reply_explanation_zh,
        "days_left": (seen.reply_due_on - on).days if seen.reply_due_on else None,
        "watch_left": (seen.watch_until - on).days if seen.watch_until else None,
        **_may(request, seen),
    }  # fmt: skip


def _changes(fields: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Label, before and after, in words."""
    words: dict[str, dict[str, Any]] = {"severity": dict(SEVERITIES)}
    words["category"] = {
        c.code: c.en if english() else c.zh
        for of in category_lists()
        for c in of.categories
    }

    def said(name: str, value: str) -> str:
        return str(words.get(name, {}).get(value, value))

    return [
        (_label(name), said(name, before), said(name, after))
        for name, (before, after) in fields.items()
    ]


def _label(name: str) -> str:
    return str(getattr(Finding._meta.get_field(name), "verbose_name", name))


def _may(request: SignedInRequest, seen: Finding) -> dict[str, bool]:
    user = request.user
    return {
        "may_edit": rules.may_edit(user, seen),
        "may_notify": rules.may_notify(user, seen),
        "may_withdraw": rules.may_withdraw(user, seen),
        "may_merge": rules.may_merge(user, seen),
        "may_reply": rules.may_reply(user, seen),
        "may_confirm": rules.may_confirm(user, seen)
        and seen.look is not LOOKS["notified"],
        "may_write_cure": rules.may_write_cure(user, seen),
        "may_start_cure": rules.may_start_cure(user, seen),
        "may_redo_cure": rules.may_redo_cure(user, seen),
        "may_sign_off": rules.may_sign_off(user, seen),
        "may_contest": rules.may_contest(user, seen),
    }


@require_GET
def loop(request: SignedInRequest) -> HttpResponse:
    """How old, how far, how much came back: pictures with their tables."""
    on = localdate(now())
    seen = Finding.objects.visible_to(request.user)
    ages = queries.open_by_age(seen, on=on)
    stages = queries.reached(seen, on=on)
    context = {
        "on": on,
        "ages": [(AGE_WORDS[row.age], row) for row in ages],
        "severities": [word for _code, word in SEVERITIES],
        "stages": [(REACHED_WORDS[each.key], each) for each in stages],
        "rates": queries.relapse_rate(seen, on=on),
        "register": reverse("findings:list"),
        **_pictures(ages, stages),
    }
    return render(request, "findings/loop.html", context)


def _pictures(
    ages: list[queries.AgeRow], stages: list[queries.Figure]
) -> dict[str, Any]:
    """Each twice, for the desk and for the phone, with its finding in a sentence."""
    bars = [
        charts.Age(str(AGE_WORDS[row.age]), tuple(p.count for p in row.parts))
        for row in ages
    ]
    names = [str(word) for _code, word in SEVERITIES]
    *rows, back = [
        charts.Stage(str(REACHED_WORDS[each.key]), each.count) for each in stages
    ]
    said = _labels(ages, stages)

    def draw(width: int) -> tuple[Any, Any]:
        old = charts.ageing(bars, names, label=said[0], width=width)
        way = charts.funnel(rows, label=said[1], back=back, back_from=-2, back_to=3, width=width)  # fmt: skip
        return old, way

    names_of = ("ageing", "funnel")
    wide = dict(zip(names_of, draw(560), strict=True))
    narrow = {f"{k}_narrow": v for k, v in zip(names_of, draw(340), strict=True)}
    return {**wide, **narrow, "age_label": said[0], "loop_label": said[1]}


def _labels(
    ages: list[queries.AgeRow], stages: list[queries.Figure]
) -> tuple[str, str]:
    counts = {each.key: each.count for each in stages}
    old = sum(row.total.count for row in ages[3:])
    return (
        _("未了结的问题中，超过90天的有%(n)s个。") % {"n": old},
        _("送达%(told)s个，销号%(signed_off)s个，复发%(relapsed)s个。") % counts,
    )


@require_GET
def categories(request: SignedInRequest) -> HttpResponse:
    """The lists, where each comes from, and what the severities mean."""
    context = {
        "lists": category_lists(),
        "english": english(),
        "severities": queries.severity_words(),
    }
    return render(request, "findings/categories.html", context)
