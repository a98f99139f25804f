"""Paths of this room."""

from django.urls import path

from mingjing.base.record import views

app_name = "record"
urlpatterns = [
    path("", views.entries, name="list"),
    path("entry/<int:pk>/", views.entry, name="entry"),
    path("subject/<slug:kind>:<int:pk>/", views.subject, name="subject"),
]
