from django.urls import path

from mingjing.insight.sheets import views

app_name = "sheets"
urlpatterns = [
    path("", views.home, name="home"),
    path("list.xlsx", views.download, name="download"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/aside/", views.set_aside, name="set-aside"),
]
