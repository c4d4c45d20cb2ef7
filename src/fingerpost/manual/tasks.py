"""Counting over concerns, while whoever asked looks at a page that says how far it is."""

from __future__ import annotations

from uuid import UUID

from django.tasks import task
from django.utils import timezone

from fingerpost.access.worker_errors import quietly
from fingerpost.manual import texts
from fingerpost.manual.models import ConcernCount, ProcedureRevision
from fingerpost.manual.services import own_impact
from fingerpost.manual.versions import to_read_first


@task
@quietly
def count_impact(count_id: str, revision_id: str) -> None:
    """Count what a revision would have meant for the concerns of the last year, against the version in force."""
    asked = ConcernCount.objects.select_related("by").get(pk=UUID(count_id))
    pack = texts.read(ProcedureRevision.objects.get(pk=UUID(revision_id)).files).pack
    if pack is not None:
        own_impact.count(asked, to_read_first(timezone.now()), pack)
