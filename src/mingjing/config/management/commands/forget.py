"""What is to be forgotten on its day is forgotten: run it every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from mingjing.insight.purchases import actions as purchases
from mingjing.insight.supervision import actions as supervision


class Command(BaseCommand):
    help = (
        "Delete data whose last day is over, and flags that nobody decided in 180 days."
    )

    def handle(self, **_options: Any) -> None:
        moment = now()
        flags = supervision.expire_flags(by=None, now=moment)
        data_sets = supervision.delete_outlived(by=None, now=moment)
        sources = purchases.delete_outlived(by=None, now=moment)
        self.stdout.write(
            f"删去 {data_sets} 份数据、{sources} 份采购数据、{flags} 个疑点"
            f" · deleted {data_sets} data sets, {sources} files of purchases, {flags} flags"
        )
