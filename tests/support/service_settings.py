"""The live service's settings for tests, on http://localhost: no TLS, mail into files, and fast password hashes."""

from __future__ import annotations

import os
from pathlib import Path

from fingerpost.site.settings.live import *  # noqa: F403

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
FINGERPOST_KNOWN_DEVICE_COOKIE = "known"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Tests kill processes, not machines: nothing has to be waited for until it is on the disk.
if "init_command" in DATABASES["default"]["OPTIONS"]:  # noqa: F405
    _command = DATABASES["default"]["OPTIONS"]["init_command"]  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = _command.replace("synchronous=FULL", "synchronous=OFF")  # noqa: F405

if "FINGERPOST_TEST_WAIT" in os.environ:
    FINGERPOST_LOCK_WAIT = int(os.environ["FINGERPOST_TEST_WAIT"])
    if "timeout" in DATABASES["default"]["OPTIONS"]:  # noqa: F405
        DATABASES["default"]["OPTIONS"]["timeout"] = FINGERPOST_LOCK_WAIT  # noqa: F405

STATIC_ROOT = Path(os.environ.get("FINGERPOST_TEST_STATIC", FRONT_END))  # noqa: F405
STATICFILES_DIRS = []
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

MAILERS["delivery"] = {  # noqa: F405
    "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "OPTIONS": {"file_path": os.environ["FINGERPOST_TEST_MAIL"]},
}
# A browser signs in more often in a minute than people do. What limits there are is tested elsewhere.
ACCOUNT_RATE_LIMITS = dict.fromkeys(ACCOUNT_RATE_LIMITS, "1000/m/ip") | {"api": "100000/m/ip"}  # noqa: F405
