"""Whom a user is close to, said beforehand: declared, taken back, and found by tokens alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fingerpost.access import context
from fingerpost.access.audit import ACCOUNT
from fingerpost.access.errors import no_such_concern, refuse
from fingerpost.access.models import Declared
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.keys.likeness import EXACT, Form, Kind, parts_needed, sought, stored
from fingerpost.keys.tokens import Tokeniser
from fingerpost.ledger import recording

DECLARED: Final = "conflict-declared"
TAKEN_BACK: Final = "conflict-taken-back"


def own() -> list[Declared]:
    """Return whom whoever is acting declared."""
    return list(Declared.objects.filter(user=context.required().user_id))


@transaction.atomic
def declare(name: str, born: str = "", phone: str = "") -> Declared:
    """Declare that whoever is acting is close to somebody, and note that they did, without whom.

    Raises `AccessError` without a name, or without anything that namesakes do not share.
    """
    row = Declared(user_id=context.required().user_id, name=name, born=born or None, phone=phone or None)
    keys.ensure_key(row.user_id, OwnerKind.USER)
    mark(row, keys.search_root())
    if not row.names or (row.born_token is None and row.phone_token is None):
        raise refuse("person", "a name alone is not enough", "Give a date of birth or a telephone number too.")
    row.save()
    recording.note(DECLARED, ACCOUNT, row.user_id)
    return row


@transaction.atomic
def take_back(pk: UUID) -> None:
    """Take back what whoever is acting declared. Raises `AccessError` where they declared no such thing."""
    row = Declared.objects.filter(pk=pk, user=context.required().user_id).first()
    if row is None:
        raise no_such_concern()
    row.delete()
    recording.note(TAKEN_BACK, ACCOUNT, row.user_id)


def mark(row: Declared, root: int) -> None:
    """Give what was declared its tokens under a search root."""
    tokeniser = keys.tokenisers()[root]
    row.root = root
    row.names = sorted(token.hex() for token in tokeniser.to_store(stored(Kind.NAME, row.name)))
    row.born_token = _token(tokeniser, stored(Kind.BORN, row.born or ""))
    row.phone_token = _token(tokeniser, stored(Kind.PHONE, row.phone or ""))


def _token(tokeniser: Tokeniser, forms: Iterable[Form]) -> bytes | None:
    return next((secrets.choice(tokeniser.to_seek(form)) for form in forms), None)


def close_to(names: Iterable[str], born: Iterable[str], phones: Iterable[str]) -> Iterator[UUID]:
    """Yield the users who declared a person who has one of these names, and one of these as well: at most one query.

    The name may be heard or misspelt; the date or the number is the same.
    """
    tokenisers = list(keys.tokenisers().values())
    of_born = _sought(tokenisers, Kind.BORN, born)
    of_phone = _sought(tokenisers, Kind.PHONE, phones)
    if not of_born and not of_phone:
        return
    rows = Declared.objects.filter(Q(born_token__in=of_born) | Q(phone_token__in=of_phone))
    for user_id, tokens in rows.values_list("user_id", "names"):
        known = {bytes.fromhex(token) for token in tokens}
        if any(_is_alike(tokenisers, name, known) for name in names):
            yield user_id


def _sought(tokenisers: Iterable[Tokeniser], kind: Kind, texts: Iterable[str]) -> list[bytes]:
    """Return the tokens of texts that are the same, and of none that is near."""
    forms = [one.form for text in texts for one in sought(kind, text) if one.strength == EXACT]
    return [token for tokeniser in tokenisers for form in forms for token in tokeniser.to_seek(form)]


def _is_alike(tokenisers: Iterable[Tokeniser], name: str, known: set[bytes]) -> bool:
    found = {
        one.part
        for one in sought(Kind.NAME, name)
        if any(token in known for tokeniser in tokenisers for token in tokeniser.to_seek(one.form))
    }
    return len(found) >= max(1, parts_needed(Kind.NAME, name))
