"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ManualConfig(AppConfig):
    name = "fingerpost.manual"
    label = "manual"
    verbose_name = "Manual"

    def ready(self) -> None:
        """Tell the record of the versions published here, the ledger of what is done, chronologies of moves."""
        from fingerpost.access import chronology, noting
        from fingerpost.access.tables import ADD, open_to_all
        from fingerpost.manual import chronicle
        from fingerpost.manual.models import LocalText, ProcedureDraft, ProcedureRevision, ProcedureVersion
        from fingerpost.manual.services.published import PUBLISHED
        from fingerpost.record.services.procedures import add_source

        for model in (ProcedureDraft, ProcedureRevision, ProcedureVersion, LocalText):
            open_to_all(model._meta.db_table, "words of a procedure, which hold nothing about anybody", ADD)
        noting.note_changes_of(ProcedureDraft, ProcedureRevision, ProcedureVersion, LocalText)
        chronology.register(chronicle.of_matter)
        add_source(PUBLISHED)
