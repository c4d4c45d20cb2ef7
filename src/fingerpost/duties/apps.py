"""The Django app of this room."""

from __future__ import annotations

from importlib import resources

from django.apps import AppConfig
from django.db.models.signals import post_save


class DutiesConfig(AppConfig):
    name = "fingerpost.duties"
    label = "duties"
    verbose_name = "Duties"

    def ready(self) -> None:
        """Hear of involvements and leavers, and add what this room has to the guard."""
        from fingerpost.access.guard.additions import Addition, add
        from fingerpost.access.models import Exclusion, Involvement
        from fingerpost.access.signals import membership_ending
        from fingerpost.access.tables import unique_tells_nothing
        from fingerpost.duties import receiving
        from fingerpost.duties.services import handing

        post_save.connect(receiving.involved, sender=Involvement)
        post_save.connect(receiving.excluded, sender=Exclusion)
        membership_ending.connect(handing.held)
        unique_tells_nothing(
            "duties_dutystate_duty_id_key", "a duty is of one matter, and only who acts in its compartment adds to it"
        )
        add(
            self.name,
            Addition(
                sql=(resources.files("fingerpost.duties") / "sql" / "holdings.sql").read_text(encoding="utf-8"),
                callable=("guard.holdings(uuid)",),
                reads=("duties_dutystate",),
            ),
        )
