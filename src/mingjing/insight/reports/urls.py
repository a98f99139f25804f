from django.urls import path

from mingjing.insight.reports.views import facts, reports

app_name = "reports"
urlpatterns = [
    path("", reports.report_list, name="list"),
    path("unit/", facts.facts_list, name="facts-list"),
    path("unit/<int:pk>/", facts.facts, name="facts"),
    path("unit/<int:pk>/word/", facts.facts_word, name="facts-word"),
    path("unit/<int:pk>/rows/<slug:key>/", facts.facts_rows, name="facts-rows"),
    path("<int:pk>/", reports.report, name="report"),
    path("<int:pk>/issue/", reports.issue_report, name="issue-report"),
    path("<int:pk>/word/", reports.word, name="word"),
    path("<int:pk>/rows/<slug:key>/", reports.rows, name="rows"),
]
