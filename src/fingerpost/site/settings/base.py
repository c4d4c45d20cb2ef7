"""What holds in every environment. `accounts` and `browsers_and_logs` have their parts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fingerpost.site import environment
from fingerpost.site.settings.accounts import *  # noqa: F403
from fingerpost.site.settings.browsers_and_logs import *  # noqa: F403

_PACKAGE = Path(__file__).resolve().parents[2]
# A wheel carries the built front end; a checkout builds it beside the sources.
IS_INSTALLED = (_PACKAGE / "web" / "built").is_dir()
ROOT = Path.cwd() / "fingerpost-data" if IS_INSTALLED else _PACKAGE.parents[1]
VAR = Path(os.environ.get("FINGERPOST_VAR") or (ROOT if IS_INSTALLED else ROOT / "var"))
"""Where the service keeps what is its own: the SQLite file, if it has one, and the files that browsers fetch."""
FRONT_END = _PACKAGE / "web" / "built" if IS_INSTALLED else ROOT / "build" / "frontend"

DEBUG = False

# The form that leads to an organisation's own sign-in ends there.
SECURE_CSP["form-action"] += [origin for entry in FINGERPOST_DIRECTORIES for origin in environment.origins(entry)]  # noqa: F405

ACCESS_CONTEXT_KEY = b""
"""Signs for PostgreSQL who is acting; on SQLite nothing is signed."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks_db",
    "fingerpost.keys",
    "fingerpost.ledger",
    "fingerpost.access",
    "fingerpost.web",
    "fingerpost.record",
    "fingerpost.duties",
    "fingerpost.casework",
    "fingerpost.intake",
    "fingerpost.documents",
    "fingerpost.disposal",
    "fingerpost.subject",
    "fingerpost.manual",
    "fingerpost.site",
]

# Whoever acts is known before the last one opens the request's transaction and carries out what the view declares.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fingerpost.site.middleware.response_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "fingerpost.site.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fingerpost.site.middleware.session_lifetime",
    "fingerpost.site.signin.known_device.known_device",
    "fingerpost.site.middleware.listed_sessions",
    "fingerpost.site.middleware.acting_membership",
    "fingerpost.site.middleware.second_factor",
    "fingerpost.site.middleware.keys_at_hand",
    "fingerpost.site.uploads.documents",
    "fingerpost.access.middleware.ContextMiddleware",
]

ROOT_URLCONF = "fingerpost.site.urls"
FINGERPOST_ROOMS = "fingerpost.site.rooms.ROOMS"
"""What each room does for those beneath it (`fingerpost.rooms`)."""
WSGI_APPLICATION = "fingerpost.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "OPTIONS": {"environment": "fingerpost.site.pages.environment"},
    },
]


FINGERPOST_LOCK_WAIT = 20
"""Seconds for which a request waits for what somebody else holds in the database; then it is told so."""


def database() -> dict[str, Any]:
    """The database: PostgreSQL where DATABASE_URL names one, otherwise one SQLite file that keeps every saved word."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return environment.fixed(environment.patient(environment.postgresql(url, "DATABASE_URL")))
    VAR.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "fingerpost.sqlite3",
        # What a connection has understood of its statements is half of what a page costs.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": FINGERPOST_LOCK_WAIT,
            # With recursive triggers, what INSERT OR REPLACE would delete is refused as a DELETE is.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA recursive_triggers=ON;",
        },
    }


def databases() -> dict[str, dict[str, Any]]:
    """The database; and, where DATABASE_SIGN_IN_URL names a role of it, the connection that signing in has alone."""
    found = {"default": database()}
    url = os.environ.get("DATABASE_SIGN_IN_URL", "")
    if url and os.environ.get("DATABASE_URL"):
        apart = environment.patient(environment.postgresql(url, "DATABASE_SIGN_IN_URL"))
        found["sign_in"] = environment.fixed(apart, lock_timeout=f"{FINGERPOST_LOCK_WAIT}s")
        found["default"] = found["default"] | {"sign_in": "sign_in"}
    return found


DATABASES = databases()
DATABASE_ROUTERS = ["fingerpost.access.sign_in_database.Router"]
# How many plans of lists each connection to PostgreSQL keeps (`access.kept_lists`).
KEPT_PLANS = environment.number("FINGERPOST_PLANS", 8)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is to be done later waits in the database, and `manage.py work` does it.
TASKS: dict[str, Any] = {"default": {"BACKEND": "fingerpost.site.queue.SealedQueue", "QUEUES": []}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static" if IS_INSTALLED else ROOT / "build" / "static"
STATICFILES_DIRS: list[Path] = [FRONT_END]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

# Mail is handed to a thread, so that how long a page takes does not tell whether anybody got one.
MAILERS: dict[str, Any] = {
    "default": {"BACKEND": "fingerpost.site.delivery.InBackground", "OPTIONS": {"through": "delivery"}},
    "delivery": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}
FINGERPOST_ADDRESS = f"http://localhost:{os.environ.get('PORT', '8000')}"
"""Where the service is reached, for links in messages."""
DEFAULT_FROM_EMAIL = os.environ.get("FINGERPOST_MAIL_FROM", "fingerpost@localhost")
