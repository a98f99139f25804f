"""While the record is closed every page says so, and every deed is answered by one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingjing.base.ledger.queries.heads import is_closed
from mingjing.base.record.actions import RecordClosed


class RecordClosedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.record_closed = is_closed()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, reason: Exception
    ) -> HttpResponse | None:
        if isinstance(reason, RecordClosed):
            return render(request, "ledger/closed.html", status=503)
        return None
