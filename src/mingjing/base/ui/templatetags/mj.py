"""Tags of the page patterns: `{% load mj %}`. docs/ui.md shows each in use."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mingjing.base.ui.glyphs import SHAPES, look

register = template.Library()


@register.simple_tag
def glyph(state: object) -> SafeString:
    """The shape alone, hidden from readers: the caller says the word."""
    return format_html(
        '<svg class="g" viewBox="0 0 16 16" aria-hidden="true">'
        '<path d="{}" fill-rule="evenodd"/></svg>',
        SHAPES[look(str(state)).shape],
    )


@register.simple_tag
def status(state: object, word: object = "", *, box: bool = False) -> SafeString:
    """Shape and word of a state; `word` replaces the word, `box` frames it."""
    shown = look(str(state))
    return format_html(
        '<span class="s s-{}{}">{}{}</span>',
        shown.tone,
        " s-box" if box else "",
        glyph(state),
        word or shown.word,
    )


@register.filter
def status_word(state: object) -> str:
    return str(look(str(state)).word)


@register.filter
def cndate(value: date | datetime | str | None, form: str = "full") -> str:
    """`2026年9月25日`, `25 September 2026`; form "short" leaves the year out.

    Form "month" is `9月`, `Sep`, as charts have room for.

    A day out of JSON (`"2026-09-25"`) is read as one.
    """
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value
    if (get_language() or "").startswith("zh"):
        if form == "month":
            return f"{value.month}月"
        day = f"{value.month}月{value.day}日"
        return day if form == "short" else f"{value.year}年{day}"
    forms = {"short": "j F", "month": "M"}
    return date_format(value, forms.get(form, "j F Y"))


@register.filter
def days_left(days: int) -> str:
    """`还有 3 天`, `今天到期`, `已过 2 天`."""
    if days == 0:
        return _("今天到期")
    if days > 0:
        return ngettext("还有 %(n)d 天", "还有 %(n)d 天", days) % {"n": days}
    return ngettext("已过 %(n)d 天", "已过 %(n)d 天", -days) % {"n": -days}


@register.filter
def minutes(value: float | None) -> str:
    """`5 分钟`; from two hours on in hours, with one decimal where there is one."""
    if value is None:
        return ""
    whole = round(value)
    if whole < 120:
        return ngettext("%(n)d 分钟", "%(n)d 分钟", whole) % {"n": whole}
    return _("%(n)s 小时") % {"n": f"{whole / 60:.1f}".removesuffix(".0")}


def _query(context: Context, changes: Mapping[str, Any]) -> str:
    """The page's query with changes; another filter starts at the first page."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """`?…` of this page with these values changed; an empty value takes the key out."""
    return _query(context, changes)


@register.simple_tag(takes_context=True)
def sort_link(context: Context, key: str, label: str) -> SafeString:
    """A link in a column's head: down on the second click."""
    now = context["request"].GET.get("sort", "")
    mark = {key: " ↑", f"-{key}": " ↓"}.get(now, "")
    return format_html(
        '<a href="{}">{}{}</a>',
        _query(context, {"sort": f"-{key}" if now == key else key}),
        label,
        format_html('<span aria-hidden="true">{}</span>', mark) if mark else "",
    )


@register.simple_tag(takes_context=True)
def sort_state(context: Context, key: str) -> SafeString | str:
    """The column's order, told to readers: `<th{% sort_state "due" %}>`."""
    order = {key: "ascending", f"-{key}": "descending"}.get(
        context["request"].GET.get("sort", ""), ""
    )
    return format_html(' aria-sort="{}"', order) if order else ""


@register.filter
def control(field: Any) -> SafeString:
    """A form field's control with our classes; Django ties it to its hint and error."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "textarea")
    attrs: dict[str, str | bool] = {}
    # Of several boxes under one name the class would go to the frame around them.
    grouped = widget.use_fieldset or getattr(widget, "widgets", None)
    if kind not in {"hidden", "radio"} and not grouped:
        ours = {"checkbox": "form-check-input", "select": "form-select"}
        own = widget.attrs.get("class", "")
        attrs["class"] = f"{ours.get(kind, 'form-control')} {own}".strip()
    return SafeString(field.as_widget(attrs=attrs))


@register.filter
def is_group(field: Any) -> bool:
    """Several controls under one name: a fieldset, not a label."""
    widget = field.field.widget
    return bool(field.use_fieldset) or getattr(widget, "input_type", "") == "radio"


@register.filter
def is_check(field: Any) -> bool:
    """One check box alone: its label stands beside it."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    return kind == "checkbox" and not is_group(field)
