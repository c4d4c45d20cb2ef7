"""Saying that two appearances are the same person, and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from fingerpost.access.errors import refuse
from fingerpost.record.models import Appearance, AppearanceLink
from fingerpost.record.noting import note
from fingerpost.record.services.acting import required_to_act_in


@transaction.atomic
def link(one: Appearance, other: Appearance, *, why: str) -> AppearanceLink:
    """State that two appearances are the same person. Nothing of either is changed or merged.

    Raises `AccessError` unless whoever is acting may add to the parts of the record that both stand in.
    """
    if one.pk == other.pk:
        raise ValueError("an appearance is not linked with itself")
    actor = required_to_act_in(one.matter_id, one.compartment)
    required_to_act_in(other.matter_id, other.compartment)
    made = AppearanceLink(
        matter_id=one.matter_id,
        compartment=one.compartment,
        one=one,
        other=other,
        other_matter_id=other.matter_id,
        other_compartment=other.compartment,
        why=why,
        linked_by_id=actor.membership_id,
    )
    made.save()
    note("linked", "appearance", one.pk, compartment=one.compartment)
    note("linked", "appearance", other.pk, compartment=other.compartment)
    return made


@transaction.atomic
def unlink(made: AppearanceLink, *, why: str) -> None:
    """Take a link back: it stays, with who did it and why. Raises `AccessError` as above, or if it was done before."""
    actor = required_to_act_in(made.matter_id, made.compartment)
    required_to_act_in(made.other_matter_id, made.other_compartment)
    links = AppearanceLink.objects.visible().select_for_update(of=("self",))
    standing = links.filter(pk=made.pk, undone_at=None).first()
    if standing is None:
        raise refuse("link", "it was undone already", "If they are the same person after all, link them again.")
    standing.undone_at, standing.undone_by_id, standing.why_undone = timezone.now(), actor.membership_id, why
    standing.save(update_fields=["undone_at", "undone_by", "why_undone"])
    note("unlinked", "appearance", made.one_id, compartment=made.compartment)
    note("unlinked", "appearance", made.other_id, compartment=made.other_compartment)
