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
        """Add what this room has to a concern's chronology, to the page of its casework, and to what managers watch."""
        from fingerpost.access import chronology
        from fingerpost.access.guard.additions import Addition, add
        from fingerpost.access.models import Exclusion
        from fingerpost.casework import hub
        from fingerpost.casework.agreements import chronicle as agreements_chronicle
        from fingerpost.casework.agreements import part as agreements_part
        from fingerpost.casework.agreements import watching as agreements_watching
        from fingerpost.casework.agreements import work as agreements_work
        from fingerpost.casework.around import part as around
        from fingerpost.casework.around import receiving as around_receiving
        from fingerpost.casework.conflicts import chronicle as conflicts_chronicle
        from fingerpost.casework.cross_border import part as cross_border
        from fingerpost.casework.enquiries import chronicle as enquiries_chronicle
        from fingerpost.casework.enquiries import part as enquiries_part
        from fingerpost.casework.enquiries import work as enquiries_work
        from fingerpost.casework.managing import watched
        from fingerpost.casework.meetings import agreements as meetings_agreements
        from fingerpost.casework.meetings import chronicle as meetings_chronicle
        from fingerpost.casework.meetings import part as meetings_part
        from fingerpost.casework.police import chronicle as police_chronicle
        from fingerpost.casework.police import part as police_part
        from fingerpost.casework.referrals import carrying, owed
        from fingerpost.casework.referrals import chronicle as referrals_chronicle
        from fingerpost.casework.referrals import part as referrals_part
        from fingerpost.casework.risk import asking as risk_asking
        from fingerpost.casework.risk import chronicle as risk_chronicle
        from fingerpost.casework.risk import part as risk_part
        from fingerpost.casework.risk import watching as risk_watching
        from fingerpost.casework.support import chronicle as support_chronicle
        from fingerpost.casework.support import part as support_part
        from fingerpost.casework.support import waiting as support_waiting
        from fingerpost.duties import agreed, carrying_out
        from fingerpost.record.signals import decided_anew

        decided_anew.connect(around_receiving.decided_anew)
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
        chronology.register(around.chronicle)
        chronology.register(conflicts_chronicle.of_matter)
        hub.register(2, around.of_matter)
        chronology.register(referrals_chronicle.of_matter)
        chronology.register(cross_border.chronicle)
        agreed.register(owed.of_matter)
        hub.register(10, referrals_part.of_matter)
        hub.register(15, cross_border.of_matter)
        chronology.register(police_chronicle.of_matter)
        hub.register(60, police_part.of_matter)
        chronology.register(support_chronicle.of_matter)
        hub.register(5, support_part.safeguards)
        hub.register(70, support_part.support)
        agreed.register(support_waiting.agreed)
        chronology.register(risk_chronicle.of_matter)
        hub.register(45, risk_part.of_matter)
        agreed.register(risk_asking.of_matter)
        chronology.register(enquiries_chronicle.of_matter)
        hub.register(40, enquiries_part.of_matter)
        agreed.register(enquiries_work.of_matter)
        chronology.register(agreements_chronicle.of_matter)
        hub.register(50, agreements_part.of_matter)
        agreed.register(agreements_work.of_matter)
        chronology.register(meetings_chronicle.of_matter)
        hub.register(20, meetings_part.of_matter)
        agreed.register(meetings_agreements.of_matter)
        carrying_out.register(("strategy_meeting", "lado_meeting"), "Call the meeting, or record it", "matter_meetings")
        carrying_out.register(("urgent_action",), "Record urgent action", "matter_meetings")
        carrying_out.register(("cross_border_notice",), "Record what was considered", "cross_border")
        watched.register(agreements_watching.LONG, agreements_watching.long_without_conference)
        watched.register(agreements_watching.UNREVIEWED, agreements_watching.without_review)
        watched.register(risk_watching.OUT_OF_ORDER, risk_watching.out_of_order)
