"""Settings, all from the environment, with defaults that are safe (docs/operations.md lists them)."""

from __future__ import annotations

import os

import environ
import psycopg

from irhub.config.home import home, secret_key
from irhub.config.postgres import database_url

env = environ.Env()
HOME = home()

SECRET_KEY = env.str("IRHUB_SECRET_KEY", default="") or secret_key()
DEBUG = env.bool("IRHUB_DEBUG", default=False)
ALLOWED_HOSTS = env.list("IRHUB_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
INTERNAL_IPS: list[str] = []

_database = psycopg.conninfo.conninfo_to_dict(database_url(HOME))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        "OPTIONS": _database,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "irhub.web",
    "irhub.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "irhub.registers",
    "irhub.organisations",
    "irhub.checker",
    "irhub.review",
    "irhub.indicators",
    "irhub.attention",
    "irhub.dashboards",
    "irhub.operations",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "irhub.accounts.middleware.fenced",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "irhub.accounts.middleware.Access",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "irhub.web.middleware.content_security_policy",
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
                "irhub.accounts.navigation.navigation",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},  # the e-mails of sign-in
]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# Signing in (docs/access.md).
IRHUB_PUBLIC = env.bool("IRHUB_PUBLIC", default=False)
IRHUB_ACCESS = [  # in the order of the menu
    "irhub.dashboards.access",
    "irhub.attention.access",
    "irhub.indicators.access",
    "irhub.review.access",
    "irhub.checker.access",
    "irhub.accounts.access",
    "irhub.operations.access",
]
IRHUB_DATABASE_ROLE = "irhub_app"  # what every connection becomes: fenced (ADR 0010)
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "england"
ACCOUNT_ADAPTER = "irhub.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reaches the address before there is an account
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "International Recruitment Hub: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"login": "irhub.accounts.sign_in_form.SignIn"}
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after SESSION_COOKIE_AGE
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "International Recruitment Hub"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("IRHUB_HTTPS", default=False)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SESSION_COOKIE_SECURE else 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_attempts"}}
EMAIL = env.email_url("IRHUB_EMAIL_URL", default="consolemail://")
vars().update(EMAIL)
DEFAULT_FROM_EMAIL = env.str("IRHUB_EMAIL_FROM", default="hub@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Judging an edition against the one before (docs/operations.md).
IRHUB_MAX_LOST_PERCENT = env.float("IRHUB_MAX_LOST_PERCENT", default=2.0)
IRHUB_MAX_GAINED_PERCENT = env.float("IRHUB_MAX_GAINED_PERCENT", default=5.0)
IRHUB_MAX_NEWLY_BLANK_PERCENT = env.float("IRHUB_MAX_NEWLY_BLANK_PERCENT", default=1.0)
IRHUB_CONTACT = env.str("IRHUB_CONTACT", default="")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
