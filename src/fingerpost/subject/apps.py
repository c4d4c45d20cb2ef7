"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SubjectConfig(AppConfig):
    name = "fingerpost.subject"
    label = "subject"
    verbose_name = "Subject access"

    def ready(self) -> None:
        """Let answers be produced as documents, and let a request keep what it asks for from being destroyed."""
        from fingerpost.casework.managing import notices
        from fingerpost.disposal.services import standing
        from fingerpost.documents import papers
        from fingerpost.documents.models import Format
        from fingerpost.subject import blocking, paper
        from fingerpost.subject.services import preparing

        papers.register(
            preparing.KIND,
            paper.TITLE,
            (Format.PDF,),
            paper.build,
            things=lambda _matter, _seen: (),
            still_goes=paper.still_goes,
            is_decided=True,
        )
        standing.register(blocking.waiting_for)
        standing.register_requests(blocking.ended)
        notices.register(blocking.notice)
