"""Every model of the catalogue: its cases, how fast they hold it, its words."""

import re
from datetime import date
from pathlib import Path

import pytest

from mingjing.insight.supervision.states.given import number_of_the_law
from mingjing_analytics.supervision.cases import check
from mingjing_analytics.supervision.explain import in_words, question
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.mutants import GATE, score
from mingjing_analytics.supervision.pages import page
from mingjing_analytics.supervision.tables import dictionary
from mingjing_law.facts import facts

DOCS = Path(__file__).parents[3] / "docs" / "models"
MODELS = list(catalogue().values())
EACH = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
CHINESE = re.compile(r"[\u3400-\u9fff]")


@EACH
def test_its_cases_come_out_as_written(model):
    assert [each.case.name for each in check(model) if not each.passed] == []


@EACH
def test_its_cases_hold_it_fast(model):
    held = score(model)
    assert held.share >= GATE, held.survivors


@EACH
def test_its_grounds_are_facts_of_the_law(model):
    named = [basis.fact for basis in model.head.basis if basis.fact]
    named += [param.law for param in model.head.params.values() if param.law]
    assert [each for each in named if each not in facts()] == []


@EACH
def test_what_it_takes_from_the_law_is_what_the_law_says(model, day_of_the_law):
    for name, value in model.by_law(number_of_the_law, day_of_the_law).items():
        assert str(value) == str(model.head.params[name].default), name


@EACH
def test_it_speaks_both_languages(model):
    told = " ".join([question(model, {}, "en"), *in_words(model, {}, "en")])
    kept = "".join(re.findall(r"“[^”]*”", told))
    assert set(CHINESE.findall(told)) <= set(CHINESE.findall(kept))
    chinese = [question(model, {}, "zh"), *in_words(model, {}, "zh")]
    assert all(CHINESE.search(sentence) for sentence in chinese)
    assert not re.search(r"[{}]", " ".join([told, *chinese]))


@EACH
def test_a_model_about_persons_rests_on_exact_keys(model):
    known = dictionary().tables
    hashed = {
        column
        for table, columns in model.head.tables.items()
        for column in columns
        if known[table].columns[column].minimise == "hash"
    }
    if set(model.head.key) & hashed:
        assert model.head.person
    titles = [
        known[table].columns[key].zh
        for table, columns in model.head.tables.items()
        for key in model.head.key
        if key in columns
    ]
    assert not any("姓名" in title for title in titles)


def test_the_parts_of_an_office_are_covered():
    assert len(MODELS) >= 50
    assert len({model.head.area for model in MODELS}) >= 7


@pytest.fixture
def day_of_the_law():
    return date(2026, 11, 1)


@EACH
def test_its_page_says_what_it_is_now(model):
    kept = (DOCS / f"{model.id}.md").read_text(encoding="utf-8")
    assert kept == page(model), "./mingjing model docs docs/models"


def test_no_page_is_left_of_a_model_that_is_gone():
    assert {path.stem for path in DOCS.glob("*.md")} == {model.id for model in MODELS}
