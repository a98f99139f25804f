from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit


class BoardFilter(forms.Form):
    """What the board's URL may say; anything else is passed over."""

    q = forms.CharField(label=_("事项或编号"), required=False)
    kind = forms.ChoiceField(label=_("单位类型"), required=False)
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            ("owed", _("在办")),
            ("week", _("本周到期")),
            ("late", _("逾期")),
            ("claimed", _("待核")),
            ("returned", _("退回")),
            ("support", _("需支持")),
            ("extension", _("申请延期")),
            ("verified", _("已核")),
            ("waived", _("免办")),
            ("void", _("作废")),
        ],
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(ended_on__isnull=True), label=_("单位"), required=False
    )
    day = forms.DateField(
        label=_("到期日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = Unit._meta.get_field("kind").choices or []
        self.fields["kind"].choices = [("", _("全部")), *kinds]  # type: ignore[attr-defined]
