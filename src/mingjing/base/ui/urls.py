"""Paths of this room."""

app_name = "ui"
urlpatterns: list[object] = []
