"""For trying the service on one's own machine, with invented people. No setting is needed."""

from __future__ import annotations

from fingerpost.site.settings.base import *  # noqa: F403

DEMO = True
SECRET_KEY = "demo only: not secret, and never used with real data"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
