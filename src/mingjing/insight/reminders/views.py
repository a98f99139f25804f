"""The page on which one chooses, and the calendar that a phone fetches by itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.base.people.models import Person
from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.desk.queries import owed_by
from mingjing.insight.reminders import actions, calendar_file, queries
from mingjing.insight.reminders.models import Digest, Feed


def _english() -> bool:
    return (get_language() or "").startswith("en")


@require_http_methods(["GET", "POST"])
def settings_page(request: SignedInRequest) -> HttpResponse:
    """The address is shown in the answer to the click that made it, and never again."""
    address = ""
    if request.POST.get("act") == "close":
        actions.close_feed(by=request.user, now=now())
        messages.success(request, _("订阅地址已停用，手机上的日历不再更新。"))
        return redirect("reminders:settings")
    if request.method == "POST":
        token = actions.open_feed(english=_english(), by=request.user, now=now())
        address = request.build_absolute_uri(f"feed/{token}/mingjing.ics")
    context = {
        "address": address,
        "feed": Feed.objects.filter(person=request.user, closed_at=None).first(),
        "digest": Digest.objects.filter(person=request.user, wanted=True).first(),
    }
    answer = render(request, "reminders/settings.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def choose_mail(request: SignedInRequest) -> HttpResponse:
    wanted = request.POST.get("wanted") == "on"
    actions.choose_digest(wanted=wanted, english=_english(), by=request.user, now=now())
    said = _("有事的工作日早上发一封。") if wanted else _("不再发邮件。")
    messages.success(request, said)
    return redirect("reminders:settings")


@require_GET
def calendar_once(request: SignedInRequest) -> HttpResponse:
    return _calendar(request, request.user, english=_english())


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program has no sign-in: the address itself is the key."""
    found = queries.feed_at(token)
    if found is None:
        raise Http404
    answer = _calendar(request, found.person, english=found.english)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _calendar(request: HttpRequest, person: Person, *, english: bool) -> HttpResponse:
    """What one's own posts owe (RFC 5545)."""
    dues = owed_by(person).select_related("duty", "unit").order_by("due_on", "pk")
    text = calendar_file.write(
        dues,
        now=now(),
        english=english,
        url_of=lambda due: request.build_absolute_uri(f"/duties/due/{due.pk}/"),
    )
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mingjing.ics"'},
    )
