# ruff: noqa
"""For trying models without the site."""

import sys
from datetime import date
from mingjing_analytics.supervision.console import main
from mingjing_analytics.supervision.console.answers import Given
from mingjing_analytics.supervision.console.running import folder_of

sys.exit(
    main(
        sys.argv[1:],
        Given(lambda f, d: None, date(2026, 11, 23), lambda l: b"", folder_of),
    )
)
