"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Add what this room has to a concern's chronology, and to the page of its casework."""
        from fingerpost.access import chronology
        from fingerpost.casework import hub
        from fingerpost.casework.meetings import agreements as meetings_agreements
        from fingerpost.casework.meetings import chronicle as meetings_chronicle
        from fingerpost.casework.meetings import part as meetings_part
        from fingerpost.casework.referrals import chronicle as referrals_chronicle
        from fingerpost.casework.referrals import part as referrals_part
        from fingerpost.duties import agreed

        chronology.register(referrals_chronicle.of_matter)
        hub.register(10, referrals_part.of_matter)
        chronology.register(meetings_chronicle.of_matter)
        hub.register(20, meetings_part.of_matter)
        agreed.register(meetings_agreements.of_matter)
