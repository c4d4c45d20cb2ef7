"""Failures that published reviews told of, decided under each edition: what it asks for, by which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

from fingerpost.guide.answers import called
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.explaining.words import duty_line
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.procedure.pack.vignettes import Vignette
from fingerpost.proof.impact import told_to

_WHOEVER: Final = "whoever learned of it"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one edition asks. `applies`: None where an unknown answer decides it. `due`: None where it sets no day."""

    applies: bool | None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DutyInEditions:
    """A rule with what each edition asks of it, in their order. `edition`: one that has it, to read it in.

    `should`: the duty was worked out by hand from the texts as what should have been done.
    """

    rule: Provision
    edition: Pack
    about: str
    who: str
    should: bool
    asked: tuple[Asked, ...]


def in_editions(one: Vignette, editions: Sequence[Pack]) -> list[DutyInEditions]:
    """Return what should have been done, and what else an edition asks for by a day, as the last edition orders it."""
    decided = [_decided(one, pack, editions) for pack in editions]
    should = {(each.rule, each.about) for each in (*one.due, *one.later)}
    dated = {key for found in decided for key, each in found.items() if each.due and each.status == "applies"}
    order = list(dict.fromkeys(key for found in reversed(decided) for key in found))
    return [_in_editions(key, key in should, editions, decided) for key in order if key in should or key in dated]


def _decided(one: Vignette, pack: Pack, editions: Sequence[Pack]) -> dict[tuple[str, str], Outcome]:
    document = reduce(lambda told, other: told_to(pack, other, told), editions, dict(one.case))
    return {(each.provision, each.about): each for each in decide(pack, case_from(document, pack)).outcomes}


def _in_editions(
    key: tuple[str, str], should: bool, editions: Sequence[Pack], decided: Sequence[dict[tuple[str, str], Outcome]]
) -> DutyInEditions:
    pack = next(pack for pack, found in zip(reversed(editions), reversed(decided), strict=True) if key in found)
    rule = pack.provisions[key[0]]
    asked = tuple(_asked(found.get(key)) for found in decided)
    about = "" if key[1] == "concern" else called(key[1])
    return DutyInEditions(rule, pack, about, duty_line(rule, _WHOEVER), should, asked)


def _asked(outcome: Outcome | None) -> Asked:
    if outcome is None:
        return Asked(applies=False)
    return Asked(applies=True if outcome.status == "applies" else None, due=outcome.due)
