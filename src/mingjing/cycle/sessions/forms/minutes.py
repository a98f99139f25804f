"""The minutes: their number and as many decisions as were taken, without script."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post
from mingjing.base.people.states import Role
from mingjing.cycle.sessions import rules
from mingjing.cycle.sessions.actions import DecisionText
from mingjing.cycle.sessions.forms.planning import _Day, _Versioned, held_posts
from mingjing.cycle.sessions.models import Decision, Session

PREFIX = "d"
BLANK_ROWS = 5
MOST_ROWS = 60
EVERY = [
    ("once", _("一次")),
    ("month", _("每月")),
    ("quarter", _("每季度")),
    ("half_year", _("每半年")),
    ("year", _("每年")),
]


class MinutesForm(_Versioned):
    number = forms.CharField(
        label=_("纪要文号"),
        max_length=120,
        help_text=_("只记文号，纪要原件留在原来的地方。"),
    )


class _PostChoice(forms.TypedChoiceField):
    """One list of posts for all rows: a query a page, not a query a row."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, coerce=int, empty_value=None)


class DecisionRow(forms.Form):
    text = forms.CharField(label=_("决定事项"), max_length=300, required=False)
    post = _PostChoice(_("承办岗位"))
    checker_post = _PostChoice(_("核验岗位"))
    every = forms.ChoiceField(label=_("怎样到期"), choices=EVERY, required=False)
    ends_on = forms.DateField(
        label=_("到期日（周期的写截止日）"), required=False, widget=_Day()
    )
    proof = forms.CharField(label=_("怎样算办成"), max_length=300, required=False)
    minutes = forms.IntegerField(
        label=_("预计分钟"), min_value=1, max_value=2400, required=False, initial=30
    )
    no_duty_reason = forms.CharField(
        label=_("不立责任的理由"), max_length=300, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        self.posts: dict[int, Post] = options.pop("posts")
        given: list[Any] = options.pop("given")
        checking: list[Any] = options.pop("checking")
        super().__init__(*args, **options)
        self.fields["post"].choices = given  # type: ignore[attr-defined]
        self.fields["checker_post"].choices = checking  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Nothing said: neither words nor a post, a day or a reason."""
        names = ("text", "post", "checker_post", "ends_on", "proof", "no_duty_reason")
        return not any(
            self.data.get(self.add_prefix(name), "").strip() for name in names
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.is_blank:
            return data
        if not data.get("text"):
            self.add_error("text", _("请写决定事项。"))
        if data.get("no_duty_reason"):
            if data.get("post"):
                self.add_error(
                    "no_duty_reason", _("立责任，或者写明不立的理由，二选一。")
                )
            return data
        wanted = {
            "post": _("请选承办岗位；不立责任的，写明理由。"),
            "checker_post": _("请选核验岗位。"),
            "ends_on": _("请写到期日。"),
            "proof": _("请写怎样算办成，例如“印发文号”。"),
        }
        for name, words in wanted.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if data.get("post") and data["post"] == data.get("checker_post"):
            self.add_error("checker_post", _("核验岗位不能就是承办岗位。"))
        return data

    def said(self) -> DecisionText:
        data = self.cleaned_data
        if data["no_duty_reason"]:
            return DecisionText(
                text=data["text"], no_duty_reason=data["no_duty_reason"]
            )
        return DecisionText(
            text=data["text"],
            post=self.posts[data["post"]],
            checker_post=self.posts[data["checker_post"]],
            clock=_clock(data["every"] or "once", data["ends_on"]),
            ends_on=data["ends_on"],
            proof=data["proof"],
            minutes=data["minutes"] or 30,
        )


def _clock(every: str, ends_on: date) -> dict[str, Any]:
    if every == "once":
        return {"kind": "once", "due_on": ends_on.isoformat()}
    return {"kind": "recurring", "every": every}


def _choices(person: Person, session: Session) -> dict[str, Any]:
    """Three answers from one query: all posts, who may owe, who may check."""
    units = rules.units_to_plan_for(person)
    posts = list(held_posts(None).order_by("unit__rank", "unit_id", "id"))
    given = [p for p in posts if units is None or p.unit_id == session.unit_id]
    checking = [p for p in posts if p in given or p.role == Role.OFFICE]
    return {
        "posts": {post.pk: post for post in posts},
        "given": [("", "—"), *((post.pk, str(post)) for post in given)],
        "checking": [("", "—"), *((post.pk, str(post)) for post in checking)],
    }


def rows_of(
    person: Person,
    session: Session,
    *,
    data: QueryDict | None = None,
    initial: Iterable[dict[str, Any]] = (),
) -> list[DecisionRow]:
    """As many rows as were sent, or those of ``initial`` and a few blank ones."""
    options = _choices(person, session)
    if data is not None:
        return [
            DecisionRow(data, prefix=f"{PREFIX}{n}", **options)
            for n in range(_sent(data))
        ]
    known = list(initial)
    rows = [*known, *({} for _n in range(max(BLANK_ROWS - len(known), 1)))]
    return [
        DecisionRow(prefix=f"{PREFIX}{n}", initial={"minutes": 30, **row}, **options)
        for n, row in enumerate(rows)
    ]


def _sent(data: QueryDict) -> int:
    told = data.get("rows", "")
    return min(int(told), MOST_ROWS) if told.isascii() and told.isdigit() else 0


def more_rows(person: Person, session: Session, data: QueryDict) -> list[DecisionRow]:
    """What was typed, untouched and unjudged, and more blank rows."""
    names = list(DecisionRow.base_fields)
    typed = [
        {name: data.get(f"{PREFIX}{n}-{name}", "") for name in names}
        for n in range(_sent(data))
    ]
    blank: list[dict[str, Any]] = [{} for _n in range(BLANK_ROWS - 1)]
    return rows_of(person, session, initial=[*typed, *blank])[:MOST_ROWS]


def read_rows(rows: list[DecisionRow]) -> list[DecisionText] | None:
    """The decisions in order, blank rows left out; None when one has a mistake."""
    if not all([row.is_valid() for row in rows]):  # noqa: C419 -- every row says its own
        return None
    return [row.said() for row in rows if not row.is_blank]


def initial_rows(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    names = ("text", "ends_on", "proof", "minutes", "no_duty_reason")
    return [
        {
            **{name: getattr(each, name) for name in names},
            "post": each.post_id,
            "checker_post": each.checker_post_id,
            "every": (each.clock or {}).get("every", "once"),
        }
        for each in decisions
    ]
