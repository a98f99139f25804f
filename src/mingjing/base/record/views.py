import json

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mingjing.base.people.requests import SignedInRequest
from mingjing.base.record import forms, queries

_PAGE = 50


@require_GET
def entries(request: SignedInRequest) -> HttpResponse:
    form = forms.EntriesFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.entries_like(
        wanted.get("kind", ""),
        wanted.get("subject", ""),
        wanted.get("day"),
        to=request.user,
    )
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": queries.with_actors(list(page.object_list)),
        "filtered": any(wanted.values()),
        "reads_all": queries.reads_all(request.user),
    }
    return render(request, "record/entries.html", context)


@require_GET
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(queries.visible_entries(request.user), pk=pk)
    body = json.loads(bytes(seen.body))
    subject_type, _sep, subject_pk = seen.subject.partition(":")
    context = {
        "entry": seen,
        "body": bytes(seen.body).decode(),
        "leaf": bytes(seen.leaf_hash).hex(),
        "data": body["data"],
        "role": body["role"],
        "opened": queries.opened(seen, body["sealed"]),
        "sealed": len(body["sealed"]),
        "subject_type": subject_type,
        "subject_pk": subject_pk if subject_pk.isdecimal() else "",
    }
    return render(request, "record/entry.html", context)


@require_GET
def subject(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """What happened to one thing. Whoever took no part and reads no whole: 404."""
    name = f"{kind}:{pk}"
    found = queries.entries_like("", name, None, to=request.user)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    reads_all = queries.reads_all(request.user)
    if not page.object_list and not reads_all:
        raise Http404
    context = {
        "subject": name,
        "page_obj": page,
        "rows": queries.with_actors(list(page.object_list)),
        "reads_all": reads_all,
    }
    return render(request, "record/subject.html", context)
