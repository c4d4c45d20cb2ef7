"""Whoever is too close to a concern loses sight of it: found by itself, answered by somebody, declared by oneself.

The suspected adults are those about whom an embargo of the procedure stands. Nobody who is acting is shut out in their
own request by what they record: a colleague's sight is asked for that, and `tasks` do it.
"""

from __future__ import annotations

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.errors import refuse
from fingerpost.access.models import (
    Authority,
    Compartment,
    Concern,
    Declared,
    Embargo,
    Exclusion,
    ExclusionGround,
    Ground,
    Involvement,
    Membership,
    Organisation,
)
from fingerpost.access.queries import current
from fingerpost.access.services import declarations, exclusions
from fingerpost.access.services.concerns import involve_member, let_in
from fingerpost.record.models import (
    PLACES,
    Appearance,
    ConflictAnswer,
    ConflictAnswered,
    ConflictFound,
    PartInConcern,
    PartTaken,
    PlaceMatched,
    Relationship,
    RelationshipKind,
)
from fingerpost.record.services import retained_access, staff_matching
from fingerpost.record.services.statements import recorded
from fingerpost.record.staff_conflicts import Verdict, judge

WORKS_THERE: Final = "It follows from where the adult is recorded to work."
FOUND: Final = "Their account agrees with somebody here in two things, of which one may be the name."
SAID_BEFORE: Final = (
    "They said beforehand that they are related to somebody here, or work with them: a name agrees, and a date of birth"
    " or a telephone number."
)

KEPT_OPEN: Final = "Nobody else would see this concern."

_looking: Final[ContextVar[bool]] = ContextVar("fingerpost_looking_for_conflicts", default=False)


@dataclass(frozen=True, slots=True)
class Suspected:
    """Who is suspected in a compartment, as far as those know who read its decision, and who their partners are."""

    suspects: frozenset[UUID]
    partners: frozenset[UUID]
    relationships: tuple[Relationship, ...]

    @property
    def close(self) -> frozenset[UUID]:
        """Those who must not be told, and of whom no account may see it."""
        return self.suspects | self.partners


def look(concern: Concern) -> None:
    """Shut out whoever is too close to a concern, in each compartment whose decision whoever is acting may read.

    Done twice it does nothing more. Whoever is acting has the concern's turn.
    """
    if _looking.get():
        return
    token = _looking.set(True)
    try:
        with transaction.atomic():
            for compartment in compartments.decisions_for(compartments.view_of(context.required(), concern.pk)):
                found = suspected(concern, compartment)
                if found.suspects:
                    _users(concern, compartment, found)
                    _employers(concern, compartment, found)
                _beforehand(concern, compartment)
    finally:
        _looking.reset(token)


def is_close(concern: Concern) -> bool:
    """Whether whoever is acting is too close to what they have just been let into, though nobody has shut them out yet.

    Their account may be newer than what was recorded, or what tells them apart; or theirs is the organisation where the
    adult works, and stays in as long as nobody else would see the concern. What somebody undid is not found again.
    """
    actor, compartment = context.required(), Compartment.COMMON
    found = suspected(concern, compartment)
    if not found.suspects:
        return False
    people = staff_matching.known_of(found.close, SOURCES[compartment])
    denied = _denied(concern, compartment)
    mine = (one for one in staff_matching.compared(people, [actor.organisation_id]) if one.user_id == actor.user_id)
    if any(judge(one.compared) is Verdict.SHUT_OUT and (one.appearance_id, one.user_id) not in denied for one in mine):
        return True
    where = {organisation.pk for _, organisation in works_where(concern, compartment, found)}
    undone = Exclusion.objects.visible().filter(concern=concern, organisation=actor.organisation_id)
    return actor.organisation_id in where and not undone.exists()


def require_nobody_suspected(concern: Concern, compartment: str, to: Membership) -> None:
    """Raise `AccessError` where somebody who is to be let in may be the adult who is suspected, or the partner.

    It takes less than for shutting them out: the name alone, in any form. Whoever somebody said is another person is
    not asked about again.
    """
    found = suspected(concern, compartment)
    if not found.suspects:
        return
    people = staff_matching.known_of(found.close, SOURCES[compartment])
    denied = _denied(concern, compartment)
    of_them = (one for one in staff_matching.compared(people, [to.organisation_id]) if one.user_id == to.user_id)
    if any(
        judge(one.compared) is not Verdict.NOTHING and (one.appearance_id, to.user_id) not in denied for one in of_them
    ):
        raise refuse(
            "to",
            "this person may be the adult who is suspected, or the partner: their account agrees with what is known",
            "Ask somebody who knows both. If it is somebody else, say so under “Conflicts” first, or choose another.",
        )


