from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from mingjing.base.ledger.views.public import verify

# Accounts are opened by the office: no sign-up, no mail, no reset by mail.
_accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
urlpatterns = [
    path("", include("mingjing.insight.desk.urls")),
    path("ui/", include("mingjing.base.ui.urls")),
    path("people/", include("mingjing.base.people.urls")),
    path("record/", include("mingjing.base.record.urls")),
    path("ledger/", include("mingjing.base.ledger.urls")),
    # Short, because it is read out and printed on receipts.
    path("verify/", verify, name="verify"),
    path("plan/", include("mingjing.cycle.plan.urls")),
    path("duties/", include("mingjing.cycle.duties.urls")),
    path("evidence/", include("mingjing.cycle.evidence.urls")),
    path("sessions/", include("mingjing.cycle.sessions.urls")),
    path("inspection/", include("mingjing.cycle.inspection.urls")),
    path("findings/", include("mingjing.cycle.findings.urls")),
    path("appeals/", include("mingjing.cycle.appeals.urls")),
    path("reports/", include("mingjing.insight.reports.urls")),
    path("reminders/", include("mingjing.insight.reminders.urls")),
    path("burden/", include("mingjing.insight.burden.urls")),
    path("sheets/", include("mingjing.insight.sheets.urls")),
    path("approvals/", include("mingjing.insight.approvals.urls")),
    path("reforms/", include("mingjing.insight.reforms.urls")),
    path("supervision/", include("mingjing.insight.supervision.urls")),
    path("purchases/", include("mingjing.insight.purchases.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include(_accounts)),
]
