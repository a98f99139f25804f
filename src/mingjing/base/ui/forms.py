"""How form controls are drawn, and a form with one of each for the page of patterns."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))


def unseen_in(text: str) -> str:
    """The code points that nobody sees: with them two names that look alike differ.

    Zero-width and direction marks, controls, lone surrogates, private use, and the sign
    that stands where bytes were of another encoding; not the ends of lines.
    """
    found = (c for c in text if _is_unseen(c))
    return " ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(found))


def _is_unseen(sign: str) -> bool:
    if sign in "\r\n\t":
        return False
    return sign == "\ufffd" or unicodedata.category(sign) in _UNSEEN


def seen_by_all(text: str) -> None:
    """Refuses them in every text field of every form (see the app's ``ready``)."""
    if codes := unseen_in(text):
        words = _("有看不见或认不出的字符（%(codes)s）。请清空这一格，重新打字。")
        raise forms.ValidationError(words, params={"codes": codes})


class Renderer(DjangoTemplates):
    """Django renders two templates for each option: 300 units cost more than the page.

    The text of a select is the same to the letter; a test compares them. Text fields
    lose their maxlength: a browser cuts what is pasted past it, in silence. Here the
    form answers with a sentence, and what was typed stays.
    """

    def render(
        self,
        template_name: str,
        context: Mapping[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        if "widget" in context:
            context["widget"]["attrs"].pop("maxlength", None)
        return super().render(template_name, dict(context), request)


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _text(value: object) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


# Django's words for "nothing chosen yet" are nine dashes, read aloud one by one.
_DASHES = "---------"


def _select(widget: Mapping[str, Any]) -> str:
    blank = _("请选择") if widget["required"] else _("不选")
    for _name, options, _index in widget["optgroups"]:
        for option in options:
            if option["label"] == _DASHES:
                option["label"] = blank
    groups = "".join(
        _group(name, options) for name, options, _index in widget["optgroups"]
    )
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attrs(widget["attrs"])}>{groups}\n</select>'


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    lines = "".join(f"\n  {_option(option)}\n" for option in options)
    if not name:
        return lines
    return f'\n  <optgroup label="{conditional_escape(name)}">{lines}\n  </optgroup>'


def _option(option: Mapping[str, Any]) -> str:
    return (
        f'<option value="{_text(option["value"])}"{_attrs(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
    )


class Sample(forms.Form):
    number = forms.CharField(
        label=_("文号"),
        help_text=_("只要文号。文件留在原来的地方。"),
        max_length=40,
    )
    due_on = forms.DateField(
        label=_("到期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(
        label=_("种类"), choices=[("a", _("文件")), ("b", _("网页"))]
    )
    way = forms.ChoiceField(
        label=_("办法"),
        choices=[("a", _("一次")), ("b", _("每月"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label=_("我已核对"))
