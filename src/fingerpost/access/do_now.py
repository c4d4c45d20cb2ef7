"""“Do this now”, with the numbers that answer at this hour.

One block for every page, paper and message. Whoever has a case and its decision makes it so:

    made = do_now(pack, case, decision, called)                       # fingerpost.procedure.explaining.do_now, pure
    block = with_numbers(made, pack, timezone.now(), membership)      # here: reads the directory

and a template shows it, as the first thing on the page:

    {% from "components/do-now.html" import do_now with context %}
    {{ do_now(block) }}

A paper or a message has no links: `block.lines()` are the same three lines as text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from fingerpost.access.hours import is_answered
from fingerpost.access.models.people import Contact, Membership, Organisation, OrganisationKind
from fingerpost.procedure.explaining.do_now import DoNow
from fingerpost.procedure.explaining.words import capital
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.services import services, telephone_link

RECIPIENTS = {
    "social_care": OrganisationKind.SOCIAL_CARE,
    "police": OrganisationKind.POLICE,
    "lado": OrganisationKind.DESIGNATED_OFFICER,
}
"""The kind of organisation that a recipient of a procedure is."""
SETTINGS = {
    OrganisationKind.SCHOOL: "school_or_college",
    OrganisationKind.HEALTH: "health",
    OrganisationKind.SOCIAL_CARE: "social_care",
    OrganisationKind.POLICE: "police",
    OrganisationKind.YOUTH_WORK: "youth_or_community",
}
"""Where somebody works, as the fact `setting` has it, by the kind of their organisation."""
_UNCONFIRMED = "number to be confirmed by the partnership"
MOST_ENTRIES = 2
"""How many entries of one kind are shown; where there are more, nobody knows here which is the nearest."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number: whose it is, and when it answers, or nothing where it answers now."""

    whose: str
    phone: str
    when: str

    def __str__(self) -> str:
        return f"{self.whose}: {self.phone}{f' ({self.when})' if self.when else ''}."

    @property
    def link(self) -> str:
        """The number as a `tel:` address has it."""
        return telephone_link(self.phone)


@dataclass(frozen=True, slots=True)
class Block:
    """What is shown: whom to tell, the numbers, the words.

    `first`: the number of whoever is told first, where one's own organisation has it in the directory. `before`: what
    is said before the other numbers. `missing`: those to ring of whom the directory has no number. `many`: those of
    whom it has one for each area.
    """

    tell: str
    first: tuple[Number, ...]
    before: str
    numbers: tuple[Number, ...]
    missing: tuple[str, ...]
    many: tuple[str, ...]
    say: str

    def lines(self) -> list[str]:
        """Return the block as text."""
        ring = [*map(str, self.first)]
        others = [*map(str, self.numbers), *(f"{one}: {_UNCONFIRMED}." for one in self.missing)]
        others += [f"{one}: the number of your area." for one in self.many]
        ring += [self.before, *others] if others else []
        return [line for line in (self.tell, " ".join(ring), f"Say: “{self.say}”" if self.say else "") if line]


def setting_of(organisation: Organisation | None) -> str | None:
    """Return where somebody works, as a case says it; None where the kind of organisation does not tell."""
    return SETTINGS.get(OrganisationKind(organisation.kind)) if organisation else None


def with_numbers(made: DoNow, pack: Pack, at: datetime, membership: Membership | None = None) -> Block:
    """Return what is shown at a moment to somebody, who may not be signed in.

    Inside an organisation its own entries come first, and of those outside the ones of its own area.
    """
    own = membership.organisation if membership else None
    kinds = {RECIPIENTS[one]: one for one in made.ring if one in RECIPIENTS}
    entries = entries_for(kinds, own)
    first: list[Number] = []
    numbers: list[Number] = []
    missing: list[str] = []
    many: list[str] = []
    if own is not None and made.first:
        inside = [one for one in entries if one.organisation_id == own.pk and "safeguarding" in one.purpose.lower()]
        first = [replace(one, whose=entry.purpose) for entry in inside[:1] for one in numbers_of(entry, at)]
    for kind, recipient in kinds.items():
        everywhere = [one for one in entries if one.organisation.kind == kind]
        near = [one for one in everywhere if own and one.organisation.area == own.area] or everywhere
        found = [number for entry in near for number in numbers_of(entry, at)]
        if len(near) > MOST_ENTRIES:
            many.append(capital(pack.recipients[recipient]))
        elif found:
            numbers += found
        elif national := [one for one in services() if one.recipient == recipient and one.phone]:
            numbers += [Number(one.name, one.phone, "") for one in national]
        else:
            missing.append(capital(pack.recipients[recipient]))
    before = "Ring:" if made.acts else made.otherwise
    others = tuple(dict.fromkeys(numbers))
    return Block(made.tell, tuple(first), before, others, tuple(missing), tuple(many), made.say)


def entries_for(kinds: Collection[OrganisationKind], own: Organisation | None) -> list[Contact]:
    """Return the entries of the directory of organisations of these kinds, and those of one's own. One query."""
    wanted = Q(organisation__kind__in=kinds) | Q(organisation=own)
    return list(Contact.objects.filter(wanted).select_related("organisation"))


def numbers_of(entry: Contact, at: datetime) -> list[Number]:
    """Return the number of an entry that answers at a moment; both, with their hours, where that cannot be told."""
    open_now = is_answered(entry.hours, at, entry.organisation.nation)
    whose = str(entry.organisation)
    by_day = [Number(whose, entry.phone, "" if open_now else entry.hours)] if entry.phone else []
    if open_now or not entry.out_of_hours_phone:
        return by_day
    otherwise = Number(f"{whose}, out of hours", entry.out_of_hours_phone, "" if open_now is False else "otherwise")
    return [otherwise] if open_now is False else [*by_day, otherwise]
