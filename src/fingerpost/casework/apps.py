"""The Django app of this room."""

from __future__ import annotations

from importlib import resources

from django.apps import AppConfig
from django.db.models.signals import post_save


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Carry exclusions over to strands, and add to the guard what does so in PostgreSQL."""
        from fingerpost.access.guard.additions import Addition, add
        from fingerpost.access.models import Exclusion
        from fingerpost.casework.referrals import carrying

        post_save.connect(carrying.excluded, sender=Exclusion)
        add(
            self.name,
            Addition(
                sql=(resources.files("fingerpost.casework") / "sql" / "strands.sql").read_text(encoding="utf-8"),
                callable=("guard.carry_exclusions(uuid)",),
                reads=("casework_strand",),
                adds_to=("access_involvement", "access_exclusion"),
            ),
        )
