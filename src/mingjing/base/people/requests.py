from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from mingjing.base.people.models import Person


class SignedInRequest(HttpRequest):
    """A request past the sign-in door: its user is a real one."""

    user: Person
    htmx: HtmxDetails  # true where a part of a page asks for itself
