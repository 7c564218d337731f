"""Django's settings. Everything that differs between installations comes through `environment`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import allauth
from django.utils.translation import gettext_lazy as _

from kartei.conf.environment import read
from kartei.db import roles

ENVIRONMENT = read()
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA = ENVIRONMENT.data

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
KARTEI_KEYS_FILE = ENVIRONMENT.keys_file
KARTEI_URL = ENVIRONMENT.url
IS_HTTPS = KARTEI_URL.startswith("https://")
ALLOWED_HOSTS = (
    [urlsplit(KARTEI_URL).hostname, "localhost", "127.0.0.1", "[::1]"]
    if ENVIRONMENT.is_loopback
    else [urlsplit(KARTEI_URL).hostname]
)
CSRF_FAILURE_VIEW = "kartei.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [KARTEI_URL.rstrip("/")]

# --- database: one role serves, another owns; see docs/operating.md ------------------------------------------------
ROLE = ENVIRONMENT.role


def _database(url: str | None, role: str) -> dict[str, Any]:
    if url:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query))  # sslmode, sslrootcert, …; host names a socket folder
        return {
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": options,
        }
    known: dict[str, Any] = {**(roles.read(DATA) or {})}
    return {
        "NAME": known.get("name", roles.DATABASE),
        "USER": role,
        "PASSWORD": known.get(role, ""),
        "HOST": known.get("host", ""),
        "PORT": str(known.get("port", "")),
        "OPTIONS": {},
    }


SERVING = _database(ENVIRONMENT.database_url, roles.APP)
OWNING = _database(ENVIRONMENT.database_owner_url, roles.OWNER)
APP_ROLE = SERVING["USER"]
OWNER_ROLE = OWNING["USER"]
IS_OWNER = ROLE == roles.OWNER
# Short waits: while the database is away a page says so after three seconds, and finds it again within two.
POOL = {"pool": {"min_size": 1, "max_size": 6, "timeout": 3, "reconnect_timeout": 2}}
_ROLE = OWNING if IS_OWNER else SERVING
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "kartei.db",
        **_ROLE,
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,  # of what waits in the pool: one that broke there is not handed out
        "OPTIONS": _ROLE["OPTIONS"] | ({} if IS_OWNER else POOL),
    }
}
# The cache holds the rate limits: written outside of the request's transaction, or a rollback would take a count back.
DATABASES["autonomous"] = {**DATABASES["default"], "ATOMIC_REQUESTS": False}
DATABASE_ROUTERS = ["kartei.conf.routers.CacheRouter"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # the default of 300 would throw counters away
    }
}

# --- applications: accounts and tenancy migrate first, in this order -----------------------------------------------
INSTALLED_APPS = [
    "kartei.accounts",
    "kartei.tenancy",
    "kartei.audit",
    "kartei.files",
    "kartei.workspaces",
    "kartei.backup",
    "kartei.people",
    "kartei.inbox",
    "kartei.calendar",
    "kartei.help",
    "kartei.overview",
    "kartei.demo",
    "kartei.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "kartei.web.csp.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # outside of gzip: its files lie compressed already
    "django.middleware.gzip.GZipMiddleware",  # pads at random, which is what BREACH would need to be without
    "kartei.audit.middleware.AddressMiddleware",
    "kartei.web.limits.SizeLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kartei.tenancy.activity.ActivityMiddleware",
    "kartei.accounts.middleware.LanguageMiddleware",
    "kartei.web.readonly.ReadOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kartei.tenancy.middleware.WorkspaceMiddleware",
    "kartei.audit.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "kartei.conf.urls"
WSGI_APPLICATION = "kartei.conf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# --- pages ---------------------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "kartei.web.pages.Pages",
        "NAME": "pages",
        "DIRS": sorted(PACKAGE.glob("*/templates")),  # never APP_DIRS: it would hand allauth's own templates to Jinja2
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "kartei.web.pages.environment",
            "context_processors": ["kartei.web.shell.shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(allauth.__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web/static"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*[.-][0-9A-Za-z]{8,}\.(css|js|woff2|svg)$"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- languages and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- login ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["kartei.accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kartei.accounts.passwords.LengthValidator"},
    {"NAME": "kartei.accounts.passwords.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kartei.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "kartei.accounts.forms.LoginForm",
    "signup": "kartei.workspaces.forms.SignupForm",
    "reset_password": "kartei.accounts.forms.ResetForm",
    "reset_password_from_key": "kartei.accounts.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that registered
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # „Ihr Passwort wurde geändert“
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds: so long is a login fresh
MFA_ADAPTER = "kartei.accounts.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors: the device, and finger, face or PIN
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
KARTEI_FORCES_FACTOR = not (ENVIRONMENT.is_loopback or ENVIRONMENT.demo)
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "30/m/ip,10/900s/key",
    "confirm_email": "1/60s/key",
    "manage_email": "10/h/user",  # a taken address is named as such: nobody tries them all
}
KARTEI_REGISTRATION = ENVIRONMENT.registration
KARTEI_SMTP_URL = ENVIRONMENT.smtp_url
KARTEI_PRIVATE_HOSTS = ENVIRONMENT.private_hosts  # that a practice's own mail server may be, although not public
KARTEI_IS_LOOPBACK = ENVIRONMENT.is_loopback
HAS_MAIL_PAGE = KARTEI_IS_LOOPBACK and not KARTEI_SMTP_URL  # mails are kept as files and shown under /mail/

SESSION_ENGINE = "kartei.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-kartei" if IS_HTTPS else "kartei"
CSRF_COOKIE_NAME = "__Host-kartei-csrf" if IS_HTTPS else "kartei-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # the absolute limit of product.md, section 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
GOES_ON_WHEN_FULL = {  # by POST, and writing next to nothing
    "account_login",
    "account_logout",
    "accounts:logins-end",
    "accounts:login-end",
    "accounts:login-state",
    "team:logins-end",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "factor_options",
    "passkey_options",
    "overview:palette",
    "people:client-search",
    "people:contact-search",
    "people:twins",
    "people:client-relationship-hints",
    "people:contact-relationship-hints",
    "people:client-relationship-search",
    "people:contact-relationship-search",
    "people:client-people",
    "people:contact-people",
    "help:search",
}
UPLOADS = {  # bytes; everywhere else the limit above holds
    "people:new-import": 20 * 1024 * 1024,
    **{
        f"people:{whose}-{page}": 50 * 1024 * 1024
        for whose in ("client", "contact")
        for page in ("section", "row", "people")
    },
    "people:client-photo": 10 * 1024 * 1024,
    "people:contact-photo": 10 * 1024 * 1024,
    "help:new-ticket": 10 * 1024 * 1024,
    "help:replies": 10 * 1024 * 1024,
    "desk:replies": 10 * 1024 * 1024,
}

# --- mail and log --------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "kartei.inbox.backend.Outbox"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "away": {"()": "kartei.conf.logs.DatabaseAway"},
        "secret": {"()": "kartei.conf.logs.SecretAddress"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["away", "secret"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"psycopg.pool": {"level": "ERROR"}},  # each try to find the database again
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
