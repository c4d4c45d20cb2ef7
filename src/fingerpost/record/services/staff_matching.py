"""People in a concern held against the accounts of the service: by names, and by keyed tokens of what tells apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from fingerpost.access.models import Identifier, IdentifierKind, Membership, User
from fingerpost.access.one_person import plain_number
from fingerpost.keys import likeness
from fingerpost.keys import services as keys
from fingerpost.keys.likeness import EXACT, Kind, sought
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import Detail, DetailKind
from fingerpost.record.name_forms import Names
from fingerpost.record.staff_conflicts import Agrees, StaffComparison, names_compared

_NAMES: Final = (DetailKind.NAME, DetailKind.OTHER_NAME)
_KINDS: Final = {
    IdentifierKind.BORN: (DetailKind.BORN, Kind.BORN),
    IdentifierKind.PHONE: (DetailKind.PHONE, Kind.PHONE),
    IdentifierKind.ADDRESS: (DetailKind.ADDRESS, Kind.ADDRESS),
}


@dataclass(slots=True)
class KnownDetails:
    """What the record has of somebody, by kind of detail, as texts."""

    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def names(self) -> list[str]:
        """What they are called, or were."""
        return [name for kind in _NAMES for name in self.texts.get(kind, ())]


@dataclass(frozen=True, slots=True)
class StaffMatch:
    """A user held against somebody in a concern."""

    appearance_id: UUID
    user_id: UUID
    compared: StaffComparison


def known_of(people: Iterable[UUID], sources: Collection[str]) -> dict[UUID, KnownDetails]:
    """Return what the record has of these, as far as these compartments know: one query."""
    wanted = list(people)
    rows = list(Detail.objects.visible().filter(appearance__in=wanted, compartment__in=sources)) if wanted else []
    replaced = {row.replaces_id for row in rows}
    found: dict[UUID, KnownDetails] = {one: KnownDetails() for one in wanted}
    for row in rows:
        if row.pk not in replaced:
            found[row.appearance_id].texts[row.kind].append(str(row.value))
    return found


def names_in(people: Mapping[UUID, KnownDetails]) -> list[str]:
    """Return what all of these are called."""
    return [name for one in people.values() for name in one.names]


def compared(people: Mapping[UUID, KnownDetails], organisations: Collection[UUID]) -> Iterator[StaffMatch]:
    """Yield each user who may be one of these, with what agrees. At most eight queries for each person.

    By something that tells people apart, users anywhere are found; by name alone, those of these organisations.
    Whose name has one word in common and nothing else is not among them.
    """
    for appearance_id, known in people.items():
        if known.texts:
            yield from _of_one(appearance_id, known, organisations)


def _of_one(appearance_id: UUID, known: KnownDetails, organisations: Collection[UUID]) -> Iterator[StaffMatch]:
    hits = {kind: _hits(kind, known.texts.get(of, ()), as_kind) for kind, (of, as_kind) in _KINDS.items()}
    numbers = {plain_number(text) for text in known.texts.get(DetailKind.STAFF_NUMBER, ())} - {""}
    emails = {likeness.email(text) for text in known.texts.get(DetailKind.EMAIL, ())} - {""}
    day = london_day(timezone.now())
    second = {*(user for found in hits.values() for user in found), *_with_email(emails), *_numbered(numbers)}
    at_work = Membership.objects.on(day).filter(organisation__in=organisations).values("user")
    users = User.objects.filter(Q(pk__in=second) | Q(pk__in=at_work)).values_list("pk", "name", "email")
    candidates = [
        (pk, names, likeness.email(email) in emails)
        for pk, name, email in users
        if (names := names_compared(name, known.names)) >= Names.ALIKE or pk in second
    ]
    if not candidates:
        return
    ids = [pk for pk, _, _ in candidates]
    born = set(Identifier.objects.filter(user__in=ids, kind=IdentifierKind.BORN).values_list("user_id", flat=True))
    numbered: dict[UUID, set[str]] = defaultdict(set)
    for user_id, number in Membership.objects.filter(user__in=ids).values_list("user_id", "staff_number"):
        numbered[user_id] |= {plain_number(number)} - {""}
    for pk, names, email in candidates:
        yield StaffMatch(
            appearance_id,
            pk,
            StaffComparison(
                names=names,
                born=_born(hits[IdentifierKind.BORN].get(pk), is_given=pk in born and bool(known.texts["born"])),
                staff=_staff(numbered[pk], numbers),
                email=email,
                phone=pk in hits[IdentifierKind.PHONE],
                address=pk in hits[IdentifierKind.ADDRESS],
            ),
        )


def _with_email(emails: Collection[str]) -> set[UUID]:
    """Return the users with one of these addresses. Compared here: in a statement it would stand in the logs."""
    if not emails:
        return set()
    return {pk for pk, email in User.objects.values_list("pk", "email") if likeness.email(email) in emails}


def _numbered(numbers: Collection[str]) -> set[UUID]:
    """Return the users with one of these staff numbers, compared here as addresses are."""
    if not numbers:
        return set()
    held = Membership.objects.exclude(staff_number="").values_list("user_id", "staff_number")
    return {user_id for user_id, number in held if plain_number(number) in numbers}


def _hits(kind: str, texts: Iterable[str], as_kind: Kind) -> dict[UUID, int]:
    """Return the users who said one of these of themselves, with how strongly it agrees."""
    tokens: dict[bytes, int] = {}
    for tokeniser in keys.tokenisers().values():
        for text in texts:
            for one in sought(as_kind, text):
                for token in tokeniser.to_seek(one.form):
                    tokens[token] = max(tokens.get(token, 0), one.strength)
    if not tokens:
        return {}
    rows = Identifier.objects.filter(kind=kind, token__in=list(tokens)).values_list("user_id", "token")
    return {user_id: tokens[bytes(token)] for user_id, token in rows}


def _born(strength: int | None, *, is_given: bool) -> Agrees:
    if strength is not None:
        return Agrees.SAME if strength == EXACT else Agrees.NEAR
    return Agrees.DIFFERS if is_given else Agrees.UNKNOWN


def _staff(own: Collection[str], numbers: Collection[str]) -> Agrees:
    """Whether a number is the same. One that differs says nothing: every employer has numbers of their own."""
    return Agrees.SAME if set(own) & set(numbers) else Agrees.UNKNOWN
