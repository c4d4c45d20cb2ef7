"""For a service with real people's data. What is missing from the environment stops it, with what to set."""

from __future__ import annotations

import os

from fingerpost.site import environment
from fingerpost.site.settings.base import *  # noqa: F403

SECRET_KEY = environment.required("FINGERPOST_SECRET_KEY", "it signs sessions; 50 random characters or more")
if os.environ.get("DATABASE_URL"):
    ACCESS_CONTEXT_KEY = environment.required(
        "FINGERPOST_CONTEXT_KEY", "it signs for PostgreSQL who is acting; 50 random characters or more"
    ).encode()
    environment.required("DATABASE_SIGN_IN_URL", "the database in the role of signing in, which sees no case")
environment.required("FINGERPOST_HOSTS", "the names that the service is reached by, as safeguarding.example.org")
ALLOWED_HOSTS = environment.words("FINGERPOST_HOSTS")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if os.environ.get("FINGERPOST_PROXIES", "0") != "0":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
FINGERPOST_KNOWN_DEVICE_COOKIE = "__Host-known"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "fingerpost.site.static.NamedByContent"},
}

FINGERPOST_ADDRESS = (os.environ.get("FINGERPOST_ADDRESS") or f"https://{ALLOWED_HOSTS[0]}").rstrip("/")

MAILERS["delivery"] = environment.notify() or {  # noqa: F405
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": os.environ.get("FINGERPOST_MAIL_HOST", "localhost"),
        "port": environment.number("FINGERPOST_MAIL_PORT", 587),
        "username": os.environ.get("FINGERPOST_MAIL_USER", ""),
        "password": os.environ.get("FINGERPOST_MAIL_PASSWORD", ""),
        "use_tls": True,
        "timeout": 20,
    },
}
