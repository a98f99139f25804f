"""What anyone may see without an account: signed heads, hashes, the means to check."""

from datetime import date
from importlib.resources import files

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from mingjing.base.ledger import offline
from mingjing.base.ledger.models import LogKey
from mingjing.base.ledger.queries import heads
from mingjing.base.people.models import Person
from mingjing.base.record.queries import reads_all
from mingjing.base.ui.pictures import qr_of
from mingjing_ledger.errors import MalformedTile
from mingjing_ledger.tiles import ENTRIES, WIDTH, parse_path

_DAYS = 14


@login_not_required
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    newest = heads.newest()
    context = {
        "head": newest,
        "days": heads.days(_DAYS),
        "keys": LogKey.objects.all(),
        "witnesses": heads.seen_by(),
        "recovery": heads.open_recovery(),
        "whole": isinstance(request.user, Person) and reads_all(request.user),
    }
    return render(request, "ledger/front.html", context)


@login_not_required
@require_GET
def notice(request: HttpRequest, day: date) -> HttpResponse:
    """One sheet for a notice board. What hangs there nobody can rewrite from here."""
    head = heads.head_of(day)
    if head is None:
        raise Http404
    words = f"{head.origin} {head.size} {' '.join(heads.groups(bytes(head.root)))}"
    context = {
        "head": head,
        "day": day,
        "qr": qr_of(words),
        "words": words,
        "today": day == localdate(),
    }
    return render(request, "ledger/notice.html", context)


@login_not_required
@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponseBase:
    answer = _file("checkpoint", "text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_GET
def attested(_request: HttpRequest, name: str) -> HttpResponseBase:
    """The head's SM2 signature and the tiles' SM3 digests, where the county has them."""
    answer = _file(name, "text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_GET
def tile(_request: HttpRequest, path: str) -> HttpResponseBase:
    """Hashes only.

    An entry says which unit has which fault before that unit was heard: the entries
    are for who may read the record (docs/decisions/0005).
    """
    try:
        wanted = parse_path(f"tile/{path}")
    except MalformedTile as reason:
        raise Http404 from reason
    if wanted.level == ENTRIES:
        raise Http404
    answer = _file(wanted.path, "application/octet-stream")
    lasts = "public, max-age=31536000, immutable"
    answer["Cache-Control"] = lasts if wanted.width == WIDTH else "public, max-age=600"
    return answer


def _file(path: str, kind: str) -> FileResponse:
    try:
        return FileResponse((settings.LEDGER_ROOT / path).open("rb"), content_type=kind)
    except OSError as reason:
        raise Http404 from reason


@login_not_required
@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """One verifier key a line: the log's own, as C2SP writes them."""
    lines = [f"{key.verifier}\n" for key in LogKey.objects.all()]
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_GET
def auditor(_request: HttpRequest) -> HttpResponse:
    """The one file with which anyone checks the whole record offline."""
    return HttpResponse(
        files("mingjing_ledger").joinpath("auditor.py").read_bytes(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="auditor.py"'},
    )


@login_not_required
@require_GET
@csp_replace(
    {
        "default-src": ["'none'"],
        "script-src": [f"'sha256-{offline.script_hash()}'"],
        "style-src": [f"'sha256-{offline.style_hash()}'"],
        "img-src": ["data:"],
    }
)
def verify(_request: HttpRequest) -> HttpResponse:
    """One page that checks a receipt by itself, here or saved and without a network."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    newest = heads.newest()
    told = offline.page(
        language,
        # Those of one log: the page expects its name. Before a gap it was another.
        [k.encode() for k in heads.log_keys() if newest and k.name == newest.origin],
        [one.key.encode() for one in heads.witnesses()],
    )
    return HttpResponse(told)
