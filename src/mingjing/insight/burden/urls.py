from django.urls import path

from mingjing.insight.burden import views

app_name = "burden"
urlpatterns = [
    path("", views.county, name="county"),
    path("unit/<int:pk>/", views.unit, name="unit"),
    path("overlaps/", views.overlaps, name="overlaps"),
    path("duty/<int:pk>/", views.press, name="press"),
]
