"""What raised a flag, as its pages need it: a model, or an indicator of purchases."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.queries.catalogue import model_or_none
from mingjing.insight.supervision.queries.cells import Proof, proofs_of
from mingjing.insight.supervision.queries.words import grounds, told_of
from mingjing_analytics.procurement.sound import all_indicators
from mingjing_analytics.procurement.sound.paths import words_of
from mingjing_analytics.supervision.explain import question
from mingjing_analytics.supervision.model import Model

PURCHASES = "procurement."


@dataclass(frozen=True)
class Asks:
    """A question with all that belongs to it, in the reader's language."""

    title: str
    home: str
    question: str
    innocent: tuple[str, ...]
    bases: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]


def asks_of(flag: Flag, language: str) -> Asks | None:
    """What asked; None when the catalogue knows it no more."""
    if flag.model.startswith(PURCHASES):
        return _of_purchases(flag, language)
    model = model_or_none(flag.model)
    return None if model is None else _of_model(flag, model, language)


def _of_model(flag: Flag, model: Model, language: str) -> Asks:
    asked = question(model, flag.last_run.manifest["parameters"], language)
    return Asks(
        model.head.title.in_(language),
        reverse("supervision:model", args=[model.id]),
        flag.question or asked,
        tuple(each.in_(language) for each in model.head.innocent),
        tuple(grounds(model, language)),
        tuple(told_of(flag, model, language)),
        tuple(proofs_of(flag, model)),
    )


def _of_purchases(flag: Flag, language: str) -> Asks | None:
    code = flag.model.removeprefix(PURCHASES)
    indicator = all_indicators().get(code)
    if indicator is None:
        return None
    english = language.startswith("en")
    facts = flag.facts
    rows = tuple(
        (ocid, line, (words_of(path, language), value))
        for ocid, line, path, value in facts.get("records", [])
    )
    titles = (_("栏目"), _("内容"))
    proof = Proof(_("采购记录"), facts.get("source", ""), None, titles, rows)
    return Asks(
        indicator.en if english else indicator.zh,
        reverse("purchases:indicator", args=[code]),
        flag.question or (indicator.question_en if english else indicator.question_zh),
        indicator.innocent_en if english else indicator.innocent_zh,
        tuple(facts.get("basis", ())),
        (
            (_("对象"), facts.get("named", "")),
            (
                indicator.measure_en if english else indicator.measure_zh,
                facts.get("value", ""),
            ),
            (_("界限"), facts.get("threshold", "")),
        ),
        (proof,),
    )
