"""查验: what was recorded about a thing, and a receipt that proves it elsewhere."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mingjing.base.ledger.queries import heads, proofs, tree
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.record.queries import reads_all
from mingjing_ledger.errors import LedgerError

_PAGE = 50


@require_GET
def check(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    subject, shown = f"{kind}:{pk}", request.GET.get("t", "")
    found = proofs.entries_about(subject, shown, to=request.user)
    page = Paginator(proofs.with_heads(found), _PAGE).get_page(request.GET.get("page"))
    every = proofs.sees_all_about(subject, shown, to=request.user)
    if not page.object_list and not every:
        raise Http404
    context = {
        "subject": subject,
        "page_obj": page,
        "rows": proofs.recorded(list(page.object_list), to=request.user),
        "head": heads.newest(),
        "witnesses": heads.seen_by(),
        "shown": shown,
        "whole": reads_all(request.user),
    }
    return render(request, "ledger/check.html", context)


@require_GET
def receipt(request: SignedInRequest, kind: str, pk: int, index: int) -> HttpResponse:
    """The file proves the entry to whoever trusts the log's key, without this site."""
    shown = request.GET.get("t", "")
    found = proofs.entries_about(f"{kind}:{pk}", shown, to=request.user)
    entry = get_object_or_404(found, index=index)
    if proofs.withheld(entry) and not reads_all(request.user):
        raise Http404
    head = heads.newest()
    if head is None or head.size <= index:
        return _not_yet(
            request, _("这一条还没有封入见证点。每分钟封一次，请过一会儿再取。")
        )
    try:
        made = tree.receipt(entry, head, heads.signed_note(head))
    except LedgerError:
        return _not_yet(
            request,
            _("账本的散列文件正在重新生成。请过几分钟再取；记录本身没有受影响。"),
        )
    name = f"{kind}-{pk}-{index}.tlog-proof"
    answer = HttpResponse(made.data, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _not_yet(request: SignedInRequest, words: str) -> HttpResponse:
    return render(request, "ledger/not_yet.html", {"words": words}, status=503)
