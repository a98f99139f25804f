from django.urls import path

from mingjing.cycle.sessions.views import meeting, pages

app_name = "sessions"
urlpatterns = [
    path("", pages.session_list, name="list"),
    path("new/", meeting.plan_session, name="plan-session"),
    path("<int:pk>/", pages.session, name="session"),
    path("<int:pk>/edit/", meeting.replan_session, name="replan-session"),
    path("<int:pk>/hold/", meeting.hold_session, name="hold-session"),
    path("<int:pk>/minutes/", meeting.minute_session, name="minute-session"),
    path("<int:pk>/issue/", meeting.issue_session, name="issue-session"),
    path("<int:pk>/cancel/", meeting.cancel_session, name="cancel-session"),
    path("<int:pk>/prove/", meeting.prove_by, name="prove-by"),
]
