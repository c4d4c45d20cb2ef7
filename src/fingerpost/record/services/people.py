"""Adding people to a concern, and what is known of who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from fingerpost.access import context
from fingerpost.access.models import Compartment, Concern
from fingerpost.keys import services as keys
from fingerpost.keys.likeness import Form, Kind, stored
from fingerpost.record.errors import refuse
from fingerpost.record.models import Appearance, Detail, DetailKind, PartInConcern, PartTaken, PersonKind, SearchToken
from fingerpost.record.services import derived_facts
from fingerpost.record.services.changes import change, touch
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.timestamps import now

SOUGHT_AS: Final[Mapping[str, Kind]] = {
    DetailKind.NAME: Kind.NAME,
    DetailKind.OTHER_NAME: Kind.NAME,
    DetailKind.BORN: Kind.BORN,
    DetailKind.HANDLE: Kind.HANDLE,
    DetailKind.PHONE: Kind.PHONE,
    DetailKind.EMAIL: Kind.EMAIL,
}
"""As what a detail can be searched for. An address cannot."""


def add_appearance(
    concern: Concern,
    kind: PersonKind,
    parts: Iterable[PartInConcern] = (),
    details: Iterable[tuple[DetailKind, str]] = (),
    *,
    compartment: Compartment = Compartment.COMMON,
) -> Appearance:
    """Add a child or an adult to a concern's compartment, with what they have to do with it and who they are.

    A date of birth is in ISO form (2012-05-04). What follows from the parts is stated with them. Raises `AccessError`
    if whoever is acting may not add to it.
    """
    by = context.required().membership_id
    with change(concern, compartment):
        appearance = Appearance(
            concern=concern, compartment=compartment, kind=kind, recorded_at=now(), recorded_by_id=by
        )
        appearance.save()
        for part in dict.fromkeys(parts):
            take_part(appearance, part, compartment=compartment)
        _save(appearance, compartment, [(detail, value, None) for detail, value in details], by)
    return appearance


def take_part(
    appearance: Appearance, part: PartInConcern, *, compartment: Compartment | None = None, reason: str = ""
) -> PartTaken:
    """State that a person has this part in the concern; the facts that it settles follow.

    `compartment`: where it is known; that of the appearance when left out. Raises `AccessError` as above.
    """
    taken = drafted(appearance, part, compartment=compartment, reason=reason)
    with change(appearance.concern, taken.compartment):
        taken.save()
        touch(taken.concern_id)
        for fact in derived_facts.drafts(taken, pack_of(appearance.concern, taken.compartment)):
            fact.save()
    return taken


def leave_part(taken: PartTaken, *, reason: str) -> PartTaken:
    """State that a person does not have this part after all, and why: what followed from it is taken back with it.

    Raises `RecordError` if that was stated before.
    """
    with change(taken.concern, taken.compartment):
        if taken.takes_back_id is not None or _is_left(taken):
            raise refuse("part", "this was taken back already", "If it is so after all, state it again.")
        left = drafted_leaving(taken, reason=reason)
        left.save()
        for fact in derived_facts.withdrawals(taken):
            fact.save()
    return left


def drafted(
    appearance: Appearance, part: PartInConcern, *, compartment: Compartment | None = None, reason: str = ""
) -> PartTaken:
    """Return the statement of a part, not saved. Raises `RecordError` where it may not speak of the person."""
    where = compartment or Compartment(appearance.compartment)
    require_in_compartment(appearance.concern, where, appearance)
    return PartTaken(
        concern_id=appearance.concern_id,
        compartment=where,
        appearance=appearance,
        part=part,
        reason=reason,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )


def drafted_leaving(taken: PartTaken, *, reason: str) -> PartTaken:
    """Return the statement that takes a part back, not saved."""
    return PartTaken(
        concern_id=taken.concern_id,
        compartment=taken.compartment,
        appearance_id=taken.appearance_id,
        part=taken.part,
        reason=reason,
        takes_back=taken,
        recorded_at=now(taken),
        recorded_by_id=context.required().membership_id,
    )


def _is_left(taken: PartTaken) -> bool:
    return PartTaken.objects.visible().filter(concern=taken.concern_id, takes_back=taken.pk).exists()


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
    with change(appearance.concern, where):
        (detail,) = _save(appearance, where, [(kind, value, replaces)], context.required().membership_id)
    return detail


def forms_of(details: Iterable[tuple[str, str]]) -> set[Form]:
    """Return the forms by which a person with these details (a kind and its text) is found."""
    return {form for kind, value in details if kind in SOUGHT_AS for form in stored(SOUGHT_AS[kind], value)}


def tokens_of(
    appearance: Appearance, compartment: str, forms: Iterable[Form], root: int | None = None
) -> list[SearchToken]:
    """Return tokens for these forms to be stored, under the newest search root. Some may be stored already."""
    tokenisers = keys.tokenisers()
    root = root or max(tokenisers)
    return [
        SearchToken(
            token=token, appearance=appearance, concern_id=appearance.concern_id, compartment=compartment, root=root
        )
        for token in tokenisers[root].to_store(forms)
    ]


def _save(
    appearance: Appearance,
    compartment: str,
    details: Iterable[tuple[DetailKind, str, Detail | None]],
    membership_id: UUID,
) -> list[Detail]:
    saved = [
        Detail(
            appearance=appearance,
            concern_id=appearance.concern_id,
            compartment=compartment,
            kind=kind,
            value=value,
            replaces=replaces,
            recorded_at=now(replaces),
            recorded_by_id=membership_id,
        )
        for kind, value, replaces in details
    ]
    for detail in saved:
        detail.save()
    touch(appearance.concern_id)
    forms = forms_of((detail.kind, detail.value) for detail in saved)
    SearchToken.objects.bulk_create(tokens_of(appearance, compartment, forms), ignore_conflicts=True)
    return saved
