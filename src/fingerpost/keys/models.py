"""The one table of this room: data keys, wrapped."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.keys.envelope import Owner, OwnerKind
from fingerpost.keys.one_of import OneOf


class DataKey(models.Model):
    """An owner's data key, wrapped by a master key. Destroyed, the row stays and the key does not.

    Triggers hold what may happen to a row: to be wrapped anew, or destroyed once; never removed. It is a table of its
    own so that backups can keep it apart from what it opens.
    """

    owner_id = models.UUIDField(primary_key=True, editable=False)
    kind = OneOf(max_length=12, choices=[(kind.value, kind.value) for kind in OwnerKind], editable=False)
    master_id = models.CharField(max_length=32, editable=False)
    wrapped = models.BinaryField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at=None) | Q(wrapped=None, destroyed_at__isnull=False),
                name="data_key_is_there_or_destroyed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "master_id"], name="data_key_by_master")]

    def __str__(self) -> str:
        return str(self.owner)

    @property
    def owner(self) -> Owner:
        """Whose key it is."""
        return Owner(OwnerKind(self.kind), self.owner_id)
