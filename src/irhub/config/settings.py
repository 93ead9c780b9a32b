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
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "irhub.web",
    "irhub.registers",
    "irhub.organisations",
    "irhub.dashboards",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "irhub.web.middleware.content_security_policy",
]
ROOT_URLCONF = "irhub.config.urls"
WSGI_APPLICATION = "irhub.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # each room's pages lie in its folder `jinja2/`
        "OPTIONS": {"environment": "irhub.web.jinja.environment"},
    }
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
