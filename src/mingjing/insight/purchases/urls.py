from django.urls import path

from mingjing.insight.purchases.views import data, flags, indicators, organisations

app_name = "purchases"
urlpatterns = [
    path("", indicators.front, name="list"),
    path("measure/", indicators.measure, name="measure"),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("indicators/<str:code>/thresholds/", indicators.thresholds, name="thresholds"),
    path("indicators/<str:code>/resume/", indicators.resume, name="resume"),
    path("flags/<str:identity>/", flags.flag, name="flag"),
    path("flags/<str:identity>/ask/", flags.ask, name="ask"),
    path("purchase/", flags.purchase, name="purchase"),
    path("organisation/", organisations.organisation, name="organisation"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("limits/", data.limits, name="limits"),
    path("data/", data.source_list, name="data"),
    path("data/receive/", data.receive, name="receive"),
    path("data/<int:pk>/", data.source, name="source"),
    path("data/<int:pk>/issues.csv", data.issues, name="issues"),
    path("data/<int:pk>/withdraw/", data.withdraw, name="withdraw"),
    path("data/templates/<str:kind>.xlsx", data.template, name="template"),
]
