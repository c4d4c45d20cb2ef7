"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "fingerpost.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Add what this room has to the ledger's words and to the guard."""
        from fingerpost.access.guard.policies import keep_to_their_user
        from fingerpost.access.tables import ADD, ALL, open_to_all
        from fingerpost.documents import producing

        producing.register_words()
        keep_to_their_user("documents_copy", ALL, worker_drops=True)
        open_to_all("documents_mark", "a document's number and fingerprint, for whoever was given it to check", ADD)
