"""Settings of the tests: the demo's, with a database in memory and hashing that is fast instead of strong."""

from __future__ import annotations

from fingerpost_demo.settings import *  # noqa: F403

SECRET_KEY = "tests only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
