"""A model's field that holds one word of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class OneOf(_CharField):
    """One word of a list. The database knows nothing of the list: a new word needs no migration."""

    description = "One word of a list"

    def deconstruct(self) -> Any:
        """Return what a migration says of the field: all but the list."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs
