"""What this room writes to the ledger, in the ledger's words."""

from __future__ import annotations

from importlib import import_module, util
from uuid import UUID


def note(action: str, object_kind: str, object_id: UUID | None, *, compartment: str | None = None) -> None:
    """Note what whoever is acting did, in this transaction."""
    if util.find_spec("fingerpost.ledger.services"):
        import_module("fingerpost.ledger.services").note(action, object_kind, object_id, compartment=compartment)
