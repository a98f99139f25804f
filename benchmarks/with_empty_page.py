"""The site's paths and one page that does nothing, as the measure of all others."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from mingjing.config.urls import urlpatterns as site

EMPTY = engines["django"].from_string("<!doctype html><p>{{ request.user.name }}</p>")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(EMPTY.render({}, request))


urlpatterns = [path("empty/", empty), *site]
