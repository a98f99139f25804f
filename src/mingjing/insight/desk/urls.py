"""Paths of this room."""

from django.urls import path

from mingjing.insight.desk.views import pages, saved, settling

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("week/", pages.week, name="week"),
    path("board/", pages.board, name="board"),
    path("board/views/", saved.own_views, name="views"),
    path("board/views/save/", saved.save_view, name="save-view"),
    path("board/views/<int:pk>/name/", saved.rename_view, name="rename-view"),
    path("board/views/<int:pk>/remove/", saved.remove_view, name="remove-view"),
    path("board/settle/", settling.settle, name="settle"),
    path("board/settled/", settling.settled, name="settled"),
    path("secretary/", pages.secretary, name="secretary"),
    path("roadmap/", pages.roadmap, name="roadmap"),
    path("calendar/", pages.calendar, name="calendar"),
]
