"""Settings, all from the environment, with defaults that are safe (docs/operations.md lists them).

Reading them starts nothing and writes nothing: the embedded server and the signing key are there once they are needed.
"""

from __future__ import annotations

import os
import sys
from math import isfinite, nan

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from irhub.config import logins
from irhub.config.home import home, secret_key
from irhub.config.mail import addresses, addresses_by_name, mail_settings
from irhub.web.logs import logging_settings

env = environ.Env()
env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}  # set to nothing is not set
HOME = home()

SECRET_KEY = env.str("IRHUB_SECRET_KEY", default="") or lazy(secret_key, str)()
SECRET_KEY_FALLBACKS = env.list("IRHUB_SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("IRHUB_DEBUG", default=False)
ALLOWED_HOSTS = env.list("IRHUB_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
INTERNAL_IPS: list[str] = []

IRHUB_EMBEDDED = not logins.addresses()
IRHUB_LOGIN = logins.here()
IRHUB_LOGINS = logins.logins(HOME / "postgres")
if IRHUB_LOGIN not in IRHUB_LOGINS:
    raise ImproperlyConfigured("DATABASE_URL: this process was told no address of the database by which it may come")
DATABASES = {
    "default": {
        "ENGINE": "irhub.operations.embedded" if IRHUB_EMBEDDED else "irhub.accounts.engine",
        **IRHUB_LOGINS[IRHUB_LOGIN],
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

ROOMS = [  # what each brings is found by names (web/rooms.py), and comes in this order: in the menu, at the foot of pages
    "dashboards",
    "home",
    "contracts",
    "attention",
    "indicators",
    "review",
    "checker",
    "webinars",
    "compliance",
    "guidance",
    "continuity",
    "grants",
    "suppliers",
    "support",
    "legal_advice",
    "programmes",
    "organisations",
    "registers",
    "casework",
    "questions",
    "accounts",
    "operations",
    "notify",
    "web",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *(f"irhub.{room}" for room in ROOMS),  # before allauth, whose pages they replace
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "irhub.web.middleware.strip_head_body",
    "irhub.web.middleware.security_headers",
    "irhub.accounts.middleware.kept_by_nobody",
    "irhub.web.middleware.log_request",
    "irhub.operations.middleware.measured",
    "irhub.web.middleware.body_limit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "irhub.accounts.middleware.Sessions",
    "irhub.accounts.middleware.row_security",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "irhub.accounts.middleware.Access",
    "irhub.web.limits.RateLimit",
    "irhub.indicators.waiting.Waiting",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "irhub.config.urls"
WSGI_APPLICATION = "irhub.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # each room's pages lie in its folder `jinja2/`
        "OPTIONS": {
            "environment": "irhub.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "irhub.accounts.menu.navigation",
                "irhub.accounts.sent_for.hidden_fields",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},  # the e-mails of sign-in
]

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 30 * 24 * 3600  # seconds; addresses change with the files (web/jinja.py)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORM_RENDERER = "irhub.web.forms.rendering.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "irhub.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "irhub.web.error_pages.forbidden"

# Signing in (docs/access.md).
IRHUB_PUBLIC = env.bool("IRHUB_PUBLIC", default=False)
IRHUB_DEMO = env.bool(
    "IRHUB_DEMO", default=False
)  # set by `irhub demo` alone: people of its scenes sign in by one click
# What every connection becomes: fenced (ADR 0010). What requests do not write, commands and jobs do.
IRHUB_DATABASE_ROLE = "irhub_app" if IRHUB_LOGIN is logins.Login.WEB else "irhub_jobs"
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "irhub.accounts.passwords.HardToGuess"},
    {"NAME": "irhub.accounts.passwords.InNoBreach"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "own"
ACCOUNT_ADAPTER = "irhub.accounts.adapter.Adapter"
SOCIALACCOUNT_ADAPTER = "irhub.accounts.adapter.Identities"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another host (Content-Security-Policy)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reaches the address before there is an account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "International Recruitment Hub: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "irhub.accounts.sign_in_form.SignIn",
    "change_password": "irhub.accounts.sign_in_form.ChangePassword",
    "reset_password": "irhub.accounts.sign_in_form.ForgottenPassword",
    "reset_password_from_key": "irhub.accounts.sign_in_form.NewPassword",
    "reauthenticate": "irhub.accounts.sign_in_form.ConfirmByPassword",
}
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after SESSION_COOKIE_AGE
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "irhub.accounts.passkey_form.AddPasskey",
    "authenticate": "irhub.accounts.sign_in_form.SecondStep",
    "reauthenticate": "irhub.accounts.sign_in_form.ConfirmBySecondStep",
    "activate_totp": "irhub.accounts.sign_in_form.SetUpApp",
}
MFA_ADAPTER = "irhub.accounts.second_steps.SecondSteps"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "International Recruitment Hub"
# The code of half a minute ago is taken too, as clocks differ and people type slowly (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False
IRHUB_BREACH_CHECK = env.bool("IRHUB_BREACH_CHECK", default=True)
IRHUB_SESSION_IDLE_MINUTES = env.int("IRHUB_SESSION_IDLE_MINUTES", default=60)
IRHUB_SESSION_HOURS = env.int("IRHUB_SESSION_HOURS", default=12)
IRHUB_SESSIONS_AT_ONCE = env.int("IRHUB_SESSIONS_AT_ONCE", default=5)
SESSION_COOKIE_AGE = IRHUB_SESSION_HOURS * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("IRHUB_HTTPS", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SESSION_COOKIE_SECURE  # browsers allow it on this machine alone
SECURE_HSTS_INCLUDE_SUBDOMAINS = SESSION_COOKIE_SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SESSION_COOKIE_SECURE else 0
CACHES = {"default": {"BACKEND": "irhub.accounts.attempts.Attempts", "LOCATION": "accounts_attempts"}}
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server; notify/smtp.py limits the whole
vars().update(mail_settings(env.str("IRHUB_EMAIL_URL", default="consolemail://")))
DEFAULT_FROM_EMAIL = env.str("IRHUB_EMAIL_FROM", default="hub@localhost")

# Logs, limits and figures (docs/operations.md).
LOGGING = logging_settings(env.str("IRHUB_LOGS", default="plain" if sys.stderr.isatty() else "json"))
IRHUB_MOST_BODY_BYTES = env.int("IRHUB_MOST_BODY_BYTES", default=6 * 2**20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # who chooses too many is told by the form, which keeps what was typed
IRHUB_PROXIES = env.int("IRHUB_PROXIES", default=0)
if IRHUB_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
IRHUB_CLAMD = env.str("IRHUB_CLAMD", default="")  # of the virus scanner: path of its socket, or host:port
IRHUB_METRICS_TOKEN = env.str("IRHUB_METRICS_TOKEN", default="")
IRHUB_METRICS_NETWORKS = env.list("IRHUB_METRICS_NETWORKS", default=[])
IRHUB_MIGRATE = env.bool("IRHUB_MIGRATE", default=True)
# The file of the key that signs backups, if not in the data folder.
IRHUB_BACKUP_KEY = env.str("IRHUB_BACKUP_KEY", default="")
IRHUB_BACKUPS = env.str("IRHUB_BACKUPS", default="")
IRHUB_BACKUPS_KEPT = env.int("IRHUB_BACKUPS_KEPT", default=14)
PROCRASTINATE_IMPORT_PATHS = ["irhub.operations.schedule"]
IRHUB_ALERTS_TO = addresses(env.list("IRHUB_ALERTS_TO", default=[]))
# Whom people ask next, beside every answer of the checkers.
IRHUB_HELPLINE = {
    name: env.str(f"IRHUB_HELPLINE_{name.upper()}", default="") for name in ("name", "phone", "email", "url")
}


def _percent(told: str) -> float:
    """Percent from 0 on. Raises ValueError."""
    try:
        number = float(told)
    except ValueError:
        number = nan
    if not isfinite(number) or number < 0:
        raise ValueError(f"{told} is no number from 0 on")
    return number


# Judging an edition (docs/operations.md). None: each register's own limit.
IRHUB_MAX_LOST_PERCENT = env("IRHUB_MAX_LOST_PERCENT", cast=_percent, default=None)
IRHUB_MAX_GAINED_PERCENT = env("IRHUB_MAX_GAINED_PERCENT", cast=_percent, default=None)
IRHUB_MAX_NEWLY_BLANK_PERCENT = env("IRHUB_MAX_NEWLY_BLANK_PERCENT", cast=_percent, default=1.0)
IRHUB_FEWEST_RECORDS_PERCENT = env("IRHUB_FEWEST_RECORDS_PERCENT", cast=_percent, default=100.0)
IRHUB_HELPLINE_MAILBOX = next(iter(addresses(env.list("IRHUB_HELPLINE_MAILBOX", default=[]))), "")
IRHUB_HELPLINE_MAILBOXES = addresses_by_name(env.list("IRHUB_HELPLINE_MAILBOXES", default=[]))
IRHUB_HELPLINE_IMAP = env.str("IRHUB_HELPLINE_IMAP", default="")
IRHUB_HELPLINE_OAUTH = (
    env.str("IRHUB_HELPLINE_OAUTH_TENANT", default=""),
    env.str("IRHUB_HELPLINE_OAUTH_CLIENT", default=""),
    env.str("IRHUB_HELPLINE_OAUTH_SECRET", default=""),
)
IRHUB_HELPLINE_AUTHSERV = env.list("IRHUB_HELPLINE_AUTHSERV", default=[])
IRHUB_HELPLINE_PROGRAMME = env.str("IRHUB_HELPLINE_PROGRAMME", default="")
IRHUB_SITE = env.str("IRHUB_SITE", default="http://127.0.0.1:8000").rstrip("/")
IRHUB_CONTACT = env.str("IRHUB_CONTACT", default="")
# Who runs the hub, for the pages of contact, privacy, cookies, terms and accessibility.
IRHUB_OPERATOR = {
    name: env.str(f"IRHUB_OPERATOR_{name.upper()}", default="")
    for name in ("name", "address", "email", "phone", "data_protection")
}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
