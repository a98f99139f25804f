"""What the pages ask: a file; a reason and a day; and one row of the file as a form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Post, Unit
from mingjing.cycle.duties.forms import DutyForm
from mingjing.cycle.duties.forms.widgets import Day, Words
from mingjing.insight.sheets.forms.columns import words_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("改好的 .xlsx 文件"),
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )


class ApplyForm(forms.Form):
    """Asked once for all rows of a page: the versions keep it with each duty."""

    reason = forms.CharField(
        label=_("修改理由"),
        max_length=500,
        required=False,
        widget=Words,
        help_text=_("写进每一项责任的版本里，承办单位看得到。"),
    )
    effective_on = forms.DateField(label=_("生效"), required=False, widget=Day())

    def __init__(
        self, data: Mapping[str, Any] | None, *, edits: bool, on: date
    ) -> None:
        super().__init__(data, initial={"effective_on": on})
        for field in self.fields.values():
            field.required = edits
        if not edits:
            self.fields.clear()


class PostField(forms.CharField):
    """A post by the words that stand for it in the list of choices."""

    posts: Mapping[str, Post | None]

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if words not in self.posts:
            raise forms.ValidationError(
                _("没有这个岗位，或现在没有人任职。请从列表里选。")
            )
        post = self.posts[words]
        if post is None:
            raise forms.ValidationError(
                _("有两个岗位都叫这个名字。请在系统里修改这一项。")
            )
        return post


class ListRow(DutyForm):
    """A row of the list, held to what the page's own form asks."""

    post = PostField()  # type: ignore[assignment]
    checker_post = PostField()  # type: ignore[assignment]

    def __init__(
        self,
        cells: Mapping[str, str],
        *,
        posts: Mapping[str, Post | None],
        **options: Any,
    ) -> None:
        self.unit: Unit | None = options.get("unit")
        given = {**cells}
        for name in ("kind", "side"):
            values = {words: value for value, words in words_of(name).items()}
            given[name] = values.get(cells.get(name, ""), cells.get(name, ""))
        super().__init__(given, **options)
        for name in ("post", "checker_post"):
            self.fields[name].posts = posts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        post = data.get("post")
        if post and self.unit and post.unit_id != self.unit.pk:
            self.add_error("post", _("承办岗位要在本单位；换单位请新增一项。"))
        return data


class ClaimRow(forms.Form):
    pointer = forms.CharField(
        max_length=500, error_messages={"required": _("请填文号、网址或系统编号。")}
    )
    note = forms.CharField(max_length=500, required=False)
