"""Everything that may differ between two installations, read from the environment.

What an operator sets begins with TONGXING_ (but for DATABASE_URL); SETTINGS lists it for `tongxing doctor`.
"""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from tongxing.core import environment

HERE = Path(__file__).resolve().parent
DATA = Path(environment.text("TONGXING_DATA", "data")).expanduser().resolve()
DEBUG = environment.switch("TONGXING_DEBUG")
ADDRESS = environment.address("TONGXING_ADDRESS", "http://127.0.0.1:8000")
SITE_NAME = environment.text("TONGXING_NAME", "同行")
CONTACT = environment.text("TONGXING_CONTACT")
SECRET_IS_GIVEN = bool(environment.text("TONGXING_SECRET"))
UPGRADE_BACKUP = environment.switch("TONGXING_UPGRADE_BACKUP", True)


def read_secret():
    """The installation's own secret: from the environment, else a file made once in the data folder."""
    if SECRET_IS_GIVEN:
        return os.environ["TONGXING_SECRET"]
    path = DATA / "secret"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        made = secrets.token_urlsafe(48)
        DATA.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
        return made


def read_database(url):
    """The database that DATABASE_URL names; SQLite in the data folder without one. Another scheme is refused."""
    if not url:
        return sqlite(DATA / "tongxing.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:/// or postgresql://, "
            f"but it begins with {parts.scheme or url[:12]!r}."
        )
    query = dict(parse_qsl(parts.query))
    query.setdefault("options", "-c lock_timeout=4500")  # ms: about as long as SQLite waits, then a sentence is said
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "tongxing",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def sqlite(path):
    """One file, written safely: WAL, every commit on the disk, writers wait for one another up to five seconds."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
        },
        "TEST": {"NAME": os.environ.get("TONGXING_TEST_SQLITE") or None},
    }


SECRET_KEY = read_secret()
DATABASES = {"default": read_database(environment.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_host = urlsplit(ADDRESS).hostname
_host = f"[{_host}]" if ":" in _host else _host
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]", *environment.hosts("TONGXING_HOSTS")]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SECURE = ADDRESS.startswith("https://")
TRUSTED_PROXIES = environment.number("TONGXING_PROXIES", 0, 0, 20)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "tongxing.core",
    "tongxing.people",
    "tongxing.spaces",
    "tongxing.claims",
    "tongxing.imports",
    "tongxing.places",
    "tongxing.needs",
    "tongxing.talk",
    "tongxing.activities",
    "tongxing.inbox",
    "tongxing.front",
]

MIDDLEWARE = [
    "tongxing.core.traces.traced",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "tongxing.core.middleware.headers",
    "tongxing.core.door.problems",
    "tongxing.core.uploads.Uploads",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tongxing.core.enough.enough",
    "tongxing.core.middleware.plain_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tongxing.core.middleware.look",
    "tongxing.core.kept.kept_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tongxing.people.middleware.own_language_and_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongxing.core.refusal.RefusedMiddleware",
    "tongxing.core.door.door",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "tongxing.front.urls"
WSGI_APPLICATION = "tongxing.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "tongxing.core.jinja.environment",
            "context_processors": [
                "tongxing.core.jinja.page_context",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- people and their sign-in

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tongxing.spaces.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "signup": "tongxing.spaces.forms.SignUpForm",
    "login": "tongxing.people.forms.SignInForm",
    "reauthenticate": "tongxing.people.forms.ReauthenticateForm",
    "change_password": "tongxing.people.forms.ChangePasswordForm",
    "reset_password": "tongxing.people.forms.ResetPasswordForm",
    "reset_password_from_key": "tongxing.people.forms.ResetPasswordKeyForm",
    "add_email": "tongxing.people.forms.AddEmailForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# One school, one address: two hundred sign up and in on one afternoon, with slips; one account is guarded tightly.
ACCOUNT_RATE_LIMITS = {
    "signup": "400/h/ip",
    "login": "1000/10m/ip",
    "login_failed": "600/10m/ip,8/10m/key",
    "rescue": "60/10m/ip,8/10m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "tongxing.people.adapters.SecondProofAdapter"
MFA_FORMS = {
    "authenticate": "tongxing.people.forms.CodeForm",
    "reauthenticate": "tongxing.people.forms.CodeAgainForm",
    "activate_totp": "tongxing.people.forms.ActivateTOTPForm",
    "add_webauthn": "tongxing.people.forms.AddPasskeyForm",
    "edit_webauthn": "tongxing.people.forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that was not proven yet opens no door here
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Counters of tries live here: with Django's 300 entries a busy afternoon would throw them away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a school signs in at once: no counter may be culled
    }
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tongxing.front.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    else:
        SECURE_SSL_REDIRECT = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- the map: dots of county seats, unless an operator names somebody who draws more

TILES = environment.text("TONGXING_TILES")
TILES_DATUM = environment.choice("TONGXING_TILES_DATUM", "wgs84", "gcj02", "bd09")
TILES_CREDIT = environment.text("TONGXING_TILES_CREDIT")
ROUTER = environment.router("TONGXING_ROUTER")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *environment.tiles("TONGXING_TILES")],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# -- words, zones

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = environment.zone("TONGXING_ZONE", "Asia/Shanghai")

# -- files

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("leaflet", Path(find_spec("leaflet").origin).parent / "static" / "leaflet")]
STATICFILES_FINDERS = [
    "tongxing.places.finders.LeafletFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
FILES_ROOT = DATA / "files"
_plain = DEBUG or environment.switch("TONGXING_PLAIN_STATIC")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _plain
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = _plain
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 60 if _plain else 60 * 60 * 24 * 365
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000  # and of every body whose view declares no files: core/uploads.py
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# -- mail: nothing is sent until a server is named

EMAIL_HOST = environment.text("TONGXING_MAIL_HOST")
EMAIL_PORT = environment.number("TONGXING_MAIL_PORT", 25, 1, 65535)
EMAIL_HOST_USER = environment.text("TONGXING_MAIL_USER")
EMAIL_HOST_PASSWORD = os.environ.get("TONGXING_MAIL_PASSWORD", "")
EMAIL_USE_TLS = environment.switch("TONGXING_MAIL_TLS")
EMAIL_USE_SSL = environment.switch("TONGXING_MAIL_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("TONGXING_MAIL_TLS and TONGXING_MAIL_SSL can't both be yes. Take SSL for port 465.")
EMAIL_TIMEOUT = 20  # seconds, in the worker; no page waits for it
DEFAULT_FROM_EMAIL = environment.sender("TONGXING_MAIL_FROM", f"tongxing@{_host}")
EMAIL_BACKEND = "tongxing.core.mail.OutboxBackend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
ADMINS = []

# core.middleware.headers says X-Frame-Options on every answer; a browser's preload list is for the operator to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W021"]
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOG_REQUESTS = environment.choice("TONGXING_LOG", "line", "json") == "json"
METRICS_TOKEN = environment.text("TONGXING_METRICS_TOKEN")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "tongxing.core.logs.LineFormatter"},
        "json": {"()": "tongxing.core.logs.JsonFormatter"},
    },
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "json" if LOG_REQUESTS else "line"}},
    "root": {"handlers": ["err"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "allauth": {"level": "WARNING"},
    },
}

SETTINGS = {
    "TONGXING_DATA": _("The folder that holds the database, the secret and the files."),
    "TONGXING_ADDRESS": _("Where people reach this installation, such as https://tongxing.example."),
    "TONGXING_HOSTS": _("Further host names, separated by commas or blanks."),
    "TONGXING_NAME": _("The name shown in the header."),
    "TONGXING_CONTACT": _("How people reach you: an e-mail address, a link, or a few words."),
    "TONGXING_TILES": _(
        "Whose pictures lie under the map, such as https://tiles.example/{z}/{x}/{y}.png; "
        "without it nothing is loaded from elsewhere."
    ),
    "TONGXING_TILES_DATUM": _("In which datum they are drawn: wgs84, gcj02 (most Chinese maps) or bd09."),
    "TONGXING_TILES_CREDIT": _("Whom to name for them, in plain text."),
    "TONGXING_ROUTER": _(
        "A router for roads that speaks OSRM's HTTP form, such as http://127.0.0.1:5000; "
        "without it a way is a straight line between its towns."
    ),
    "TONGXING_ZONE": _("The time zone of the installation, such as Asia/Shanghai."),
    "TONGXING_SECRET": _("The secret, when it must not lie in the data folder."),
    "TONGXING_UPGRADE_BACKUP": _("no: a new release changes the database without keeping a backup of it before."),
    "TONGXING_PROXIES": _("How many trusted proxies stand in front."),
    "TONGXING_LOG": _("line for people (the default), json for machines, with a line for every request."),
    "TONGXING_METRICS_TOKEN": _("Opens /metrics to whoever sends it; without it there is no such page."),
    "TONGXING_DEBUG": _("yes shows the components page and detailed errors. Never in public."),
    "TONGXING_MAIL_HOST": _("The mail server; without it no mail is sent."),
    "TONGXING_MAIL_PORT": _("Its port."),
    "TONGXING_MAIL_USER": _("Its user."),
    "TONGXING_MAIL_PASSWORD": _("Its password."),
    "TONGXING_MAIL_TLS": _("yes for STARTTLS."),
    "TONGXING_MAIL_SSL": _("yes for TLS from the start."),
    "TONGXING_MAIL_FROM": _("The sender's address."),
    "DATABASE_URL": _("postgresql://user:password@host/name; without it SQLite in the data folder."),
}