def who_looks(concern: Concern) -> list[UUID]:
    """Return in whose names it can be looked who is too close, where somebody is suspected: others who see it."""
    is_needed = bool(suspected(concern, Compartment.COMMON).suspects)
    return retained_access.others_of(concern, context.required().user_id) if is_needed else []


def enqueue_look(concern_id: UUID, memberships: Collection[UUID]) -> None:
    """Let the worker look who is too close to a concern, in the name of the first of these who sees it."""
    from fingerpost.record import tasks

    if memberships:
        tasks.look_again.enqueue(str(concern_id), [str(one) for one in memberships])


def suspected(concern: Concern, compartment: str) -> Suspected:
    """Return who is suspected, and their partners."""
    sources = SOURCES[compartment]
    standing = Embargo.objects.visible().filter(
        concern=concern, compartment__in=sources, authority=Authority.PROCEDURE, about__isnull=False
    )
    suspects = frozenset(about for about in standing.values_list("about", flat=True) if about is not None)
    if not suspects:
        return Suspected(suspects, frozenset(), ())
    rows = recorded(Relationship.objects.visible(), concern, sources, None).select_related("one")
    ties = tuple(Relationship.standing(rows))
    taken = PartTaken.standing(recorded(PartTaken.objects.visible(), concern, sources, None))
    partners = {one.appearance_id for one in taken if one.part == PartInConcern.PARTNER}
    for tie in ties:
        if tie.kind == RelationshipKind.PARTNER_OF and tie.other_id:
            partners |= {tie.one_id, tie.other_id} if {tie.one_id, tie.other_id} & suspects else set()
    return Suspected(suspects, frozenset(partners - suspects), ties)


# ---- users who may be somebody in it ---------------------------------------------------------------------------------


def _users(concern: Concern, compartment: str, found: Suspected) -> None:
    """Shut out the users who surely enough are one of these, and ask about those who may be."""
    people = staff_matching.known_of(found.close, SOURCES[compartment])
    there = ConflictFound.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    known = {(one.appearance_id, one.user_id): one.found for one in there}
    shut_out = set(
        Exclusion.objects.visible()
        .filter(current(timezone.now()), concern=concern, covers="", user__isnull=False)
        .values_list("user_id", flat=True)
    )
    for one in staff_matching.compared(people, _organisations(concern, compartment)):
        verdict, key = judge(one.compared), (one.appearance_id, one.user_id)
        if verdict is Verdict.NOTHING or known.get(key) == one.compared.found or one.user_id in shut_out:
            continue
        if verdict is Verdict.SHUT_OUT and key not in _denied(concern, compartment):
            if one.user_id == context.required().user_id:
                _leave_to_others(concern)
                continue
            exclusion = exclusions.shut_out_user(
                concern.pk, one.user_id, ground=ExclusionGround.CONFLICT, compartment=compartment, reason=FOUND
            )
            shut_out.add(one.user_id)
            _note(concern, compartment, one, exclusion)
        else:
            _note(concern, compartment, one, None)


def _beforehand(concern: Concern, compartment: str) -> None:
    """Shut out the users who said beforehand that they are close to somebody who is in it: a child, or anybody else.

    What somebody undid is not done again.
    """
    if not Declared.objects.exists():
        return
    there = Appearance.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    people = staff_matching.known_of(there.values_list("pk", flat=True), SOURCES[compartment])
    before = Exclusion.objects.visible().filter(concern=concern, covers="", ground=ExclusionGround.CONFLICT)
    known = set(before.values_list("user_id", flat=True))
    for one in people.values():
        for user_id in declarations.close_to(one.names, one.texts["born"], one.texts["phone"]):
            if user_id in known:
                continue
            known.add(user_id)
            if user_id == context.required().user_id:
                _leave_to_others(concern)
                continue
            exclusions.shut_out_user(
                concern.pk, user_id, ground=ExclusionGround.CONFLICT, compartment=compartment, reason=SAID_BEFORE
            )


