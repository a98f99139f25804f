"""A flag with the rows that prove it; asking, answering, deciding; taking it along."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Person
from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.supervision import actions, forms, queries, rules
from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.states import MOVES, FlagState

PAGE_SIZE = 50
_VERBS = ("ask", "dismiss", "explain", "confirm", "transfer", "answer")


@require_GET
def questions(request: SignedInRequest) -> HttpResponse:
    """What the models asked one's unit: waiting first."""
    rows = Flag.objects.visible_to(request.user).filter(asked_at__isnull=False)
    rows = rows.exclude(state=FlagState.EXPIRED).select_related("unit")
    waiting = list(rows.filter(state=FlagState.ASKED))
    page = Paginator(rows.exclude(state=FlagState.ASKED), PAGE_SIZE)
    context = {
        "waiting": waiting,
        "page": page.get_page(request.GET.get("page")),
        "today": localdate(now()),
    }
    return render(request, "supervision/questions.html", context)


@require_GET
def flag(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, asks = _flag(request, pk)
    context = {
        "flag": shown,
        "asks": asks,
        "may": {verb for verb in _VERBS if rules.may(verb, request.user, shown)},
        "within": rules.may_see(request.user),
        "today": localdate(now()),
    }
    return render(request, "supervision/flag.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, asks = _flag(request, pk, "ask")
    posted = request.POST if request.method == "POST" else None
    initial = {"question": asks.question, "unit": shown.unit}
    form = forms.AskForm(posted, initial=initial)
    if posted is not None and form.is_valid():
        try:
            actions.ask_unit(shown, **form.cleaned_data, by=request.user, now=now())
        except actions.Refused as error:
            form.add_error("unit", str(error))
        except actions.AlreadyMoved as error:
            return _moved(request, shown, error)
        else:
            messages.success(request, _("已经询问，等单位答复。"))
            return redirect("supervision:flag", shown.pk)
    return _form(request, shown, form, _("询问单位"))


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, _asks = _flag(request, pk, "answer")
    posted = request.POST if request.method == "POST" else None
    form = forms.AnswerForm(posted)
    if posted is not None and form.is_valid():
        try:
            actions.answer_flag(shown, **form.cleaned_data, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            return _moved(request, shown, error)
        messages.success(request, _("已经答复。"))
        return redirect("supervision:flag", shown.pk)
    return _form(request, shown, form, _("答复"))


_Decision = Callable[..., None]
_DECISIONS: dict[str, _Decision] = {
    "dismiss": actions.dismiss_flag,
    "explain": actions.explain_flag,
    "transfer": actions.transfer_flag,
}


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in _DECISIONS:
        raise Http404
    shown, _asks = _flag(request, pk, verb)
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonForm(posted)
    if posted is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            _DECISIONS[verb](shown, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            return _moved(request, shown, error)
        messages.success(request, _("已经记下。"))
        return redirect("supervision:flag", shown.pk)
    words = {"dismiss": _("排除"), "explain": _("说明属实"), "transfer": _("移送")}
    return _form(request, shown, form, words[verb])


@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, asks = _flag(request, pk, "confirm")
    posted = request.POST if request.method == "POST" else None
    initial = {"title": asks.title, "law": "；".join(asks.bases)[:300]}
    form = forms.ConfirmForm(posted, initial=initial)
    if posted is not None and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        try:
            said = actions.Confirmed(**given)
            actions.confirm_flag(shown, said, reason=reason, by=request.user, now=now())
        except actions.Refused as error:
            form.add_error(None, str(error))
        except actions.AlreadyMoved as error:
            return _moved(request, shown, error)
        else:
            messages.success(request, _("已立为问题草稿，核对后通知单位。"))
            return redirect("findings:finding", shown.finding_id)
    return _form(request, shown, form, _("查实，立为问题"))


@require_GET
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, asks = _flag(request, pk)
    data = queries.as_workbook(asks)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(data, kind, f"flag-{shown.pk}.xlsx")


@require_GET
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    shown, asks = _flag(request, pk)
    data = queries.as_letter(shown, asks)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(data, kind, f"flag-{shown.pk}.docx")


def _download(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _flag(
    request: SignedInRequest, pk: int, verb: str = ""
) -> tuple[Flag, queries.Asks]:
    """The flag, if this hat sees it; 403 where it sees it and may not do that."""
    rows = Flag.objects.visible_to(request.user).select_related(
        "unit", "first_run", "last_run", "finding"
    )
    shown = get_object_or_404(rows.exclude(state=FlagState.EXPIRED), pk=pk)
    asks = queries.asks_of(shown, get_language() or "zh")
    if asks is None or (verb and not _could(verb, request.user, shown)):
        raise PermissionDenied
    return shown, asks


def _could(verb: str, person: Person, flag: Flag) -> bool:
    """Whether the hat is right; a flag that moved on is told in words, not refused."""
    if flag.state not in MOVES[verb].sources:
        return (
            rules.answers_for(person, flag)
            if verb == "answer"
            else rules.may_judge(person)
        )
    return rules.may(verb, person, flag)


def _moved(request: SignedInRequest, shown: Flag, error: Exception) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("supervision:flag", shown.pk)


def _form(request: SignedInRequest, shown: Flag, form: Form, word: str) -> HttpResponse:
    context = {"flag": shown, "form": form, "word": word}
    status = 400 if form.errors else 200
    return render(request, "supervision/act.html", context, status=status)
