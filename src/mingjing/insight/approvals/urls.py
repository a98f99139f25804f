from django.urls import path

from mingjing.insight.approvals.views import (
    drawings,
    forecast,
    items,
    logs,
    order,
    public,
    ratings,
)

app_name = "approvals"
urlpatterns = [
    path("", items.item_list, name="list"),
    path("items/<int:pk>/", items.item, name="item"),
    path("items/<int:pk>/terms/", items.terms, name="terms"),
    path("items/<int:pk>/what-if/", forecast.forecast, name="forecast"),
    path("items/<int:pk>/drawings/", drawings.drawings, name="drawings"),
    path("items/<int:pk>/order/", order.order, name="order"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/template/", ratings.template, name="rating-template"),
    path("logs/", logs.log_list, name="logs"),
    path("logs/receive/", logs.receive, name="receive"),
    path("logs/<int:pk>/", logs.log, name="log"),
    path("logs/<int:pk>/drop/", logs.drop, name="drop"),
    path("times/", public.times, name="times"),
    path("times/<int:pk>/", public.time, name="time"),
]
