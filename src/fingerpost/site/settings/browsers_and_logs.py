"""What browsers are told, what may come in, and what logs may hold."""

from __future__ import annotations

from typing import Any

from django.utils.csp import CSP

SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fingerpost.site.errors.form_out_of_date"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# No page takes a file but one, which `site.uploads.documents` gives a handler of its own; none is written to a disk.
FILE_UPLOAD_HANDLERS = ["fingerpost.site.uploads.RefuseFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1

DEFAULT_EXCEPTION_REPORTER_FILTER = "fingerpost.site.logs.NothingPersonal"
ADMINS: list[str] = []
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nothing_personal": {"()": "fingerpost.site.logs.RouteInsteadOfAddress"}},
    "formatters": {"plain": {"()": "fingerpost.site.logs.PlainFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["nothing_personal"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Each beginning and end of each piece of work would be in these.
        "django.tasks": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks_db": {"handlers": [], "level": "WARNING", "propagate": True},
        # Every statement and its values would be in these.
        "django.db.backends": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
