"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ManualConfig(AppConfig):
    name = "fingerpost.manual"
    label = "manual"
    verbose_name = "Manual"

    def ready(self) -> None:
        """Open the tables of this room, and let the ledger know what is done."""
        from fingerpost.access import noting
        from fingerpost.access.tables import ADD, open_to_all
        from fingerpost.manual.models import LocalText, ProcedureDraft, ProcedureRevision, ProcedureVersion

        for model in (ProcedureDraft, ProcedureRevision, ProcedureVersion, LocalText):
            open_to_all(model._meta.db_table, "words of a procedure, which hold nothing about anybody", ADD)
        noting.note_changes_of(ProcedureDraft, ProcedureRevision, ProcedureVersion, LocalText)
