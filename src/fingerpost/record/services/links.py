"""Saying that two appearances are the same person, and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.record.models import Appearance, AppearanceLink


@transaction.atomic
def link(one: Appearance, other: Appearance, *, why: str) -> AppearanceLink:
    """State that two appearances are the same person. Nothing of either is changed or merged.

    Raises `AccessError` unless whoever is acting may add to the parts of the record that both stand in.
    """
    if one.pk == other.pk:
        raise ValueError("an appearance is not linked with itself")
    made = AppearanceLink(
        concern_id=one.concern_id,
        compartment=one.compartment,
        one=one,
        other=other,
        other_concern_id=other.concern_id,
        other_compartment=other.compartment,
        why=why,
        linked_by_id=context.required().membership_id,
    )
    made.save()
    return made


@transaction.atomic
def unlink(made: AppearanceLink, *, why: str) -> None:
    """Take a link back: it stays, with who did it and why. Raises `AccessError` as above, or if it was done before."""
    links = AppearanceLink.objects.visible().select_for_update(of=("self",))
    standing = links.filter(pk=made.pk, undone_at=None).first()
    if standing is None:
        raise refuse(
            "link", "it is not there, or was undone already", "If they are the same person after all, link them again."
        )
    standing.undone_at, standing.undone_by_id, standing.why_undone = (
        timezone.now(),
        context.required().membership_id,
        why,
    )
    standing.save(update_fields=["undone_at", "undone_by", "why_undone"])
