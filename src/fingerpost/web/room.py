"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.access.guard.policies import kept_to_their_user
from fingerpost.access.hooks import AccessHooks
from fingerpost.access.tables import ALL
from fingerpost.web.models import Draft

WEB = AccessHooks(name="web", protects={Draft._meta.db_table: kept_to_their_user(ALL)})
