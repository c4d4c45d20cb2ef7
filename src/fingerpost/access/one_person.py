"""Whether two accounts are surely one person's: so that neither is the other's second person, and both are shut out.

They are where the e-mail address is the same but for a “+tag”, letters' size or Gmail's dots, or where one organisation
gave both the same staff number. The database has the same rule (`guard.one_person`). What users say of themselves does
not count here: only they can open it, and it is no administrator's to hold against anybody.
"""

from __future__ import annotations

from uuid import UUID

from fingerpost.access.models import Membership, User
from fingerpost.keys import likeness


def are_one(user_id: UUID, other_id: UUID) -> bool:
    """Whether two accounts, or one and the same, are one person's: at most two queries."""
    return user_id == other_id or other_id in others_of(user_id)


def others_of(user_id: UUID) -> set[UUID]:
    """Return the further accounts of a user. Compared here: in a statement an address would be in the logs."""
    emails = {pk: likeness.email(email) for pk, email in User.objects.values_list("pk", "email")}
    found = {pk for pk, email in emails.items() if email and email == emails.get(user_id)}
    held = Membership.objects.exclude(staff_number="").values_list("user_id", "organisation_id", "staff_number")
    numbers = [(holder, (organisation, plain_number(number))) for holder, organisation, number in held]
    own = {number for holder, number in numbers if holder == user_id and number[1]}
    return (found | {holder for holder, number in numbers if number in own}) - {user_id}


def plain_number(text: str) -> str:
    """Return a staff number as it is compared: capital letters and digits."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
