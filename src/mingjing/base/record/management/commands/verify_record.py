"""Check the whole record: every leaf hash, and the tree they make."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from mingjing.base.record.queries import verify


class Command(BaseCommand):
    help = "Recompute the record; exit 1 and name the first entry that differs."

    def handle(self, **_options: Any) -> None:
        verdict = verify()
        if verdict.intact:
            self.stdout.write(f"intact: {verdict.size} entries, root {verdict.root}")
            return
        if verdict.first_wrong == verdict.size:
            self.stderr.write(f"the head differs from its {verdict.size} entries")
        else:
            self.stderr.write(f"entry {verdict.first_wrong} differs")
        sys.exit(1)
