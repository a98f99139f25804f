"""The register's clock: run it every night, or as often as you like."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.timezone import localdate, now

from mingjing.cycle.duties.actions import open_dues, recompute_dues


class Command(BaseCommand):
    help = "Open what falls due within 90 days; count again what the calendar moved."

    def handle(self, **_options: Any) -> None:
        moment = now()
        opened = open_dues(on=localdate(moment), now=moment)
        moves = recompute_dues(now=moment)
        self.stdout.write(
            f"{len(opened.started)} 项责任生效，新开 {opened.opened_count} 件，改期 {len(moves)} 件"
            f" · {len(opened.started)} duties came into force,"
            f" {opened.opened_count} dues opened, {len(moves)} moved"
        )
        for move in moves:
            self.stdout.write(f"  {move.due}: {move.from_on} -> {move.to_on}")
        count_for_planner()


def count_for_planner() -> None:
    """Let SQLite know how full its indexes are; PostgreSQL does so by itself.

    Without it a list by unit reads and sorts every due instead of the first fifty.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
