"""Going through a document clause by clause beside its own words."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, queries, rules
from mingjing.cycle.plan.models import Clause, Source
from mingjing.cycle.plan.states import Verdict

PAGE = 100


class Row(NamedTuple):
    """One clause on the page; `mine` is what a person chose on a page gone stale."""

    clause: Clause
    mine: str
    difference: list[tuple[str, str]]

    @property
    def chosen(self) -> str:
        return self.mine or self.clause.verdict

    @property
    def seen(self) -> str:
        return f"{self.clause.version} {self.clause.verdict}"


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    if not rules.may_review(request.user, seen):
        return redirect("plan:source", pk=pk)
    late: list[actions.Judgement] = []
    if request.method == "POST":
        late = _judge(request, seen)
        if not late:
            return redirect(request.get_full_path() + _place(request))
    show = request.GET.get("show", "")
    page = Paginator(_shown(seen, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "source": seen,
        "show": show,
        "progress": queries.progress_of(seen),
        "late": bool(late),
        **_columns(seen, page, late),
        "removed": queries.removed_clauses(seen) if seen.amends_id else [],
    }
    return render(request, "plan/review.html", context, status=409 if late else 200)


def _columns(
    seen: Source, page: Page[Clause], late: Iterable[actions.Judgement]
) -> dict[str, object]:
    mine = {one.clause: one.verdict.value for one in late}
    clauses = list(page.object_list)
    # A long document is shown in parts; a short one whole, with what is not asked.
    whole = page.paginator.num_pages == 1
    return {
        "page": page,
        "rows": [
            Row(c, mine.get(c.pk, ""), queries.difference_to_earlier(c))
            for c in clauses
        ],
        "passages": queries.passages(
            seen.text, seen.clauses.all() if whole else clauses, whole=whole
        ),
    }


def _shown(seen: Source, show: str) -> QuerySet[Clause]:
    clauses = seen.clauses.select_related("merged_into", "earlier")
    if show == "pending":
        return clauses.filter(verdict=Verdict.PENDING)
    return clauses if show == "all" else clauses.exclude(verdict=Verdict.UNCHANGED)


def _place(request: SignedInRequest) -> str:
    merged = request.POST.get("merge", "")
    return f"#c{merged}" if merged.isdigit() else ""


def _judge(request: SignedInRequest, seen: Source) -> list[actions.Judgement]:
    """Save what was chosen, then do what the pressed button says to the rest."""
    judgements = list(_judgements(request))
    late = actions.judge_each(seen, judgements, by=request.user, now=now())
    count = len(judgements) - len(late)
    if "suggested" in request.POST:
        count += _take_suggestions(request, seen)
    if "rest" in request.POST:
        rest = seen.clauses.filter(verdict=Verdict.PENDING)
        count += actions.judge_clauses(
            rest, Verdict.REJECTED, by=request.user, now=now()
        )
    if "merge" in request.POST:
        _merge(request, seen, {one.clause for one in judgements})
    if count:
        said = ngettext("处理了 %(n)s 条。", "处理了 %(n)s 条。", count)
        messages.success(request, said % {"n": count})
    return late


def _judgements(request: SignedInRequest) -> Iterable[actions.Judgement]:
    """The radio buttons that differ from what the page showed when it was made."""
    for key in request.POST:
        value = request.POST.get(key, "")
        pk = key.removeprefix("judge-")
        version, _space, before = request.POST.get(f"seen-{pk}", "").partition(" ")
        offered = value in (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED)
        if offered and pk.isdigit() and version.isdigit() and value != before:
            yield actions.Judgement(int(pk), Verdict(value), int(version))


def _take_suggestions(request: SignedInRequest, seen: Source) -> int:
    count = 0
    for verdict in (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED):
        waiting = seen.clauses.filter(verdict=Verdict.PENDING, suggestion=verdict)
        count += actions.judge_clauses(waiting, verdict, by=request.user, now=now())
    return count


def _merge(request: SignedInRequest, seen: Source, judged: set[int]) -> None:
    pk = request.POST["merge"]
    version = request.POST.get(f"seen-{pk}", "").partition(" ")[0]
    if not (pk.isdigit() and version.isdigit()):
        return
    clause = get_object_or_404(seen.clauses, pk=pk)
    now_at = int(version) + (clause.pk in judged)
    try:
        actions.merge_clause(clause, version=now_at, by=request.user, now=now())
    except actions.AlreadyMoved:
        messages.info(request, _("这一条刚被别人改过，或者前面没有可以并入的条款。"))
