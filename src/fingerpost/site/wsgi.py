"""The service for a WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings.live")
application = get_wsgi_application()

from fingerpost.keys.services import master_keys  # noqa: E402 - Django's apps have to be there first

master_keys()  # without them no record could be read or written: it says so now, and not to the first who tries
