from django.urls import path

from mingjing.cycle.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.evidence_list, name="list"),
    path("<int:pk>/", views.evidence, name="evidence"),
    path("<int:pk>/file/", views.download, name="download"),
    path("<int:pk>/withdraw/", views.withdraw_evidence, name="withdraw-evidence"),
    path("due/<int:pk>/prove/", views.prove_due, name="prove-due"),
    path("due/<int:pk>/check/", views.check_due, name="check-due"),
]
