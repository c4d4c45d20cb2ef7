"""Searching for a person: among what whoever is acting may see, by tokens, and never by what is sealed.

Whoever searches learns nothing of others: neither from what is found nor from how much. What is hidden from them is
noted where its own people see it (`hidden_hits`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID

import jellyfish
from django.db import transaction

from fingerpost.access import context
from fingerpost.keys import likeness
from fingerpost.keys import services as keys
from fingerpost.keys.likeness import Kind
from fingerpost.record import audit
from fingerpost.record.models import Appearance, Detail, DetailKind
from fingerpost.record.services import hidden_hits
from fingerpost.record.services.search_query import MatchStrength, search_tokens

MOST: Final = 50
"""So many are shown. Whoever has more has to ask more exactly."""

# What is enough by itself. A date of birth is so only if nothing else was asked for.
_TELLING: Final = (Kind.NAME, Kind.HANDLE, Kind.PHONE, Kind.EMAIL)


@dataclass(frozen=True, slots=True, repr=False)
class Query:
    """Whom somebody looks for. Empty fields are not asked for."""

    name: str = ""
    born: date | None = None
    handle: str = ""
    phone: str = ""
    email: str = ""

    def texts(self) -> dict[Kind, str]:
        """Return what is asked for, by kind."""
        asked = {
            Kind.NAME: self.name,
            Kind.BORN: self.born.isoformat() if self.born else "",
            Kind.HANDLE: self.handle,
            Kind.PHONE: self.phone,
            Kind.EMAIL: self.email,
        }
        return {kind: text for kind, text in asked.items() if text.strip()}

    def __repr__(self) -> str:
        asked = ", ".join(field.name for field in fields(self) if getattr(self, field.name))
        return f"<query by {asked or 'nothing'}>"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be the one: an appearance, and how strongly each kind of what was asked for was found.

    `strength` of a kind is `likeness.EXACT` (the same), `WORD` (the words of the name, in another name) or `NEAR`.
    """

    appearance: Appearance
    strength: Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class Result:
    """The likeliest first. `more`: there are others, which were not looked at."""

    matches: tuple[Match, ...]
    more: bool


@transaction.atomic
def search(query: Query) -> Result:
    """Return who may be the one, among what whoever is acting may see; empty when nothing was asked for.

    Two or more words of a name have to be found for it to be alike, if it has so many; a date of birth, other than by
    itself, only makes a match stronger.
    """
    context.required()
    texts = query.texts()
    found = {
        appearance_id: parts
        for appearance_id, parts in hidden_hits.find(search_tokens(texts)).items()
        if is_match(parts, texts)
    }
    audit.searched(texts)
    best = sorted(found, key=lambda appearance_id: (-sum(found[appearance_id].values()), appearance_id))
    names = _names(best[: 2 * MOST])
    likeness_of = {
        appearance_id: (sum(found[appearance_id].values()), _similar(query.name, names[appearance_id]))
        for appearance_id in best[: 2 * MOST]
    }
    shown = sorted(likeness_of, key=lambda appearance_id: likeness_of[appearance_id], reverse=True)[:MOST]
    appearances = Appearance.objects.visible().select_related("concern").in_bulk(shown)
    matches = tuple(
        Match(appearances[appearance_id], _strengths(found[appearance_id]))
        for appearance_id in shown
        if appearance_id in appearances
    )
    return Result(matches, more=len(best) > MOST)


def is_match(parts: MatchStrength, texts: Mapping[Kind, str]) -> bool:
    """Whether what was found of somebody makes them one of those who were asked for."""
    there = {
        kind
        for kind, text in texts.items()
        if sum(found_kind is kind for found_kind, _ in parts) >= likeness.parts_needed(kind, text)
    }
    return bool(there.intersection(_TELLING)) or (set(texts) == {Kind.BORN} and Kind.BORN in there)


def _strengths(parts: MatchStrength) -> dict[Kind, int]:
    strengths: dict[Kind, int] = {}
    for (kind, _), strength in parts.items():
        strengths[kind] = min(strengths.get(kind, strength), strength)
    return strengths


def _names(appearance_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the names of these, unsealed: three queries, however many they are."""
    rows = list(
        Detail.objects.visible().filter(
            appearance__in=list(appearance_ids), kind__in=[DetailKind.NAME, DetailKind.OTHER_NAME]
        )
    )
    keys.fetch(row.concern_id for row in rows)
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        names[row.appearance_id].append(row.value)
    return names


def _similar(sought: str, names: Iterable[str]) -> float:
    plain = " ".join(likeness.words(sought))
    return max((jellyfish.jaro_winkler_similarity(plain, " ".join(likeness.words(name))) for name in names), default=0)
