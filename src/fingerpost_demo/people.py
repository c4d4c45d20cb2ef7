"""Puts the invented people of `people.yaml` in place, in the demonstration and nowhere else."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Final

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction

from fingerpost.access.models.people import Contact, Membership, Organisation, User
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.site.signin.invitations import vouch_for_address
from fingerpost_demo.only import only_in_the_demonstration

PEOPLE: Final = Path(__file__).parent / "people.yaml"
PASSWORD: Final = "demonstration only"  # noqa: S105 - shown on the sign-in page of the demonstration
_BEGAN = datetime.timedelta(days=365)


@transaction.atomic
def put_in_place(today: datetime.date) -> int:
    """Add what the file has and the database lacks; return how many people it has. What is there stays as it is.

    Raises NotADemonstrationError unless the settings are those of the demonstration.
    """
    only_in_the_demonstration()
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))
    for entry in data["organisations"]:
        above = Organisation.objects.get(name=entry["under"]) if "under" in entry else None
        Organisation.objects.get_or_create(
            name=entry["name"], defaults={"kind": entry["kind"], "area": entry["area"], "parent": above}
        )
    for entry in data["contacts"]:
        _contact(entry, today)
    # Everybody has the same password, in the sight of all: it is hashed once.
    hashed = make_password(PASSWORD)
    for entry in data["people"]:
        _person(entry, today, hashed)
    return len(data["people"])


def member(name: str) -> Membership:
    """Return in which membership somebody acts: the first in which they work with cases."""
    held = Membership.objects.filter(user__email=f"{name}@example.org", role__in=WORKING_ROLES)
    return held.select_related("user", "organisation").order_by("starts", "pk")[0]


def _contact(entry: dict[str, Any], today: datetime.date) -> None:
    days = entry.pop("confirmed_days_ago", None)
    organisation = Organisation.objects.get(name=entry.pop("organisation"))
    confirmed_on = None if days is None else today - datetime.timedelta(days=days)
    Contact.objects.get_or_create(
        organisation=organisation, purpose=entry.pop("purpose"), defaults=entry | {"confirmed_on": confirmed_on}
    )


def _person(entry: dict[str, Any], today: datetime.date, hashed: str) -> None:
    user = User.objects.filter(email=entry["email"]).first()
    if user is not None:
        return
    user = User(email=entry["email"], name=entry["name"])
    user.set_hash(hashed)
    user.save()
    vouch_for_address(user)
    for role in entry["roles"]:
        left = role.pop("left_days_ago", None)
        Membership.objects.create(
            user=user,
            organisation=Organisation.objects.get(name=role.pop("organisation")),
            starts=today - _BEGAN,
            ends=None if left is None else today - datetime.timedelta(days=left),
            **role,
        )
