from django.urls import path

from mingjing.insight.supervision.views import data, flags, models

app_name = "supervision"
urlpatterns = [
    path("", models.model_list, name="list"),
    path("models/<str:model_id>/", models.model, name="model"),
    path("models/<str:model_id>/run/", models.run, name="run"),
    path("models/<str:model_id>/values/", models.values, name="values"),
    path("models/<str:model_id>/resume/", models.resume, name="resume"),
    path("models/<str:model_id>/sample/", models.draw, name="draw"),
    path("samples/<int:pk>/", models.sample, name="sample"),
    path("questions/", flags.questions, name="questions"),
    path("flags/<int:pk>/", flags.flag, name="flag"),
    path("flags/<int:pk>/ask/", flags.ask, name="ask"),
    path("flags/<int:pk>/answer/", flags.answer, name="answer"),
    path("flags/<int:pk>/confirm/", flags.confirm, name="confirm"),
    path("flags/<int:pk>/<str:verb>/", flags.decide, name="decide"),
    path("flags/<int:pk>/rows.xlsx", flags.workbook, name="workbook"),
    path("flags/<int:pk>/letter.docx", flags.letter, name="letter"),
    path("data/", data.data_list, name="data"),
    path("data/receive/", data.receive, name="receive"),
    path("data/<int:pk>/", data.data_set, name="data-set"),
    path("data/<int:pk>/withdraw/", data.withdraw, name="withdraw"),
    path("data/tables/<str:table>.xlsx", data.template, name="template"),
]
