from mingjing.base.people.forms.accounts import ChangePassword, SignIn
from mingjing.base.people.forms.register import (
    AppointForm,
    EndAppointmentForm,
    EndUnitForm,
    HandOverForm,
    NoteForm,
    PersonForm,
    PersonsFilter,
    PostForm,
    UnitForm,
    UnitsFilter,
    UploadForm,
)

__all__ = [
    "AppointForm",
    "ChangePassword",
    "EndAppointmentForm",
    "EndUnitForm",
    "HandOverForm",
    "NoteForm",
    "PersonForm",
    "PersonsFilter",
    "PostForm",
    "SignIn",
    "UnitForm",
    "UnitsFilter",
    "UploadForm",
]
