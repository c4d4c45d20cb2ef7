"""Whether the service can keep what is recorded at this moment, for people who wait and for whatever watches it."""

from __future__ import annotations

import time
from typing import Final

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fingerpost.access import sign_in_database
from fingerpost.access.permissions import public
from fingerpost.site import jobs

_HOLDS: Final = 1.0
"""Seconds for which one look holds: however often it is asked, nobody keeps the disk busy with it."""
_looked_at = [float("-inf")]

# Written for certain, so that a full disk is noticed; a row beside what the cache counts.
_WRITING: Final = """
INSERT INTO site_cache (cache_key, value, expires) VALUES ('status', '', %s)
ON CONFLICT (cache_key) DO UPDATE SET expires = excluded.expires
"""


@public(because="whoever is kept waiting, and whatever watches the service, can see whether it works")
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Say that the service works (200). Where it cannot write, the page for failures says so (503)."""
    now = timezone.now()
    if time.monotonic() - _looked_at[0] > _HOLDS:
        connection = connections[sign_in_database.alias()]
        with connection.cursor() as cursor:
            cursor.execute(_WRITING, [connection.ops.adapt_datetimefield_value(now)])
        _looked_at[0] = time.monotonic()
    return render(request, "status.html", {"is_late": jobs.is_late(now)})
