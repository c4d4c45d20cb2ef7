"""Recording support, the removal of content, and safeguards: as it was, however late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from fingerpost.access import context, embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import (
    Removal,
    RemovalKind,
    RemovalStep,
    Safeguard,
    SafeguardKind,
    SafeguardStep,
    SupportKind,
    SupportStep,
    SupportTie,
)
from fingerpost.casework.steps import carry_out, happened_at, next_number
from fingerpost.record.defang import defang
from fingerpost.record.models import Appearance
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment

FOR_A_CHILD: Final = "child_support"
FOR_OTHERS: Final = "support_for_others"
FROM_THE_START: Final = "safeguards"

NOT_YET: Final = (
    "Not yet: an embargo is in force, and nobody has decided that they may know."
    " The strategy meeting or the police decide"
)


@dataclass(frozen=True, slots=True, repr=False)
class Related:
    """Somebody related to an adult: `person`, or where they are not in the concern, `somebody` in words."""

    adult: Appearance
    tie: SupportTie
    person: Appearance | None = None
    somebody: str = ""

    @property
    def recipients(self) -> list[Person]:
        """Return the names they may have been told by. Each is lifted by itself, so any of them lets them know.

        That an employer knows lets no colleague know. Nothing can have been decided about somebody who is in no
        record.
        """
        found = [Person(Relation.SELF, self.person.pk)] if self.person else []
        if self.tie == SupportTie.PARTNER:
            found.append(Person(Relation.PARTNER, self.adult.pk))
        return found or [Person(Relation.OTHER, self.adult.pk)]


def must_wait(concern: Concern, related: Related, at: datetime | None = None) -> bool:
    """Whether an embargo is against telling them about the adult, or was `at` some moment.

    One in force counts for what was before it was recorded, too: they may still not know.
    """
    return any(
        all(
            isinstance(embargo.may_tell(concern.pk, related.adult.pk, one, when), HeldBack)
            for one in related.recipients
        )
        for when in {at, None}
    )


def child_must_wait(concern: Concern, child: Appearance, at: datetime | None = None) -> bool:
    """Whether an embargo is against telling a child anything, or was `at` some moment."""
    themselves = Person(Relation.SELF, child.pk)
    return any(isinstance(embargo.may_tell(concern.pk, None, themselves, when), HeldBack) for when in {at, None})


@transaction.atomic
def support_child(
    concern: Concern, child: Appearance, kind: SupportKind, *, giver: str, text: str, at: datetime | None = None
) -> SupportStep:
    """Record support for a child, and what became of it; the first carries out 2.1-support for the child.

    Raises `AccessError` or `RecordError`.
    """
    at = happened_at(at, "support")
    step = SupportStep(
        kind=kind, at=at, about=child, giver=giver, text=text, untold=child_must_wait(concern, child, at)
    )
    return _supported(concern, step, FOR_A_CHILD, child)


@transaction.atomic
def support_other(
    concern: Concern,
    related: Related,
    kind: SupportKind,
    *,
    giver: str,
    text: str,
    at: datetime | None = None,
    all_the_same: bool = False,
) -> SupportStep:
    """Record support for somebody related to an adult; it carries out 2.2-support-others for the adult.

    While an embargo is against telling them it is refused, unless it happened `all_the_same`: then it is recorded,
    and marked. Raises `AccessError` or `RecordError`.
    """
    at = happened_at(at, "support")
    untold = must_wait(concern, related, at)
    if untold and not all_the_same:
        raise refuse("person", NOT_YET[:1].lower() + NOT_YET[1:], "If it was offered all the same, say so below.")
    step = SupportStep(
        kind=kind,
        at=at,
        about=related.person,
        somebody=related.somebody if related.person is None else None,
        adult=related.adult,
        tie=related.tie,
        giver=giver,
        text=text,
        untold=untold,
    )
    return _supported(concern, step, FOR_OTHERS, related.adult)


@transaction.atomic
def begin_removal(concern: Concern, child: Appearance, platform: str, *, address: str = "") -> Removal:
    """Record where content is that is to be removed. Its address is kept so that nobody can follow it by mistake."""
    require_in_compartment(concern, Compartment.COMMON, child)
    removal = Removal(
        concern=concern,
        child=child,
        platform=defang(platform),
        address=defang(address) if address else None,
        by_id=context.required().membership_id,
    )
    with change(concern):
        removal.save()
    return removal


@transaction.atomic
def record_removal(
    removal: Removal,
    kind: RemovalKind,
    *,
    asked: str = "",
    reference: str = "",
    text: str = "",
    at: datetime | None = None,
) -> RemovalStep:
    """Record what became of content: late, or out of order, as it was. To ask for it is help: it carries 2.1-support.

    Raises `AccessError` for what is still to come, or a request that does not say who was asked.
    """
    if kind == RemovalKind.ASKED and not asked:
        raise refuse("removal", "this does not say who was asked", "Say who.")
    at = happened_at(at, "removal")
    with change(removal.concern):
        step = RemovalStep(
            concern_id=removal.concern_id,
            compartment=removal.compartment,
            removal=removal,
            number=next_number(RemovalStep, removal=removal),
            kind=kind,
            asked=asked,
            reference=reference or None,
            text=text or None,
            at=at,
            by_id=context.required().membership_id,
        )
        step.save()
    if kind == RemovalKind.ASKED:
        carry_out(removal.concern, FOR_A_CHILD, "Asked for content to be removed.", at, about=removal.child_id)
    return step


@transaction.atomic
def begin_safeguard(
    concern: Concern,
    *,
    text: str,
    checker: str,
    about: Appearance | None,
    children: Iterable[Appearance],
    at: datetime | None = None,
    until: date | None = None,
) -> Safeguard:
    """Record a safeguard that is in place; the first carries out 2.2-safeguards-from-start.

    Raises `AccessError` or `RecordError`.
    """
    kept = list(children)
    require_in_compartment(concern, Compartment.COMMON, *kept, *([about] if about else []))
    at = happened_at(at, "safeguard")
    made = Safeguard(
        concern=concern,
        text=text,
        checker=checker,
        about=about,
        children=[str(child.pk) for child in kept],
        at=at,
        until=until,
        by_id=context.required().membership_id,
    )
    with change(concern):
        made.save()
    carry_out(concern, FROM_THE_START, "A safeguard is in place.", at)
    return made


@transaction.atomic
def record_safeguard(
    safeguard: Safeguard, kind: SafeguardKind, *, text: str, at: datetime | None = None
) -> SafeguardStep:
    """Record that a safeguard was checked, or ended and why. Raises `AccessError`."""
    with change(safeguard.concern):
        step = SafeguardStep(
            concern_id=safeguard.concern_id,
            compartment=safeguard.compartment,
            safeguard=safeguard,
            number=next_number(SafeguardStep, safeguard=safeguard),
            kind=kind,
            text=text,
            at=happened_at(at, "safeguard"),
            by_id=context.required().membership_id,
        )
        step.save()
    return step


def _supported(concern: Concern, step: SupportStep, act: str, about: Appearance) -> SupportStep:
    people = [one for one in (step.about, step.adult) if one is not None]
    require_in_compartment(concern, Compartment.COMMON, *people)
    step.concern, step.by_id = concern, context.required().membership_id
    with change(concern):
        step.save()
    carry_out(concern, act, f"Support: {step.get_kind_display().lower()}.", step.at, about=about.pk)
    return step
