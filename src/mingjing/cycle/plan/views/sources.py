from datetime import date
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.files.queries import open_file
from mingjing.base.files.rules import Refused
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms, queries, rules
from mingjing.cycle.plan.models import Measure, Plan, Source
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Unreadable


@require_GET
def sources(request: SignedInRequest) -> HttpResponse:
    asked = ~Q(clauses__verdict=Verdict.UNCHANGED)
    seen = (
        Source.objects.visible_to(request.user)
        .select_related("amends")
        .annotate(
            clause_count=Count("clauses"),
            asked_count=Count("clauses", filter=asked),
            pending_count=Count("clauses", filter=Q(clauses__verdict=Verdict.PENDING)),
        )
        .order_by("-imported_at", "-pk")
    )
    context = {"sources": seen, "may_write": rules.may_write(request.user)}
    return render(request, "plan/sources.html", context)


@require_http_methods(["GET", "POST"])
def import_source(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    form = forms.ImportSource(
        request.POST or None, request.FILES or None, to=request.user
    )
    if form.is_valid():
        try:
            made = actions.import_source(
                form.cleaned_data["file"],
                amends=form.cleaned_data["amends"],
                by=request.user,
                now=now(),
            )
        except Unreadable as error:
            zh = (get_language() or "").startswith("zh")
            form.add_error("file", error.zh if zh else error.en)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("plan:review", pk=made.pk)
    return render(request, "plan/import.html", {"form": form})


@require_GET
def source(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    clauses = list(seen.clauses.select_related("merged_into"))
    made: dict[int | None, list[Measure]] = {}
    for measure in Measure.objects.visible_to(request.user).filter(
        clause__source=seen, is_branch=False
    ):
        made.setdefault(measure.clause_id, []).append(measure)
    context = {
        "source": seen,
        "rows": [{"clause": c, "measures": made.get(c.pk, [])} for c in clauses],
        "passages": queries.passages(seen.text, clauses, whole=True),
        "plans": Plan.objects.visible_to(request.user).filter(source=seen),
        "may_review": rules.may_review(request.user, seen),
    }
    return render(request, "plan/source.html", context)


@require_GET
def source_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The original, always as a download: nothing of it runs in our pages."""
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    answer = FileResponse(
        BytesIO(open_file(seen.file)), as_attachment=True, filename=seen.file.name
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
def make_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    if not rules.may_review(request.user, seen):
        return redirect("plan:source", pk=pk)
    today = localdate()
    first = {
        "title": seen.title,
        "starts_on": today,
        "ends_on": date(today.year + 1, 12, 31),
    }
    form = forms.MakePlan(request.POST or None, initial=first)
    if form.is_valid() and (answer := _made(request, seen, form)):
        return answer
    context = {"source": seen, "form": form, "counted": queries.counted(seen)}
    return render(request, "plan/make_plan.html", context)


def _made(
    request: SignedInRequest, seen: Source, form: forms.MakePlan
) -> HttpResponse | None:
    try:
        made = actions.make_plan(seen, **form.cleaned_data, by=request.user, now=now())
    except actions.StillPending:
        form.add_error(None, _("还有条款没有判断。请回到审阅，逐条选定。"))
        return None
    except actions.AlreadyMoved:
        messages.info(request, _("这份文件的审阅刚刚已经完成。"))
        return redirect("plan:source", pk=seen.pk)
    if made.unknown:
        words = _("这些单位名称在单位册里没有找到，请在举措里补上：%(names)s")
        messages.warning(request, words % {"names": "、".join(made.unknown)})
    return redirect("plan:plan", pk=made.plan.pk)
