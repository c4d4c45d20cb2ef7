"""Tells those who keep the directory that something waits to be confirmed. Meant to be run once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fingerpost.access.fields import today
from fingerpost.access.models.people import Contact, Membership, Role
from fingerpost.site import mail
from fingerpost.site.directory.due import due_contacts
from fingerpost.site.directory.views import kept_by


class Command(BaseCommand):
    """Sends each administrator and safeguarding lead one message when entries of theirs are to be confirmed."""

    help = "tells those who keep the directory by e-mail that something waits to be confirmed; for once a day"

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the messages. They name no entry, no organisation and nobody."""
        keepers = Membership.objects.on(today()).filter(role__in=[Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
        addresses = {
            keeper.user.email for keeper in keepers.select_related("user") if due_contacts(kept_by(keeper), today())
        }
        for address in sorted(addresses):
            mail.tell(address, "Something waits for you", "Sign in to Fingerpost: something waits for you there.")
        due = len(due_contacts(Contact.objects.all(), today()))
        self.stdout.write(f"{due} to be confirmed; {len(addresses)} told.")
