"""A closed record: what differs, what can be done, and two people who decide."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mingjing.base.ledger import actions
from mingjing.base.ledger.forms import FirstConfirmation
from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries.heads import open_recovery
from mingjing.base.ledger.rules import may_confirm_first, may_confirm_second
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.record.models import Head
from mingjing.base.record.queries import reads_all
from mingjing_ledger.checkpoint import parse_checkpoint
from mingjing_ledger.note import parse_note


@require_http_methods(["GET", "POST"])
def recovery(request: SignedInRequest) -> HttpResponse:
    if not reads_all(request.user):
        raise Http404
    found = open_recovery()
    if found is None:
        earlier = Recovery.objects.select_related("first_by", "second_by")
        return render(request, "ledger/recovery.html", {"earlier": earlier})
    first = may_confirm_first(request.user, found)
    form = FirstConfirmation(request.POST or None) if first else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _confirm(request, found, form.cleaned_data["reason"] if form else "")
    context = {
        "found": found,
        "told": parse_checkpoint(parse_note(bytes(found.outside)).text),
        "head": Head.objects.get(),
        "form": form,
        "second": may_confirm_second(request.user, found),
    }
    return render(request, "ledger/recovery.html", context)


def _confirm(request: SignedInRequest, found: Recovery, reason: str) -> HttpResponse:
    now_ = actions.confirm(found, reason=reason, by=request.user, now=now())
    if not now_.ended_at:
        messages.success(request, _("已记下你的意见。还需要另一个人确认。"))
    elif now_.left_gap:
        messages.success(request, _("账本已重新开放，缺口已写明，改用新的账本名。"))
    else:
        messages.success(request, _("账本已重新开放，内容完整。"))
    return redirect("ledger:recovery")
