"""What went out, what stands now, and what was said when a file went out."""

from mingjing.insight.sheets.queries.dues import dues_by_key, key_of, owed_dues
from mingjing.insight.sheets.queries.duties import (
    ListFields,
    duties_by_code,
    fields_at,
    fields_of,
    post_labels,
    posts_by_label,
)

__all__ = [
    "ListFields",
    "dues_by_key",
    "duties_by_code",
    "fields_at",
    "fields_of",
    "key_of",
    "owed_dues",
    "post_labels",
    "posts_by_label",
]
