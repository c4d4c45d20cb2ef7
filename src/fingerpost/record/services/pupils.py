"""The list of an organisation's pupils: kept by its leads, chosen from by those who record there, seen by nobody else.

Choosing puts a name, a date of birth and nothing else into the form of somebody new; what is recorded is what is sent
with that form. Nothing joins a list to a concern, and a list that is deleted takes nothing of a concern with it.
"""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.guard.policies import Policy, Protection
from fingerpost.access.rules import LIST_KEEPING_ROLES, WORKING_ROLES
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.keys.errors import NotWordsError
from fingerpost.keys.words import check_all
from fingerpost.record.models import PupilList
from fingerpost.record.models.pupils import cells
from fingerpost.web import pasted
from fingerpost.web.pasted import ListError

MOST: Final = 3000
SHOWN: Final = 20
"""Pupils in a list; and how many of those who are found are shown."""
_LONGEST: Final = 400_000
_COLUMNS: Final = {
    "name": "name",
    "full name": "name",
    "first name": "first",
    "forename": "first",
    "legal forename": "first",
    "preferred forename": "first",
    "surname": "last",
    "last name": "last",
    "legal surname": "last",
    "preferred surname": "last",
    "date of birth": "born",
    "dob": "born",
    "birth date": "born",
    "class": "group",
    "form": "group",
    "reg": "group",
    "registration group": "group",
    "year group": "group",
}

_READ: Final = "organisation_id = (SELECT guard.records_at())"
_KEPT: Final = "organisation_id = (SELECT guard.keeps_list_of())"
PROTECTION: Final = Protection(
    (
        Policy("SELECT", using=_READ),
        Policy("INSERT", check=f"{_KEPT} AND taken_by_id = guard.me()"),
        Policy("DELETE", using=_KEPT),
    ),
    "SELECT, INSERT, DELETE",
)
"""Who records somewhere reads the list of there; a lead or a manager of there keeps it, in their own name."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One line of a list. `number`: where it is in it."""

    number: int
    name: str
    born: datetime.date | None
    group: str


def kept() -> PupilList | None:
    """Return the list of where whoever acts may record; None where there is none, or it is not theirs to see."""
    return _of(WORKING_ROLES).select_related("taken_by__user").first()


def _of(roles: Iterable[str]) -> QuerySet[PupilList]:
    actor = context.required()
    if actor.role not in roles:
        return PupilList.objects.none()
    return PupilList.objects.filter(organisation=actor.organisation_id)


def pupils_of(kept_list: PupilList) -> list[Pupil]:
    """Return the pupils of a list, in its order; that it was opened is noted."""
    rows = json.loads(kept_list.pupils)
    return [
        Pupil(number, name, datetime.date.fromisoformat(born) if born else None, group)
        for number, (name, born, group) in enumerate(rows)
    ]


def named(pupils: Iterable[Pupil], sought: str) -> list[Pupil]:
    """Return those who have a name that begins with each of these words, however it is accented or written."""
    words = _plain(sought)
    return [one for one in pupils if words and all(any(part.startswith(w) for part in _plain(one.name)) for w in words)]


def _plain(name: str) -> list[str]:
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return "".join(one if one.isalnum() else " " for one in bare.casefold()).split()


def read(text: str, today: datetime.date) -> list[tuple[str, str, str]]:
    """Return the pupils of a pasted list: name, date of birth in ISO form or nothing, class. Raises `ListError`."""
    rows = pasted.read(text, _COLUMNS, (), MOST, _LONGEST)
    read = [_pupil(number, texts, today) for number, texts in rows]
    try:
        check_all(cells(json.dumps(read)))
    except NotWordsError:
        raise ListError("The list does not read as words. Only names, dates and classes are taken") from None
    return read


def _pupil(number: int, texts: dict[str, str], today: datetime.date) -> tuple[str, str, str]:
    name = texts.get("name") or f"{texts.get('first', '')} {texts.get('last', '')}".strip()
    if not name:
        raise ListError(f"Line {number} has no name. Name a column “name”, or two “first name” and “surname”")
    born = pasted.day(texts["born"]) if texts.get("born") else None
    if texts.get("born") and (born is None or born > today):
        raise ListError(f"Line {number}: write the date of birth like 2012-05-04 or 04/05/2012")
    pupil = (name, born.isoformat() if born else "", texts.get("group", ""))
    if max(map(len, pupil)) > 200:
        raise ListError(f"Line {number} has more than 200 characters in a cell")
    return pupil


@transaction.atomic
def keep(pupils: Sequence[tuple[str, str, str]]) -> None:
    """Keep a list in the place of the one before. Raises `AccessError` for whoever keeps none."""
    actor = context.required()
    if actor.role not in LIST_KEEPING_ROLES:
        raise refuse("list", "you do not keep the list of pupils", "Ask a safeguarding lead of your organisation.")
    keys.ensure_key(actor.organisation_id, OwnerKind.ORGANISATION)
    delete()
    written = json.dumps(pupils, ensure_ascii=False)
    PupilList(organisation_id=actor.organisation_id, taken_by_id=actor.membership_id, pupils=written).save()


@transaction.atomic
def delete() -> None:
    """Delete the list, with all that is in it."""
    for row in _of(LIST_KEEPING_ROLES):
        row.delete()
