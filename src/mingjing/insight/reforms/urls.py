from django.urls import path

from mingjing.insight.reforms.views import public, reforms, suggestions

app_name = "reforms"
urlpatterns = [
    path("", reforms.reform_list, name="list"),
    path("<int:pk>/", reforms.reform, name="reform"),
    path("<int:pk>/decide/", reforms.decide, name="decide"),
    path("<int:pk>/withdraw/", reforms.withdraw, name="withdraw"),
    path("<int:pk>/stop/", reforms.stop, name="stop"),
    path("propose/<int:pk>/", reforms.propose, name="propose"),
    path("suggestions/", suggestions.suggestion_list, name="suggestions"),
    path("suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggest/<int:pk>/", public.suggest, name="suggest"),
    path("receipt/", public.receipt, name="receipt"),
    path("answers/", public.answers, name="answers"),
]
