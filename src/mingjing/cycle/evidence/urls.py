from django.urls import path

from mingjing.cycle.evidence.views import claims, evidence

app_name = "evidence"
urlpatterns = [
    path("", evidence.evidence_list, name="list"),
    path("<int:pk>/", evidence.evidence, name="evidence"),
    path("<int:pk>/file/", evidence.download, name="download"),
    path("<int:pk>/withdraw/", evidence.withdraw_evidence, name="withdraw-evidence"),
    path("due/<int:pk>/prove/", claims.prove_due, name="prove-due"),
    path("due/<int:pk>/check/", claims.check_due, name="check-due"),
    path("due/<int:pk>/take-back/", claims.withdraw_claim, name="withdraw-claim"),
]
