"""Writes official documents as Word files in the layout of GB/T 9704-2012.

from mingjing_documents.official import Heading, Paragraph, Signed, Title, write

data = write([Title("关于清廉建设情况的报告"), Paragraph("县委："), …])
"""

from mingjing_documents.official.blocks import (
    Addressee,
    Block,
    Heading,
    Paragraph,
    Signed,
    Table,
    Title,
)
from mingjing_documents.official.writer import write

__all__ = [
    "Addressee",
    "Block",
    "Heading",
    "Paragraph",
    "Signed",
    "Table",
    "Title",
    "write",
]
