"""Long lists of choices are drawn by ourselves, to the letter as Django draws them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from mingjing.base.ui.forms import Renderer

HOSTILE = "\"><script>alert(1)</script>&'"
CHOICES = [
    ("", "全部"),
    (1, "教育局"),
    (HOSTILE, HOSTILE),
    (mark_safe("a&amp;b"), mark_safe("<b>bold</b>")),
    (HOSTILE, [("x", "in a group"), (2, "another")]),
    ("empty", []),
    (2027, 2027),
]


def drawn(widget, value, renderer):
    attrs = {"class": "form-select", "required": True, "disabled": False, "x": HOSTILE}
    return widget.render(HOSTILE, value, attrs=attrs, renderer=renderer)


@pytest.mark.parametrize("value", [None, "", 1, "1", HOSTILE, "x", ["x", 2], "absent"])
@pytest.mark.parametrize(
    "widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect]
)
def test_a_select_reads_as_djangos_own(widget, value):
    made = widget() if widget is forms.NullBooleanSelect else widget(choices=CHOICES)
    if widget is forms.NullBooleanSelect and isinstance(value, list):
        value = True
    if widget is forms.SelectMultiple and isinstance(value, int):
        value = [value]

    assert drawn(made, value, Renderer()) == drawn(made, value, DjangoTemplates())


def test_other_controls_are_djangos():
    text = forms.TextInput()

    assert drawn(text, HOSTILE, Renderer()) == drawn(text, HOSTILE, DjangoTemplates())


class Asked(forms.Form):
    kind = forms.TypedChoiceField(choices=CHOICES)
    unit = forms.ChoiceField(choices=[("", "---------"), (1, "教育局")])
    parent = forms.ChoiceField(choices=[("", "---------")], required=False)
    words = forms.CharField(max_length=5)
    note = forms.CharField(max_length=5, widget=forms.Textarea)


@pytest.mark.parametrize(("name", "words"), [("unit", "请选择"), ("parent", "不选")])
def test_nothing_chosen_yet_is_said_in_words(name, words):
    form = Asked(renderer=Renderer())

    assert f">{words}</option>" in str(form[name])
    assert "---" not in str(form[name])


@pytest.mark.parametrize("name", ["words", "note"])
def test_a_browser_is_not_told_to_cut_what_is_pasted(name):
    form = Asked({name: "六个字太长了"}, renderer=Renderer())

    assert "maxlength" not in str(form[name])
    assert "六个字太长了" in str(form[name])
    assert form.errors[name] == ["确保该变量包含不超过 5 字符 (目前字符数 6)。"]
