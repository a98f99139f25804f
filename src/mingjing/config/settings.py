"""Settings. What a county may change comes from its environment; see docs/operations.md.

MINGJING_DATA    folder for database, files, keys and logs (default: var/)
DATABASE_URL     postgres://user:password@host:port/name (default: SQLite in the data folder)
MINGJING_HOSTS   names under which the site is reached, separated by commas
MINGJING_COUNTY  the county's name, shown in the top bar
MINGJING_DEMO    1: demonstration data, says so on every page; sign-in needs no second factor
MINGJING_TLS     1: behind HTTPS; cookies are sent over nothing else
MINGJING_SITE    the site's address in mails, as https://mingjing.example.gov.cn
MINGJING_LEDGER  folder of the record's signed heads and tiles (default: data/ledger)
MINGJING_LEDGER_KEY  file with the key that signs them; best where the web process cannot
                 read (default: ledger.key in the data folder)
MINGJING_LEDGER_SM2  PEM file of an SM2 key: heads and tiles are attested in SM2 and SM3 too
MINGJING_MAIL    smtp://user:password@host:587 (STARTTLS) or smtps://…:465; none: no mails
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA = Path(os.environ.get("MINGJING_DATA", ROOT / "var"))


def _secret_key() -> str:
    """Made once and kept beside the data; readable by the owner alone."""
    path = DATA / "secret-key"
    if path.exists():
        return path.read_text(encoding="ascii")
    DATA.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(key)
    return key


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "mingjing.sqlite3",
            "OPTIONS": {
                # Every write transaction takes the lock at its start: no deadlocks,
                # and the ledger's head row is read under it.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL, not NORMAL: promise 13, what was acknowledged survives a crash.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;",
            },
        }
    parts = urlsplit(url)
    options = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a restarted database costs nobody an error page
        "OPTIONS": options,
    }


SECRET_KEY = os.environ.get("MINGJING_SECRET_KEY") or _secret_key()
DEBUG = False
MINGJING_DEMO = os.environ.get("MINGJING_DEMO") == "1"
MINGJING_COUNTY = os.environ.get("MINGJING_COUNTY", "")
MINGJING_SITE = os.environ.get("MINGJING_SITE", "").rstrip("/")
MINGJING_MAIL = os.environ.get("MINGJING_MAIL", "")
_mail = urlsplit(MINGJING_MAIL)
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _mail.hostname or "", _mail.port or 587, 20
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(EMAIL_HOST_USER)
DEFAULT_FROM_EMAIL = EMAIL_HOST_USER or "mingjing@localhost"
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("MINGJING_HOSTS", "127.0.0.1,localhost").split(",")
]
ROOT_URLCONF = "mingjing.config.urls"
FORM_RENDERER = "mingjing.base.ui.forms.Renderer"
WSGI_APPLICATION = "mingjing.config.wsgi.application"
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
CACHES = {
    # Shared by all workers: the lock-out of failed sign-ins must count once.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    # Rooms, in the order of the floors and of the cycle.
    "mingjing.base.ui.apps.UiConfig",
    "mingjing.base.record",
    "mingjing.base.people",
    "mingjing.base.files",
    "mingjing.base.ledger",
    "mingjing.cycle.plan",
    "mingjing.cycle.duties",
    "mingjing.cycle.evidence",
    "mingjing.cycle.sessions.apps.SessionsConfig",
    "mingjing.cycle.inspection",
    "mingjing.cycle.findings",
    "mingjing.cycle.appeals",
    "mingjing.insight.desk",
    "mingjing.insight.reports",
    "mingjing.insight.burden",
    "mingjing.insight.sheets",
    "mingjing.insight.approvals",
    "mingjing.insight.reforms",
    "mingjing.insight.supervision",
    "mingjing.insight.purchases",
    "mingjing.insight.reminders",
    "mingjing.config",
    # After people, whose templates replace theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for sign-in unless its view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mingjing.base.people.middleware.SeenMiddleware",
    "mingjing.base.people.middleware.AccountInOrderMiddleware",
    "mingjing.config.middleware.ContentMiddleware",
    "mingjing.base.ledger.middleware.RecordClosedMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "mingjing.base.ui.context.frame",
            ]
        },
    }
]
# base/ui draws the menu, but may not know the rooms: the list comes from here.
MINGJING_MENU = "mingjing.config.menu.MENU"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "mingjing.base.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "mingjing.base.people.forms.SignIn",
    "change_password": "mingjing.base.people.forms.ChangePassword",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,30/15m/ip",
    # Anybody may suggest without a name; nobody may drown the others.
    "suggest": "10/h/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Mingjing"
MFA_PASSKEY_LOGIN_ENABLED = False
# Browsers allow passkeys over HTTPS and on localhost; the demonstration is the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MINGJING_DEMO
USERSESSIONS_TRACK_ACTIVITY = True  # shows the column; SeenMiddleware fills it
# Which hats must have a second factor. The demonstration leaves it open to try.
MFA_REQUIRED_ROLES = (
    [] if MINGJING_DEMO else ["office", "leader", "discipline", "auditor", "admin"]
)

# Chinese is the language the pages are written in; English is a full translation.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILES_ROOT = DATA / "files"
LEDGER_ROOT = Path(os.environ.get("MINGJING_LEDGER") or DATA / "ledger")
LEDGER_SM2_KEY = os.environ.get("MINGJING_LEDGER_SM2", "")
# Makes identity numbers of this county join with each other and with nobody else's.
MINIMISING_KEY = DATA / "minimise.key"
LEDGER_KEY = Path(os.environ.get("MINGJING_LEDGER_KEY") or DATA / "ledger.key")
# 20 MiB: a plan with its annexes; larger ones are refused with a sentence.
MAX_FILE_BYTES = 20 * 1024 * 1024
# An event log is read once and not kept; a county has some tens of MB a year.
MAX_LOG_BYTES = 300 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

_TLS = os.environ.get("MINGJING_TLS") == "1"
# Behind HTTPS there is one proxy: failures count against its client, not against it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _TLS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The second factor's QR code is an inline picture.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
