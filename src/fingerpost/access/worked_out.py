"""A column that the database works out from others of its row, and keeps."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Field


class WorkedOut(models.GeneratedField):
    """Worked out by the database, and not read back when a row is written: its writer need not be able to read it."""

    db_returning = False  # type: ignore[assignment]

    @property
    def referenced_fields(self) -> frozenset[Field[Any, Any]]:
        """None, as far as writing is concerned: Django would read it back after a change of one."""
        return frozenset()
