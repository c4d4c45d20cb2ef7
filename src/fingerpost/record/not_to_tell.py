"""Whom not to tell, and who may be told all the same: the embargoes that are in force, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access import embargo
from fingerpost.access.embargo import Relation
from fingerpost.access.models import Concern, Embargo, EmbargoLift
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.procedure.explaining.words import joined, told_person


@dataclass(frozen=True, slots=True)
class NotToTell:
    """One embargo: about whom, whom not to tell, until what; who may be told since when; and the rule."""

    about: str
    whom: str
    until: str
    free: tuple[tuple[str, datetime], ...]
    rule: str


def of_concern(concern: Concern, seen: Collection[str], names: Mapping[UUID, str], at: datetime) -> Iterator[NotToTell]:
    """Yield the embargoes that are in force at a moment, in these compartments: three queries, or four.

    Whoever may be told by a recorded decision is not named among those not to tell; where nobody else is, the embargo
    is left out. Nobody is said to be free to be told whom another embargo holds. `names`: of the people in the concern.
    """
    lifts: dict[UUID, list[EmbargoLift]] = defaultdict(list)
    for lift in EmbargoLift.objects.visible().filter(concern=concern, compartment__in=seen, at__lte=at):
        lifts[lift.embargo_id].append(lift)
    rows = list(Embargo.objects.visible().filter(concern=concern, compartment__in=seen, starts__lte=at))
    really = (
        embargo.really_lifted(concern.pk, [(row, one) for row in rows for one in lifts[row.pk]], at) if rows else []
    )
    for row in rows:
        free: dict[str, datetime] = {}
        for lifted, one in really:
            if lifted is row:
                free.setdefault(one.for_whom, one.at)
        whom = _whom(row, free, names)
        if whom:
            yield NotToTell(
                about=names.get(row.about, "somebody") if row.about else "an adult who is not listed yet",
                whom=whom,
                until=str(row.get_until_display()),
                free=tuple((told(one, names), since) for one, since in free.items()),
                rule=row.provision,
            )


def told(word: str, names: Mapping[UUID, str]) -> str:
    """Return whom an embargo's `Person` means: `Amina’s parents or carers`."""
    relation, _, of = word.partition(":")
    name = names.get(UUID(of), "somebody")
    if relation == Relation.OTHER:
        return "another organisation"
    return name if relation == Relation.SELF else told_person(f"{relation}:{of}", name)


def _whom(row: Embargo, free: Collection[str], names: Mapping[UUID, str]) -> str:
    if EVERYONE not in row.must_not_be_told:
        return joined(_named((one for one in row.must_not_be_told if one not in free), names), "or")
    but = f", other than {joined(_named(free, names))}" if free else ""
    return f"anybody outside the agencies that act on this concern{but}"


def _named(words: Iterable[str], names: Mapping[UUID, str]) -> list[str]:
    return [told(one, names) for one in words]
