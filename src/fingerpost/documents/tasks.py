"""Making a document in the name of the person who asked for it, while they look at a page that says how far it is."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.tasks import task

from fingerpost.access import context, database_faults
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Membership
from fingerpost.access.worker_errors import quietly
from fingerpost.documents import production as documents_production
from fingerpost.documents.models import Ending, Production

_log = logging.getLogger("fingerpost.documents")


@task
@quietly
def make(concern_id: str, production_id: str, membership_id: str) -> None:
    """Make a document. If its asker can no longer see its sources, they get nothing, and nothing is kept."""
    with context.acting(actor_in(Membership.objects.get(pk=UUID(membership_id)))):
        found = Production.objects.visible().filter(concern=UUID(concern_id), pk=UUID(production_id))
        production = found.select_related("concern", "by__user", "by__organisation").first()
        if production is None:
            return
        try:
            with transaction.atomic():
                documents_production.produce(production)
        except AccessError:
            documents_production.end(production, Ending.GONE)
        except Exception as error:
            if database_faults.of(error) is not None:
                raise  # the database is in trouble: it is made again when that is over
            # Without the words of the error, which may be the document's.
            _log.exception("a document could not be made: %s", production.kind)
            documents_production.end(production, Ending.FAILED)
