"""Paths of this room."""

app_name = "duties"
urlpatterns: list[object] = []
