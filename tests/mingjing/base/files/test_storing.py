"""Bytes as they came, once, whole or not at all."""

import hashlib
import io
import resource
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils import timezone

from mingjing.base.files.actions import store_file
from mingjing.base.files.models import StoredFile
from mingjing.base.files.queries import Damaged, open_file, place_of
from mingjing.base.files.rules import Refused, safe_name
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture
def contact():
    return person_with(Role.CONTACT)


def store(data, by, name="a.pdf"):
    return store_file(SimpleUploadedFile(name, data), by=by, now=NOW)


def zipped(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def on_disk(root):
    return [p for p in Path(root).rglob("*") if p.is_file()]


def test_what_is_stored_lies_under_its_hash_and_in_the_record(contact, root):
    stored = store(PDF, contact, "通知.pdf")

    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (stored.sha256, stored.size, stored.name) == (sha256, len(PDF), "通知.pdf")
    assert on_disk(root) == [root / sha256[:2] / sha256]
    assert open_file(stored) == PDF
    assert [e.kind for e in Entry.objects.all()] == ["FileStored"]


def test_the_same_bytes_twice_are_one_row_and_one_entry(contact, root):
    first, second = store(PDF, contact, "a.pdf"), store(PDF, contact, "b.pdf")

    assert first == second
    assert (StoredFile.objects.count(), Entry.objects.count()) == (1, 1)
    assert len(on_disk(root)) == 1


def test_a_large_upload_comes_in_pieces(contact):
    data = PDF + b"a" * 300_000
    upload = TemporaryUploadedFile("a.pdf", "application/pdf", len(data), None)
    upload.write(data)

    assert open_file(store_file(upload, by=contact, now=NOW)) == data


def test_bytes_changed_on_disk_are_never_handed_out(contact):
    stored = store(PDF, contact)
    place_of(stored.sha256).write_bytes(PDF + b"!")
    with pytest.raises(Damaged):
        open_file(stored)

    store(PDF, contact)
    assert open_file(stored) == PDF

    place_of(stored.sha256).unlink()
    with pytest.raises(Damaged):
        open_file(stored)


def test_the_cap_holds_whatever_size_was_said(contact, root, settings):
    settings.MAX_FILE_BYTES = 1000
    upload = ContentFile(PDF + b"a" * (1000 - len(PDF)), name="a.pdf")
    assert store_file(upload, by=contact, now=NOW).size == 1000

    liar = ContentFile(PDF + b"b" * 1001, name="a.pdf")
    liar.size = 5
    with pytest.raises(Refused, match="文件超过"):
        store_file(liar, by=contact, now=NOW)
    assert len(on_disk(root)) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("关于公布的函\r\n".encode(), "text/plain"),
        ("\ufeff关于公布的函".encode(), "text/plain"),
        ("关于公布的函".encode("gb18030"), "text/plain"),
        ("关于公布的函".encode("utf-16"), "text/plain"),
        (("关" * 40_000).encode(), "text/plain"),
        (zipped("OFD.xml"), "application/ofd"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
    ids=[
        "pdf",
        "png",
        "jpg",
        "utf8",
        "bom",
        "gb",
        "utf16",
        "cut",
        "ofd",
        "docx",
        "xlsx",
    ],
)
def test_the_type_is_what_the_bytes_say(contact, data, kind):
    assert store(data, contact, "anything.exe").content_type == kind


HOSTILE = {
    "empty": (b"", "文件是空的"),
    "program": (b"MZ\x90\x00\x03", "不收程序文件"),
    "elf": (b"\x7fELF\x02\x01", "不收程序文件"),
    "script": (b"#!/bin/sh\nrm -rf /", "不收程序文件"),
    "page": (b"<html><script>alert(1)</script>", "不收网页文件"),
    "drawing": ("\ufeff \r\n<svg onload='x'/>".encode(), "不收网页文件"),
    "page in utf-16": ("<html>".encode("utf-16"), "不收网页文件"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版或加密"),
    "unknown": (b"abc\x00\x01\x02", "认不出"),
    "bare zip": (zipped("a.txt"), "认不出"),
    "macro": (zipped("word/document.xml", "word/vbaProject.bin"), "有宏"),
    "macro in other case": (zipped("xl/workbook.xml", "xl/VBAPROJECT.BIN"), "有宏"),
    "program inside": (zipped("word/document.xml", "word/media/a.EXE"), "夹带程序"),
    "cut zip": (zipped("word/document.xml")[:60], "打不开"),
    "endless list": (zipped(*[f"{n:0>900}" for n in range(1500)]), "认不出"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_content_is_refused_with_one_sentence_and_leaves_nothing(
    contact, root, case
):
    data, words = HOSTILE[case]
    with pytest.raises(Refused, match=words):
        store(data, contact, "报告.docx")

    assert (on_disk(root), StoredFile.objects.count(), Entry.objects.count()) == (
        [],
        0,
        0,
    )


def test_a_full_disk_says_so_and_keeps_nothing_half(contact, root):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, hard))
    try:
        with pytest.raises(Refused, match="磁盘已满"):
            store(PDF + b"a" * 200_000, contact)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (on_disk(root), StoredFile.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\x\\函.docx", "application/pdf", "函.docx.pdf"),
        ("\u202egpj.exe\r\nX: y", "image/png", "gpj.exeX: y.png"),
        ("清单.CSV", "text/plain", "清单.CSV"),
        ("...", "application/pdf", "文件.pdf"),
        ("长" * 300 + ".pdf", "application/pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_tricks_and_ends_as_its_content_says(name, kind, kept):
    assert safe_name(name, kind) == kept
