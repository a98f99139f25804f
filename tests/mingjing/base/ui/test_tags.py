from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation

from mingjing.base.ui.glyphs import LOOKS, SHAPES
from mingjing.cycle.duties.states import DueState, DutyState

HOSTILE = '"><script>alert(1)</script>'


def shown(source, rf=None, query="", **context):
    template = engines["django"].from_string("{% load mj %}" + source)
    return template.render(context, rf.get(f"/x/{query}") if rf else None)


def test_every_look_has_a_word_and_a_shape_that_exists():
    assert all(look.word and look.shape in SHAPES for look in LOOKS.values())


@pytest.mark.parametrize("state", [*DueState, *DutyState])
def test_the_states_of_duties_are_known(state):
    assert str(state) in LOOKS


def test_a_status_is_glyph_and_word():
    text = shown("{% status state box=True %}", state=DueState.CLAIMED)

    assert 'class="s s-claim s-box"' in text
    assert 'aria-hidden="true"' in text
    assert text.endswith("待核</span>")


@pytest.mark.parametrize(
    "source",
    [
        "{% status bad %}",
        "{% status 'open' bad %}",
        "{{ bad|status_word }}",
        '{% include "ui/_empty.html" with text=bad next=bad url=bad label=bad %}',
        '{% include "ui/_figure.html" with label=bad value=bad unit=bad url=bad %}',
        '{% include "ui/_diff.html" with parts=parts %}',
        '{% include "ui/_chips.html" with chips=chips clear=bad %}',
        '{% include "ui/_clock.html" with day=bad explanation=bad basis=bad %}',
        '{% include "ui/_timeline.html" with steps=steps %}',
    ],
)
def test_hostile_words_stay_words(source):
    text = shown(
        source,
        bad=HOSTILE,
        parts=[("insert", HOSTILE), ("delete", HOSTILE), ("equal", HOSTILE)],
        chips=[{"label": HOSTILE, "url": HOSTILE}],
        steps=[{"at": date(2026, 1, 1), "title": HOSTILE, "text": HOSTILE}],
    )

    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("zh-hans", "full", "2026年9月25日"),
        ("zh-hans", "short", "9月25日"),
        ("en", "full", "25 September 2026"),
        ("en", "short", "25 September"),
    ],
)
def test_dates_in_both_languages(language, form, words):
    with translation.override(language):
        assert shown("{{ d|cndate:form }}", d=date(2026, 9, 25), form=form) == words


def test_a_moment_is_the_day_in_china():
    late = datetime(2026, 9, 24, 17, tzinfo=UTC)

    assert shown("{{ d|cndate }}", d=late) == "2026年9月25日"
    assert shown("{{ d|cndate }}", d=None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [(5, "5 分钟"), (119, "119 分钟"), (120, "2 小时"), (150, "2.5 小时"), (None, "")],
)
def test_minutes(value, words):
    assert shown("{{ v|minutes }}", v=value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(3, "还有 3 天"), (0, "今天到期"), (-2, "已过 2 天")]
)
def test_days_left(value, words):
    assert shown("{{ v|days_left }}", v=value) == words


def test_a_new_order_keeps_the_filter_and_starts_at_page_one(rf):
    source = "{% sort_link 'due' '到期' %}{% sort_state 'due' %}"
    text = shown(source, rf, "?state=late&page=3&sort=due")

    assert 'href="?state=late&amp;sort=-due"' in text
    assert 'aria-sort="ascending"' in text
    assert 'aria-sort="descending"' in shown(source, rf, "?sort=-due")


def test_an_empty_value_leaves_the_query(rf):
    assert shown("{% query_with state='' %}", rf, "?state=late&q=%26") == "?q=%26"


@pytest.mark.parametrize("name", ["page", "page_obj"])
def test_the_pager_keeps_the_query(rf, name):
    pages = Paginator(range(120), 50).page(2)
    text = shown('{% include "ui/_pager.html" %}', rf, "?q=a&page=2", **{name: pages})

    assert "?q=a&amp;page=1" in text
    assert "?q=a&amp;page=3" in text
    assert "第 2 页，共 3 页（120 条）" in text


class Sample(forms.Form):
    number = forms.CharField(label="文号", help_text="只要文号", error_messages={
        "required": HOSTILE})  # fmt: skip
    note = forms.CharField(label="说明", required=False)
    way = forms.ChoiceField(
        label="办法", choices=[("a", "一次")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="我已核对")


def test_a_wrong_field_is_tied_to_its_error_and_hint(rf):
    text = shown('{% include "ui/_form.html" %}', rf, form=Sample({}))

    assert 'aria-describedby="id_number_helptext id_number_error"' in text
    assert 'id="id_number_error"' in text
    assert 'aria-invalid="true"' in text
    assert '<a href="#id_number">文号</a>' in text
    assert "<script" not in text


def test_optional_is_said_and_groups_are_fieldsets(rf):
    text = shown('{% include "ui/_form.html" %}', rf, form=Sample())

    assert text.count("（可不填）") == 1
    assert text.count("<fieldset") == 1
    assert 'class="form-check-input"' in text
    assert 'role="alert"' not in text
