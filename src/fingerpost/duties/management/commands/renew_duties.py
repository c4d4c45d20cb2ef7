"""Makes the present state of every duty anew, and says how many were not kept as they follow from what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Concern, Involvement, Membership
from fingerpost.access.queries import WORKING
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.duties.models import Duty
from fingerpost.duties.services import decision_sync
from fingerpost.procedure.calendar import london_day


class Command(BaseCommand):
    """For the owner of the database, as after an update: on PostgreSQL with a role that row-level security passes by.

    Each concern is looked at in the name of somebody who sees it, and decided from what was recorded.
    """

    help = "makes the present state of every duty anew, from its steps, the decision and who is involved"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--check", action="store_true", help="only say what is not kept as it follows, and fail")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make them anew. Raises CommandError when somebody has to look."""
        places = Duty._base_manager.order_by().values_list("concern_id", "compartment").distinct()
        different, unseen = 0, 0
        for concern_id, compartment in places.iterator():
            found = _renewed(concern_id, compartment, keep=not options["check"])
            unseen += found is None
            different += found or 0
        self.stdout.write(f"{len(places)} parts of concerns; {different} duties were not kept as they follow.")
        if unseen:
            raise CommandError(f"{unseen} parts of concerns are seen by nobody who is there.")
        if different and options["check"]:
            raise CommandError("Run it without --check to mend that.")


def _renewed(concern_id: UUID, compartment: str, *, keep: bool) -> int | None:
    """Make the states of one compartment anew; return how many differed, or None where nobody sees it."""
    for membership in _who_may_see(concern_id, compartment):
        with transaction.atomic(), context.acting(actor_in(membership)):
            view = compartments.view_of(context.required(), concern_id)
            if compartment not in compartments.decisions_for(view):
                continue
            different = decision_sync.renew(Concern.objects.visible().get(pk=concern_id), compartment)
            if not keep:
                transaction.set_rollback(True)
            return different
    return None


def _who_may_see(concern_id: UUID, compartment: str) -> Iterator[Membership]:
    """Yield those who are there of the organisations involved."""
    involved = Involvement._base_manager.filter(WORKING, concern=concern_id, compartment=compartment)
    there = Membership.objects.on(london_day(timezone.now())).filter(role__in=WORKING_ROLES)
    yield from there.filter(organisation__in=involved.values("organisation")).order_by("-intake", "pk")
