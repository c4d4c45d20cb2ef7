"""What a user says of themselves, so that they are told apart from their namesakes: given, changed, taken away."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.models import Identifier, IdentifierKind
from fingerpost.access.people_changed import person_changed
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.keys.likeness import Form, Kind, stored

LIKENESS: Final[Mapping[str, Kind]] = {
    IdentifierKind.BORN: Kind.BORN,
    IdentifierKind.PHONE: Kind.PHONE,
    IdentifierKind.ADDRESS: Kind.ADDRESS,
}


def form_of(kind: str, text: str) -> Form | None:
    """Return the form by which an identifier is found; None where the text is not of its kind."""
    return next(iter(stored(LIKENESS[kind], text)), None)


def own() -> dict[str, str]:
    """Return what whoever is acting said of themselves, by kind."""
    return {row.kind: str(row.text) for row in Identifier.objects.filter(user=context.required().user_id)}


@transaction.atomic
def give(said: Mapping[IdentifierKind, str]) -> None:
    """Let these stand for whoever is acting; an empty text takes one away. Raises `ValueError` for one that is none."""
    user_id = context.required().user_id
    keys.ensure_key(user_id, OwnerKind.USER)
    for kind, text in said.items():
        there = Identifier.objects.filter(user=user_id, kind=kind).first()
        if not text:
            if there is not None:
                there.delete()
            continue
        row = there or Identifier(user_id=user_id, kind=kind)
        row.text = text
        mark(row, keys.search_root())
        row.save()
    person_changed(user_id)


def mark(row: Identifier, root: int) -> None:
    """Give an identifier its token under a search root. Raises `ValueError` where its text is not of its kind."""
    form = form_of(row.kind, row.text)
    if form is None:
        raise ValueError(f"this is no {row.get_kind_display()}")
    row.root = root
    row.token = secrets.choice(keys.tokenisers()[root].to_seek(form))