def _denied(concern: Concern, compartment: str) -> set[tuple[UUID, UUID]]:
    """Return of whom, and of which user, somebody has said that they are two: of them it is asked from then on."""
    answers = ConflictAnswered.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    other = set(answers.filter(answer=ConflictAnswer.OTHER).values_list("conflict_id", flat=True))
    undone = set(answers.filter(answer=ConflictAnswer.UNDONE).values_list("exclusion_id", flat=True))
    there = ConflictFound.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    return {(one.appearance_id, one.user_id) for one in there if one.pk in other or (one.exclusion_id or 0) in undone}


def _note(concern: Concern, compartment: str, one: staff_matching.StaffMatch, exclusion: Exclusion | None) -> None:
    ConflictFound(
        concern=concern,
        compartment=compartment,
        appearance_id=one.appearance_id,
        user_id=one.user_id,
        found=one.compared.found,
        exclusion=exclusion,
        found_at=timezone.now(),
        by_id=context.required().membership_id,
    ).save()


def _leave_to_others(concern: Concern) -> None:
    """Let somebody else's sight shut out whoever is acting: what they are doing ends first, and all of it is kept."""
    from fingerpost.record import tasks

    actor = context.required()
    if not retained_access.others_of(concern, actor.user_id):
        let_in(concern.pk, actor.organisation_id, reason=KEPT_OPEN)
    tasks.look_again.enqueue(str(concern.pk), [str(one) for one in retained_access.others_of(concern, actor.user_id)])


def _organisations(concern: Concern, compartment: str) -> set[UUID]:
    """Return the organisations whose people see something of the concern, as far as whoever is acting knows."""
    involved = Involvement.objects.visible().filter(
        current(timezone.now()), concern=concern, compartment__in=SOURCES[compartment]
    )
    return set(involved.values_list("organisation_id", flat=True))


# ---- where they work -------------------------------------------------------------------------------------------------


def places_of(concern: Concern, seen: Collection[str]) -> dict[UUID, PlaceMatched]:
    """Return what each place of work is, by the relationship: the newest statement of those whom the reader sees."""
    rows = PlaceMatched.objects.visible().filter(concern=concern, compartment__in=seen)
    return {row.relationship_id: row for row in rows.select_related("organisation").order_by("recorded_at", "pk")}


def works_where(concern: Concern, compartment: str, found: Suspected) -> list[tuple[Relationship, Organisation]]:
    """Return where the suspected adults work or volunteer, among the organisations of the directory."""
    matched = places_of(concern, SOURCES[compartment])
    return [
        (tie, place.organisation)
        for tie in found.relationships
        if tie.kind in PLACES and tie.one_id in found.suspects
        if (place := matched.get(tie.pk)) is not None and place.organisation is not None
    ]


def is_shut_out(concern: Concern, organisation: Organisation) -> bool:
    """Whether an organisation is shut out of a concern now, as far as whoever is acting may know."""
    there = Exclusion.objects.visible().filter(current(timezone.now()), concern=concern, organisation=organisation)
    return there.exists()


def strand_of(adult: Appearance) -> str:
    """Return what is covered by an exclusion of where an adult works: all of the concern, or the one part that they
    are known in."""
    return "" if adult.compartment == Compartment.COMMON else adult.compartment


def _employers(concern: Concern, compartment: str, found: Suspected) -> None:
    where = works_where(concern, compartment, found)
    if not where:
        return
    rows = Exclusion.objects.visible().filter(concern=concern, organisation__isnull=False)
    ended = {(one.organisation_id, one.covers): one for one in rows.order_by("starts")}
    names = staff_matching.names_in(staff_matching.known_of(found.close, SOURCES[compartment]))
    for tie, organisation in where:
        before = ended.get((organisation.pk, strand_of(tie.one)))
        if before is not None and (before.ends is None or before.starts >= tie.recorded_at):
            continue  # it stands, or somebody undid it knowing this
        covered = [strand_of(tie.one)] if strand_of(tie.one) else sorted(_seen(concern))
        kept = retained_access.who_wrote(concern, organisation, covered, names)
        if not kept.anybody and not retained_access.others_see(concern, organisation, covered):
            continue  # nobody would see it any more: it stays open until somebody is named, or another agency is in
        for part, membership_id in kept.new:
            involve_member(
                concern.pk, membership_id, ground=Ground.NAMED, compartment=part, reason=retained_access.KEPT
            )
        exclusions.shut_out_organisation(
            concern.pk, organisation.pk, compartment=compartment, covers=strand_of(tie.one), reason=WORKS_THERE
        )


def _seen(concern: Concern) -> frozenset[str]:
    return compartments.view_of(context.required(), concern.pk)
