"""The register in and out as a workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people import actions, forms, queries
from mingjing.base.people.actions import RegisterRefused
from mingjing.base.people.forms import workbook
from mingjing.base.people.forms.cells import NotAWorkbook
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.views.answers import posted
from mingjing.base.people.views.units import demand_keeper

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def import_register(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    form = forms.UploadForm(posted(request), request.FILES or None)
    faults: list[workbook.Fault] = []
    if form.is_valid():
        try:
            register, faults = workbook.read(form.cleaned_data["file"].read())
            if not faults:
                actions.import_register(register, by=request.user, now=now())
                words = _("已导入 %(units)s 个单位、%(persons)s 人。")
                counts = {
                    "units": len(register.units),
                    "persons": len(register.persons),
                }
                messages.success(request, words % counts)
                return redirect("people:units")
        except NotAWorkbook as refusal:
            form.add_error("file", str(refusal))
        except RegisterRefused as refusal:
            faults = workbook.faults_of(refusal)
    context = {"form": form, "faults": faults}
    status = 400 if faults or form.errors else 200
    return render(request, "people/import.html", context, status=status)


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    return _download(workbook.template(), "mingjing-register-template.xlsx")


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    units = list(queries.units_like("", "", ""))
    return _download(workbook.export(units), "mingjing-units.xlsx")


def _download(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
