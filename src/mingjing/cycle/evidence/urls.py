"""Paths of this room."""

app_name = "evidence"
urlpatterns: list[object] = []
