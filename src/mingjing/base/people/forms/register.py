import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.rules import valid_credit_code

UNIT_KINDS = Unit._meta.get_field("kind").choices or []
ROLES = Post._meta.get_field("role").choices or []
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    kind = forms.ChoiceField(label=_("类型"), choices=UNIT_KINDS)
    parent = forms.ModelChoiceField(
        label=_("上级单位"),
        required=False,
        queryset=Unit.objects.filter(ended_on__isnull=True),
    )
    peer_group = forms.CharField(label=_("同类组"), max_length=40, required=False)
    credit_code = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=18,
        required=False,
        help_text=_("18 位，末位是校验位；农村集体经济组织以 N 开头。"),
    )
    rank = forms.IntegerField(label=_("排序号"), min_value=0, initial=1000)
    burden_limit_minutes = forms.IntegerField(
        label=_("每月负担上限"), min_value=0, initial=240, help_text=_("分钟")
    )

    def clean_credit_code(self) -> str:
        typed = unicodedata.normalize("NFKC", str(self.cleaned_data["credit_code"]))
        code = typed.strip().upper()
        if code and not valid_credit_code(code):
            raise forms.ValidationError(_("统一社会信用代码的校验位不对，请逐位核对。"))
        return code


class EndUnitForm(forms.Form):
    ended_on = forms.DateField(label=_("撤销日期"), widget=_DAY)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class PersonForm(forms.Form):
    username = forms.RegexField(
        label=_("账号"),
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,59}$",
        max_length=60,
        help_text=_("字母、数字、点、横线；登录用，不分大小写。"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("邮箱"), required=False)


class PostForm(forms.Form):
    title = forms.CharField(label=_("岗位"), max_length=60)
    role = forms.ChoiceField(label=_("职责"), choices=ROLES)


class _WhoForm(forms.Form):
    def __init__(self, *args: Any, besides: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever fills the form may not put themselves in: rules.may_appoint.
        others = Person.objects.filter(is_active=True).exclude(pk=besides.pk)
        self.fields["person"] = forms.ModelChoiceField(
            label=_("人员"), queryset=others.order_by("name")
        )
        self.order_fields(["person"])


class AppointForm(_WhoForm):
    as_deputy = forms.BooleanField(label=_("任副手"), required=False)
    since_on = forms.DateField(label=_("任职日期"), widget=_DAY)


class HandOverForm(_WhoForm):
    on = forms.DateField(label=_("移交日期"), widget=_DAY)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class EndAppointmentForm(forms.Form):
    ended_on = forms.DateField(label=_("离任日期"), widget=_DAY)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("原因"), max_length=500)


class UnitsFilter(forms.Form):
    q = forms.CharField(label=_("名称或信用代码"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), *UNIT_KINDS]
    )
    peer = forms.CharField(label=_("同类组"), required=False, max_length=40)


class PersonsFilter(forms.Form):
    q = forms.CharField(label=_("姓名或账号"), required=False, max_length=60)
    role = forms.ChoiceField(
        label=_("职责"), required=False, choices=[("", _("全部")), *ROLES]
    )


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Excel 文件"), help_text=_(".xlsx，不超过 2 MB"))
