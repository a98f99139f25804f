"""Paths of this room."""

from django.urls import path

from mingjing.insight.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("week/", views.week, name="week"),
    path("board/", views.board, name="board"),
    path("secretary/", views.secretary, name="secretary"),
    path("roadmap/", views.roadmap, name="roadmap"),
    path("calendar/", views.calendar, name="calendar"),
]
