"""Prints docs/states.md."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "support.settings")
django.setup()

from states.page import page  # noqa: E402 - Django's apps have to be there first

print(page(), end="")
