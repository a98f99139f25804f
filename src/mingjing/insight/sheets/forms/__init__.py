"""The workbook that goes out and comes back, and the pages about it."""

from mingjing.insight.sheets.forms.export import workbook_of
from mingjing.insight.sheets.forms.pages import XLSX, ApplyForm, UploadForm
from mingjing.insight.sheets.forms.reading import NotOurSheet, Reading, read
from mingjing.insight.sheets.forms.review import Item, Review, review

__all__ = [
    "XLSX",
    "ApplyForm",
    "Item",
    "NotOurSheet",
    "Reading",
    "Review",
    "UploadForm",
    "read",
    "review",
    "workbook_of",
]
