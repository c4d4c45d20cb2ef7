"""Adding people to a concern, and what is known of who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.models import Compartment, Matter
from fingerpost.keys import services as keys
from fingerpost.keys.likeness import Form, Kind, stored
from fingerpost.record.models import Appearance, Detail, DetailKind, Part, SearchToken

SOUGHT_AS: Final[Mapping[str, Kind]] = {
    DetailKind.NAME: Kind.NAME,
    DetailKind.OTHER_NAME: Kind.NAME,
    DetailKind.BORN: Kind.BORN,
    DetailKind.HANDLE: Kind.HANDLE,
    DetailKind.PHONE: Kind.PHONE,
    DetailKind.EMAIL: Kind.EMAIL,
}
"""As what a detail can be searched for. An address cannot."""


@transaction.atomic
def add_appearance(
    matter: Matter,
    part: Part,
    details: Iterable[tuple[DetailKind, str]],
    *,
    compartment: Compartment = Compartment.COMMON,
) -> Appearance:
    """Add a person to a matter's compartment, with what is known of who they are.

    A date of birth is in ISO form (2012-05-04). Raises `AccessError` if whoever is acting may not add to it.
    """
    by = context.required().membership_id
    appearance = Appearance(matter=matter, compartment=compartment, part=part, recorded_by_id=by)
    appearance.save()
    _save(appearance, compartment, [(kind, value, None) for kind, value in details], by)
    return appearance


@transaction.atomic
def add_detail(
    appearance: Appearance,
    kind: DetailKind,
    value: str,
    *,
    replaces: Detail | None = None,
    compartment: Compartment | None = None,
) -> Detail:
    """Add what is known of a person, in place of another detail if that was wrong, which stays and stays findable.

    `compartment`: where it is known; that of the appearance when left out. Raises `AccessError` as above.
    """
    where = compartment or Compartment(appearance.compartment)
    if replaces is not None and (replaces.appearance_id, replaces.kind) != (appearance.pk, kind):
        raise ValueError("a detail replaces one of the same kind, of the same person")
    (detail,) = _save(appearance, where, [(kind, value, replaces)], context.required().membership_id)
    return detail


def forms_of(details: Iterable[tuple[str, str]]) -> set[Form]:
    """Return the forms by which a person with these details (a kind and its text) is found."""
    return {form for kind, value in details if kind in SOUGHT_AS for form in stored(SOUGHT_AS[kind], value)}


def store_tokens(appearance: Appearance, compartment: str, forms: Iterable[Form], root: int | None = None) -> None:
    """Store tokens for these forms, under the newest search root."""
    tokenisers = keys.tokenisers()
    root = root or max(tokenisers)
    SearchToken.objects.bulk_create(
        [
            SearchToken(
                token=token, appearance=appearance, matter_id=appearance.matter_id, compartment=compartment, root=root
            )
            for token in tokenisers[root].to_store(forms)
        ],
        ignore_conflicts=True,  # the same form may have drawn the same token before
    )


def _save(
    appearance: Appearance,
    compartment: str,
    details: Iterable[tuple[DetailKind, str, Detail | None]],
    membership_id: UUID,
) -> list[Detail]:
    saved = [
        Detail(
            appearance=appearance,
            matter_id=appearance.matter_id,
            compartment=compartment,
            kind=kind,
            value=value,
            replaces=replaces,
            recorded_by_id=membership_id,
        )
        for kind, value, replaces in details
    ]
    for detail in saved:
        detail.save()
    store_tokens(appearance, compartment, forms_of((detail.kind, detail.value) for detail in saved))
    return saved
