"""What a file may be, judged by its bytes and never by its name."""

import codecs
import re
import struct
import zipfile
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("OFD.xml", "application/ofd"),
)
_EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    _ZIPPED[0][1]: (".docx",),
    _ZIPPED[1][1]: (".xlsx",),
    "application/ofd": (".ofd",),
    "text/plain": (".txt", ".md", ".csv"),
}
_PROGRAM = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|msi|jar)$", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Unseen signs that turn the reading direction: "gpj.exe" shown as "exe.jpg".
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HEAD = 64 * 1024
# An office document lists some dozens of parts; a directory of a megabyte is an attack.
_MOST_DIRECTORY = 1024 * 1024


class Refused(ValueError):
    """The file is not taken; the message says why and what to do."""


def content_type_of(file: IO[bytes]) -> str:
    """The type of a file by its content. Raises Refused with one sentence."""
    file.seek(0)
    head = file.read(_HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if head.startswith(_OLE):
        raise Refused(_("这是旧版或加密的 Office 文件，请另存为 .docx 或 .xlsx 再交。"))
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise Refused(_("不收程序文件，请交文档、图片或纯文本。"))
    words = _text(head)
    if words is None:
        raise _unknown()
    if words.lstrip("\ufeff \t\r\n\f").startswith("<"):
        raise Refused(_("不收网页文件，请交网页的链接，或另存为 PDF。"))
    return "text/plain"


def _unknown() -> Refused:
    return Refused(
        _("认不出这个文件。可以交 .docx、.xlsx、.pdf、.ofd、.txt、.png、.jpg。")
    )


def _text(head: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or GB 18030; None when it is none of them."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8", "gb18030"):
        try:
            # Not final: the head may end within a character.
            words = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(words) else words
    return None


def _zipped(file: IO[bytes]) -> str:
    if _directory_size(file) > _MOST_DIRECTORY:
        raise _unknown()
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused(_("文件打不开，可能已损坏；请另存一份再传。")) from error
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused(_("文件里有宏，没有收；请另存为不含宏的格式。"))
    if any(_PROGRAM.search(name) for name in names):
        raise Refused(_("文件里夹带程序，没有收；请去掉后再传。"))
    for part, kind in _ZIPPED:
        if part in names:
            return kind
    raise _unknown()


def _directory_size(file: IO[bytes]) -> int:
    """The size of a zip's list of parts, read before the list itself is.

    A 64-bit zip says its size elsewhere; no office writes one under our cap.
    """
    file.seek(0, 2)
    file.seek(-min(file.tell(), _HEAD + 22), 2)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if b"PK\x06\x07" in tail:
        return _MOST_DIRECTORY + 1
    if at < 0 or at + 16 > len(tail):
        return 0  # no list at all: opening it says so
    size: int = struct.unpack_from("<I", tail, at + 12)[0]
    return size


def safe_name(name: str, content_type: str) -> str:
    """The last part of a name, without unseen signs, ending as its content says."""
    last = _UNSEEN.sub("", PurePath(name.replace("\\", "/")).name).strip(" .")
    extensions = _EXTENSIONS[content_type]
    if not last.lower().endswith(extensions):
        last = f"{last or _('文件')}{extensions[0]}"
    path = PurePath(last)
    return path.stem[: 200 - len(path.suffix)] + path.suffix
