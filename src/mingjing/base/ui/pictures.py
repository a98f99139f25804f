import segno
from django.utils.safestring import SafeString, mark_safe


def qr_of(words: str) -> SafeString:
    """The words as an SVG square without script, style or fetching anything."""
    picture = segno.make(words, error="m", micro=False)
    # segno writes the squares itself; the words are encoded in them, not in the markup.
    return mark_safe(  # noqa: S308
        picture.svg_inline(scale=4, svgclass="mj-qr", lineclass=None, omitsize=False)
    )
