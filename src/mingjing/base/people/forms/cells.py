"""The lines of a register that somebody sent, or one sentence on why not."""

import io

from django.utils.translation import gettext as _

from mingjing_documents.workbook import Limits, Line, Unreadable, Why, read_sheets

# An honest sheet of 5 000 rows unpacks to about 5 MB; a zip bomb to gigabytes.
_LIMITS = Limits(size=2 * 1024 * 1024, unpacked=20 * 1024 * 1024, rows=5000)
MAX_ROWS = _LIMITS.rows


class NotAWorkbook(Exception):
    """The file cannot be read as our template; the words say why."""


def lines_of(data: bytes, names: list[str]) -> dict[str, list[Line]]:
    """The lines of the named sheets; absent sheets are left out.

    Raises NotAWorkbook when the file is too large, forged, or no workbook at all.
    """
    try:
        return read_sheets(io.BytesIO(data), names, _LIMITS)
    except Unreadable as refusal:
        raise NotAWorkbook(_why(refusal.why)) from refusal


def _why(why: Why) -> str:
    return {
        Why.TOO_LARGE: _("文件超过 2 MB。请分成几次导入。"),
        Why.UNPACKS_TOO_LARGE: _("文件展开后太大，不能读取。"),
        Why.TOO_MANY_ROWS: _("超过 5000 行。请分成几次导入。"),
        Why.NO_WORKBOOK: _("这不是 .xlsx 文件。请用下载的模板填写。"),
    }[why]
