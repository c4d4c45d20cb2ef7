"""For a service with real people's data. What is missing from the environment stops it, with what to set."""

from __future__ import annotations

from fingerpost.site import environment
from fingerpost.site.settings.base import *  # noqa: F403

SECRET_KEY = environment.required("FINGERPOST_SECRET_KEY", "it signs sessions; 50 random characters or more")
ALLOWED_HOSTS = environment.words("FINGERPOST_HOSTS") or [
    environment.required("FINGERPOST_HOSTS", "the names that the service is reached by, as safeguarding.example.org")
]
