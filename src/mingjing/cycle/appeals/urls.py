from django.urls import path

from mingjing.cycle.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.appeal_list, name="list"),
    path("of/<slug:kind>/<int:pk>/", views.of_subject, name="of-subject"),
    path("file/<slug:kind>/<int:pk>/", views.file_appeal, name="file-appeal"),
    path("<int:pk>/", views.appeal, name="appeal"),
    path("<int:pk>/accept/", views.accept_appeal, name="accept-appeal"),
    path("<int:pk>/decider/", views.assign_decider, name="assign-decider"),
    path("<int:pk>/refuse/", views.refuse_appeal, name="refuse-appeal"),
    path("<int:pk>/withdraw/", views.withdraw_appeal, name="withdraw-appeal"),
    path("<int:pk>/decide/", views.decide_appeal, name="decide-appeal"),
]
