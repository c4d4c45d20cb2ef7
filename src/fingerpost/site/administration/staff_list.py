"""People from a list that somebody pastes: what each line of it would do, said before anything is done.

The list is read and thrown away; what stays of it are the memberships that one would have made by hand, one by one. An
account that somebody has elsewhere looks like a new one here: an administrator learns of nobody where else they work.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.db.models import Q

from fingerpost.access.models.people import Membership, Organisation, Role
from fingerpost.access.one_person import plain_number
from fingerpost.procedure.errors import nearest
from fingerpost.site.administration.forms import MemberForm
from fingerpost.web import pasted

MOST: Final = 500
"""People in a list."""

COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "e-mail": "email",
    "email": "email",
    "role": "role",
    "team": "team",
    "takes in": "intake",
    "first day": "starts",
    "staff number": "staff_number",
}
"""What may be at the head of a column, and the field that it is."""

_NEEDED: Final = ("name", "email", "role")
_CHANGING: Final = {"team": "Team", "intake": "Takes in", "staff_number": "Staff number"}
_TO_ONESELF: Final = "You cannot give a role to yourself. Ask another administrator"
_YES_OR_NO: Final = {"yes": True, "y": True, "no": False, "n": False, "": False}
_ROLES: Final = {str(label).lower(): str(value) for value, label in Role.choices} | {
    str(value): str(value) for value in Role.values
}


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "New"
    CHANGED = "Changed"
    SAME = "Unchanged"
    REFUSED = "Refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, and what it would do. `membership`: the one that it is about, where there is one."""

    number: int
    name: str
    email: str
    role: str
    outcome: Outcome
    said: tuple[str, ...]
    values: Mapping[str, Any]
    membership: Membership | None = None
    changed: tuple[str, ...] = ()


class RowForm(MemberForm):
    """One line, held to the same as somebody who is added by hand."""

    staff_number = forms.CharField(max_length=40, required=False)

    def clean_staff_number(self) -> str:
        """Write a number as it is compared."""
        return plain_number(self.cleaned_data["staff_number"])


def read(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the lines of a list by their number, each a text for each column that it has. Raises `ListError`."""
    return pasted.read(text, COLUMNS, _NEEDED, MOST)


def plan(
    rows: Sequence[tuple[int, dict[str, str]]], organisation: Organisation, by: Membership, today: datetime.date
) -> list[Line]:
    """Say of each line what it would do in this organisation today. Nothing is done."""
    there = organisation.memberships.filter(Q(ends=None) | Q(ends__gte=today)).select_related("user")
    known = {(one.user.email, one.role): one for one in there}
    lines: list[Line] = []
    seen: dict[tuple[str, str], int] = {}
    for number, texts in rows:
        line = _line(number, texts, known, by, today)
        place = (line.email, line.role)
        if line.outcome != Outcome.REFUSED and place in seen:
            line = _refused(number, texts, [f"The same person and role are in line {seen[place]}"])
        seen.setdefault(place, number)
        lines.append(line)
    return lines


def _line(
    number: int,
    texts: Mapping[str, str],
    known: Mapping[tuple[str, str], Membership],
    by: Membership,
    today: datetime.date,
) -> Line:
    data, problems = _as_form(texts, today)
    form = RowForm(data)
    for field, errors in form.errors.items():
        problems.setdefault(field, " ".join(str(error) for error in errors))
    if problems:
        return _refused(number, texts, list(problems.values()))
    values = form.cleaned_data
    email, role = values["email"], values["role"]
    membership = known.get((email, role))
    is_own = email == by.user.email
    if membership is None:
        if is_own:
            return _refused(number, texts, [_TO_ONESELF])
        return Line(number, values["name"], email, role, Outcome.NEW, (), values)
    changes = _changes(membership, values, texts)
    if is_own and changes:
        return _refused(number, texts, [_TO_ONESELF])
    outcome, said = (Outcome.CHANGED if changes else Outcome.SAME), tuple(changes.values())
    return Line(number, membership.user.name, email, role, outcome, said, values, membership, tuple(changes))


def _as_form(texts: Mapping[str, str], today: datetime.date) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a line as the form for one person would be sent, and by field what cannot be read at all."""
    problems: dict[str, str] = {}
    role = " ".join(texts["role"].lower().split())
    data: dict[str, Any] = {**texts, "role": _ROLES.get(role, "")}
    if role and role not in _ROLES:
        problems["role"] = f"There is no role “{role[:40]}”. {nearest(role[:40], list(_ROLES))}".strip()
    intake = texts.get("intake", "").lower()
    data["intake"] = _YES_OR_NO.get(intake, False)
    if intake not in _YES_OR_NO:
        problems["intake"] = "Write yes or no for “takes in”"
    day = pasted.day(texts["starts"]) if texts.get("starts") else today
    if day is None:
        problems["starts"] = "Write the first day like 2027-01-04 or 04/01/2027"
    for part, value in enumerate((day.day, day.month, day.year) if day else ("", "", "")):
        data[f"starts_{part}"] = value
    return data, problems


def _changes(membership: Membership, values: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """Say by field what would be another in a membership. A column that is left out changes nothing."""
    return {
        field: f"{what}: {_shown(getattr(membership, field))} → {_shown(values[field])}"
        for field, what in _CHANGING.items()
        if field in texts and getattr(membership, field) != values[field]
    }


def _shown(value: bool | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or "none"


def _refused(number: int, texts: Mapping[str, str], said: Sequence[str]) -> Line:
    name, email, role = (texts[field][:200] for field in _NEEDED)
    return Line(number, name, email.lower(), role, Outcome.REFUSED, tuple(said), {})


def digest(lines: Sequence[Line]) -> str:
    """Return what a preview is known by: where another one comes out of the same list, it is shown again."""
    shown = repr([(line.number, line.email, line.role, line.outcome, line.said) for line in lines])
    return hashlib.sha256(shown.encode()).hexdigest()
