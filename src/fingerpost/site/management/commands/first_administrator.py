"""Makes the first organisation and its administrator: everybody else is invited on the pages."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from fingerpost.access.clock import today
from fingerpost.access.guard import prepare
from fingerpost.access.models.people import Membership, Organisation, OrganisationKind, Role, User
from fingerpost.site.signin import invitations


class Command(BaseCommand):
    """Refuses when there is an administrator already: from then on administrators make administrators."""

    help = "makes the first organisation and its administrator, and prints the link with which they set a password"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the three arguments."""
        parser.add_argument("organisation", help="the organisation above all others, as a safeguarding partnership")
        parser.add_argument("name", help="the administrator’s name")
        parser.add_argument("email", help="the administrator’s e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both; on PostgreSQL as the tables' owner, where the settings say how it is reached."""
        owner = os.environ.get("DATABASE_OWNER_URL", "").strip() if connection.vendor == "postgresql" else ""
        with prepare.reaching(owner) if owner else nullcontext(), transaction.atomic():
            self._make(options)

    def _make(self, options: dict[str, Any]) -> None:
        if Membership.objects.on(today()).filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already. Administrators invite others on the pages.")
        organisation = Organisation.objects.get_or_create(
            name=options["organisation"], defaults={"kind": OrganisationKind.OTHER}
        )[0]
        user = User.objects.create_user(options["email"], options["name"])
        Membership.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR, starts=today())
        secret = invitations.new_link(user, None, timezone.now())
        self.stdout.write(f"Open this on the service, once, within some days: {reverse('invitation', args=[secret])}")
