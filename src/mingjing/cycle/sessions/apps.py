from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "mingjing.cycle.sessions"
    label = "cycle_sessions"  # Django's own sessions carry the plain name
