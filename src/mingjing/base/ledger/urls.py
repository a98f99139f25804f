"""Paths of this room."""

from datetime import date

from django.urls import path, register_converter

from mingjing.base.ledger.views import proofs, public, recovery


class Day:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(Day, "day")
_THING = "<slug:kind>:<int:pk>/"

app_name = "ledger"
urlpatterns = [
    path("", public.front, name="front"),
    path("checkpoint", public.checkpoint, name="checkpoint"),
    path("checkpoint.sm2", public.attested, {"name": "checkpoint.sm2"}, name="sm2"),
    path("tiles.sm3", public.attested, {"name": "tiles.sm3"}, name="sm3"),
    path("tile/<path:path>", public.tile, name="tile"),
    path("keys", public.keys, name="keys"),
    path("auditor.py", public.auditor, name="auditor"),
    path("notice/<day:day>/", public.notice, name="notice"),
    path(f"check/{_THING}", proofs.check, name="check"),
    path(f"check/{_THING}<int:index>.tlog-proof", proofs.receipt, name="receipt"),
    path("recovery/", recovery.recovery, name="recovery"),
]
