"""Paths of this room."""

from django.urls import path

from mingjing.base.ui import views

app_name = "ui"
urlpatterns = [path("patterns/", views.patterns, name="patterns")]
