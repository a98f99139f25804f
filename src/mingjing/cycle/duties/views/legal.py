"""From a fact of the law to a duty: found, counted before anybody's eyes, drafted."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Post
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import actions, forms, rules
from mingjing.cycle.duties.queries import legal
from mingjing.cycle.duties.views._answers import explanation_of, posted
from mingjing.cycle.duties.views.duties import PAGE_SIZE
from mingjing_law.calendar import BeyondCalendar
from mingjing_law.facts import Fact, NotInForce


@require_GET
def legal_facts(request: SignedInRequest) -> HttpResponse:
    """法定期限: what the law asks of organs, each with its article and its limit."""
    if not rules.may_draft(request.user):
        raise PermissionDenied
    form = forms.FactFilter(request.GET)
    chosen = form.chosen()
    found = legal.facts_like(chosen.get("q", ""), chosen.get("kind", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [_words_of(each) for each in page.object_list]
    return render(
        request, "duties/legal.html", {"form": form, "page": page, "rows": rows}
    )


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _words_of(fact: Fact) -> dict[str, Any]:
    """The fact in the reader's language."""
    language = _language()
    return {
        "id": fact.id,
        "duty": fact.duty.in_(language),
        "law": fact.law.name.in_(language),
        "article": fact.article.in_(language),
        "basis": fact.basis(language),
        "event": fact.counting.event.in_(language),
        "limit": legal.limit_words(fact),
        "checked": fact.checked,
        "marks": fact.marks(language),
        "source": fact.source,
    }


@require_http_methods(["GET", "POST"])
def draft_legal(request: SignedInRequest, fact: str) -> HttpResponse:
    """Shows first which days follow; drafts when those days come back confirmed."""
    if not rules.may_draft(request.user):
        raise PermissionDenied
    found = next((each for each in legal.owed_facts() if each.id == fact), None)
    if found is None:
        raise Http404
    on = localdate(now())
    form = forms.LegalForm(posted(request), fact=found, language=_language(), on=on)
    context: dict[str, Any] = {"form": form, "fact": _words_of(found), "on": on}
    if request.method == "POST" and form.is_valid():
        ready = _preview(form, found)
        if ready and request.POST.get("seen") == ready["seen"]:
            return _draft(request, form, found, ready)
        context |= ready
    status = 422 if form.errors else 200
    return render(request, "duties/legal_form.html", context, status=status)


def _preview(form: forms.LegalForm, fact: Fact) -> dict[str, Any]:
    """The days and the posts; empty, with an error on the form, when there are none."""
    counted = _count(form, fact)
    if counted is None:
        return {}
    owners = _owners(form.cleaned_data)
    if not owners.posts:
        form.add_error("unit_kind", _("这一类单位还没有任职的专人。"))
        return {}
    return {
        "forecast": counted,
        "days": [(each, explanation_of(each.deadline)) for each in counted.first],
        "owners": owners,
        "seen": _mark(counted, owners),
    }


def _count(form: forms.LegalForm, fact: Fact) -> legal.Forecast | None:
    said, on = form.cleaned_data, form.on
    start, since = said.get("start"), said.get("starts_on") or on
    until = said.get("ends_on") or since
    try:
        counted = legal.forecast(fact.id, start=start, since=since, until=until, on=on)
    except NotInForce:
        where = "start" if start else "starts_on"
        form.add_error(where, _("这一条在起算日还没有施行，请核对日期。"))
        return None
    except BeyondCalendar:
        form.add_error(None, _("按这个日期算不出期限，请核对年份。"))
        return None
    if not counted.occurrences:
        form.add_error("ends_on", _("这段时间里一次也不到期，请把截止往后放。"))
        return None
    return counted


def _owners(said: dict[str, Any]) -> legal.Owners:
    post: Post | None = said["post"]
    return (
        legal.Owners((post,), ()) if post else legal.contacts_of_kind(said["unit_kind"])
    )


def _mark(counted: legal.Forecast, owners: legal.Owners) -> str:
    """What the preview showed: another day or another unit must be seen again."""
    days = [str(each.due_on) for each in counted.occurrences]
    posts = [str(post.pk) for post in owners.posts]
    return hashlib.sha256("|".join([*days, "", *posts]).encode()).hexdigest()[:16]


def _draft(
    request: SignedInRequest,
    form: forms.LegalForm,
    fact: Fact,
    ready: dict[str, Any],
) -> HttpResponse:
    said, counted = form.cleaned_data, ready["forecast"]
    names = ("title", "checker_post", "proof", "minutes", "side")
    terms = actions.LegalTerms(
        fact=fact.id,
        start=said.get("start"),
        since=said.get("starts_on") or counted.starts_on,
        until=said.get("ends_on") or counted.ends_on,
        **{name: said[name] for name in names},
    )
    owners: legal.Owners = ready["owners"]
    report = actions.draft_legal(terms, owners.posts, by=request.user, now=now())
    _tell(request, report, owners)
    return redirect("duties:offers")


def _tell(
    request: SignedInRequest, report: actions.LegalReport, owners: legal.Owners
) -> None:
    words = _("新起草%(new)s项，已有%(old)s项。") % {
        "new": len(report.drafted),
        "old": len(report.already),
    }
    messages.success(request, words)
    missing = {
        _("没有专人任职"): [unit.short_name for unit in owners.without],
        _("核验岗位就是承办岗位"): [str(post) for post in report.own_checker],
    }
    for why, names in missing.items():
        if names:
            messages.warning(request, f"{why}：{'、'.join(names)}")
