from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, login=_("账号"), password=_("密码"))


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(
            self,
            oldpassword=_("现用密码"),
            password1=_("新密码"),
            password2=_("再输一次新密码"),
        )


def _name(form: Any, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        # The label stands above; a placeholder would only repeat it.
        form.fields[name].widget.attrs.pop("placeholder", None)
