from django.urls import path

from mingjing.insight.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/issue/", views.issue_report, name="issue-report"),
    path("<int:pk>/word/", views.word, name="word"),
    path("<int:pk>/rows/<slug:key>/", views.rows, name="rows"),
]
