from django.urls import path

from mingjing.insight.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.settings_page, name="settings"),
    path("mail/", views.choose_mail, name="choose-mail"),
    path("mingjing.ics", views.calendar_once, name="calendar-file"),
    path("feed/<str:token>/mingjing.ics", views.feed, name="feed"),
]
