"""The Django app of this room."""

from __future__ import annotations

from importlib import resources

from django.apps import AppConfig
from django.db.models.signals import post_save


class RecordConfig(AppConfig):
    name = "fingerpost.record"
    label = "record"
    verbose_name = "Record"

    def ready(self) -> None:
        """Add what this room has to the ledger's words and to the guard."""
        from fingerpost.access.guard.additions import Addition, add
        from fingerpost.access.guard.policies import keep_to_their_user
        from fingerpost.access.models import Involvement
        from fingerpost.access.signals import person_changed
        from fingerpost.access.tables import ALL
        from fingerpost.record import noting, receiving

        noting.register_words()
        keep_to_their_user("record_draft", ALL)
        post_save.connect(receiving.involved, sender=Involvement)
        person_changed.connect(receiving.person_changed)

        add(
            self.name,
            Addition(
                sql=(resources.files("fingerpost.record") / "sql" / "hidden.sql").read_text(encoding="utf-8"),
                callable=(
                    "guard.note_hidden_hits(bytea[], text[], integer[], integer[])",
                    "guard.note_refused_try(text, boolean)",
                ),
                reads=("record_searchtoken",),
                adds_to=("record_hiddenhit",),
            ),
        )
