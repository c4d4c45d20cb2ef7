"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "fingerpost.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Register the kinds of documents, and add what this room has to the chronology, the ledger and the guard."""
        from fingerpost.access import chronology
        from fingerpost.access.guard.policies import keep_to_their_user
        from fingerpost.access.tables import ADD, ALL, open_to_all
        from fingerpost.documents import chronicle, papers, producing
        from fingerpost.documents.models import Format
        from fingerpost.documents.papers import agreement, assessment, minutes, plan, referral, risk, viewing
        from fingerpost.documents.papers import chronology as chronology_paper

        chronology.register(chronicle.of_matter)
        chronology.register(chronicle.releases_of)
        producing.register_words()
        keep_to_their_user("documents_copy", ALL, worker_drops=True)
        open_to_all("documents_mark", "a document's number and fingerprint, for whoever was given it to check", ADD)
        papers.register("action_plan", plan.TITLE, (Format.PDF,), plan.build)
        papers.register("referral", "Referral", (Format.PDF, Format.DOCX), referral.build, things=referral.things)
        papers.register(
            "chronology",
            "Chronology",
            (Format.PDF,),
            chronology_paper.build,
            is_narrowed=True,
            outside=chronology_paper.build_outside,
        )
        papers.register("viewing_record", "Viewing record", (Format.PDF,), viewing.build)
        edited = (Format.PDF, Format.DOCX)
        papers.register("minutes", "Minutes", edited, minutes.build, things=minutes.things)
        papers.register("agreement", "Written agreement", edited, agreement.build, things=agreement.things)
        papers.register("assessment", "What was found", edited, assessment.build, things=assessment.things)
        papers.register("risk_assessment", risk.TITLE, edited, risk.build, things=risk.things)
