"""Entries of the ledger as sentences: who, as what, for whom, did what, on what, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fingerpost.access import ledger_visibility
from fingerpost.access.audit import ACCOUNT, CONCERN, PAGE
from fingerpost.access.models import Compartment, Organisation, User
from fingerpost.access.models.people import Role
from fingerpost.access.services import emergencies
from fingerpost.ledger.entry import Entry
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.words import known, word

_ROLES = {word(role): role.label for role in Role}
_PARTS = {word(part): part for part in Compartment}
_THINGS = {
    "appearance": "a person",
    "appearance-link": "a link between people",
    "assurance": "what an administrator says of keys or backups",
    "contact": "an entry of the directory",
    "emergency": "a concern to read in an emergency",
    "emergency-look": "a look in an emergency",
    "review-of-an-emergency-look": "the review of a look in an emergency",
    "duty-state": "how far a duty is",
    "happened": "an event",
    "ledger": "the ledger",
    "look-outcome": "what came of an unusual look",
    "membership": "a role",
    "part-taken": "a part in a concern",
    "sampled": "a place in a dip sample",
    "tombstone": "what is left of a concern",
    "turn-taken": "a closing, reopening or passing on",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`who` did it; `as_what` has role and organisation, or is empty; `did` begins with the verb."""

    who: str
    as_what: str
    did: str
    at: datetime
    in_emergency: bool = False

    def __str__(self) -> str:
        return ", ".join(part for part in (self.who, self.as_what, self.did) if part)


@dataclass(frozen=True, slots=True)
class _Names:
    users: Mapping[UUID, User]
    organisations: Mapping[UUID, Organisation]
    references: Mapping[UUID, str]


def of_rows(rows: Sequence[LedgerEntry], *, about: UUID | None = None) -> list[Sentence]:
    """Return a sentence for each row, in their order, by four queries at most however many there are.

    `about`: the concern whose page it is, of which nothing need be said.
    """
    entries = [row.entry for row in rows]
    accounts = (entry.object_id for entry in entries if entry.object_kind == ACCOUNT)
    names = _Names(
        User.objects.in_bulk(_known([*(entry.actor for entry in entries), *accounts])),
        Organisation.objects.in_bulk(_known(entry.organisation for entry in entries)),
        ledger_visibility.references(_known(entry.within for entry in entries if entry.within != about)),
    )
    hours = emergencies.hours_of(about) if about else []
    return [replace(_sentence(one, names, about), in_emergency=_in_emergency(one, hours)) for one in entries]


def _in_emergency(entry: Entry, hours: Iterable[tuple[UUID, datetime, datetime]]) -> bool:
    """Whether it was done by somebody who read the common record in an emergency then."""
    is_common = _PARTS.get(entry.compartment or "") == Compartment.COMMON
    return is_common and any(entry.actor == who and since <= entry.at <= until for who, since, until in hours)


def phrases() -> dict[str, str]:
    """Return the phrase of every action, for a filter."""
    return dict(sorted(known().actions.items(), key=lambda item: item[1]))


def things() -> dict[str, str]:
    """Return what every kind of thing is called, for a filter."""
    return dict(sorted(((kind, _thing(kind)) for kind in known().object_kinds), key=lambda item: item[1]))


def _known(ids: Iterable[UUID | None]) -> set[UUID]:
    return {it for it in ids if it is not None}


def _sentence(entry: Entry, names: _Names, about: UUID | None) -> Sentence:
    if entry.actor is None:
        account = names.users.get(entry.object_id) if entry.object_id and entry.object_kind == ACCOUNT else None
        who, as_what = account.name if account else "Somebody not signed in", ""
    else:
        who = names.users[entry.actor].name if entry.actor in names.users else "An account that is gone"
        organisation = names.organisations.get(entry.organisation) if entry.organisation else None
        role = _ROLES.get(entry.role or "", entry.role or "")
        as_what = ", ".join(part for part in (role[:1].lower() + role[1:], organisation and organisation.name) if part)
    return Sentence(who, as_what, _did(entry, names, about), entry.at)


def _did(entry: Entry, names: _Names, about: UUID | None) -> str:
    what = _what(entry, names, about)
    match entry.attempted:
        case None if entry.action == "searched" and entry.object_kind != "ledger":
            return f"searched for {what}"
        case None:
            return f"{_phrase(entry.action)} {what}".rstrip()
        case "looked":
            return f"asked for {what} and was refused"
        case "changed":
            return f"tried to change {what} and was refused"
        case "wrote":
            return f"wrote in {what} what does not read as words, and was refused"
        case attempted:
            return f"was refused: {_phrase(attempted)} {what}"


def _phrase(action: str) -> str:
    return known().actions.get(action, action.replace("-", " "))


def _what(entry: Entry, names: _Names, about: UUID | None) -> str:
    if entry.object_kind == ACCOUNT:
        return _account(entry, names)
    if entry.within is None:
        if entry.object_kind == PAGE:
            return "a page" if entry.attempted else "a list of concerns"
        return _thing(entry.object_kind or "")
    if entry.within == about:
        concern = "this concern"
    else:
        reference = names.references.get(entry.within)
        concern = f"concern {reference}" if reference else "a concern that you do not see"
    if entry.compartment is None:
        return concern
    part = _part(entry.compartment)
    where = part if entry.within == about else f"{part} of {concern}"
    if entry.action == "opened":
        return concern
    if entry.object_kind == "ledger":
        return f"who looked at {where}"
    return where if entry.object_kind == CONCERN else f"{_thing(entry.object_kind or '')} in {where}"


def _account(entry: Entry, names: _Names) -> str:
    """Of one's own account the verb says enough, and so it does where nobody was signed in."""
    if entry.actor is None or entry.actor == entry.object_id:
        return "" if entry.action not in {"created", "changed"} else "their own account"
    user = names.users.get(entry.object_id) if entry.object_id else None
    return f"the account of {user.name}" if user else "an account"


def _part(compartment: str) -> str:
    match _PARTS.get(compartment):
        case None:
            return f"the part “{compartment}”"
        case Compartment.POLICE | Compartment.HEALTH as part:
            return f"the {part.label.lower()} part"
        case part:
            return f"the {part.label[:1].lower()}{part.label[1:]}"


def _thing(kind: str) -> str:
    plain = kind.replace("-", " ")
    return _THINGS.get(kind) or f"{'an' if plain[:1] in 'aeiou' else 'a'} {plain}"
