"""The ledger's entries as Django reads them. They are written by `store` alone, and by nothing ever changed."""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from fingerpost.ledger.entry import CLEAR_COLUMNS, Entry, decode
from fingerpost.ledger.errors import LedgerError, refuse

UNREADABLE: Final = "wrote-what-does-not-read"
"""What is shown as the action where a leaf is not one of ours: no page fails for it."""


class LedgerEntry(models.Model):
    """One entry: its leaf, and beside it what it is searched by."""

    leaf_index = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    action = models.TextField()
    object_kind = models.TextField(null=True)
    object_id = models.UUIDField(null=True)
    within = models.UUIDField(null=True)
    compartment = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_entry"
        ordering = ("leaf_index",)

    def __str__(self) -> str:
        return f"entry {self.leaf_index}"

    @property
    def entry(self) -> Entry:
        """All that the entry says; of one whose leaf does not read, what its columns say."""
        try:
            return decode(bytes(self.leaf))
        except LedgerError:
            columns = {name: getattr(self, name) for name in CLEAR_COLUMNS if name != "action"}
            return Entry(action=UNREADABLE, **columns)

    def save(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: entries are appended with `store`."""
        raise refuse(str(self), "an entry is appended to the ledger, not saved")

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the ledger only grows."""
        raise refuse(str(self), "an entry is never deleted")
