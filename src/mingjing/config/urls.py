from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("mingjing.insight.desk.urls")),
    path("ui/", include("mingjing.base.ui.urls")),
    path("people/", include("mingjing.base.people.urls")),
    path("record/", include("mingjing.base.record.urls")),
    path("plan/", include("mingjing.cycle.plan.urls")),
    path("duties/", include("mingjing.cycle.duties.urls")),
    path("evidence/", include("mingjing.cycle.evidence.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.urls")),
]
