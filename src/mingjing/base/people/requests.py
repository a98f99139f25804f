from django.http import HttpRequest

from mingjing.base.people.models import Person


class SignedInRequest(HttpRequest):
    """A request past the sign-in door: its user is a real one."""

    user: Person
