"""The state of concerns: until when each is kept and why, what is in the way, what was proposed. For many at once.

All of it is what the person acting may see: nothing is counted of a part that they do not see. The guard asks about
the other parts when something is destroyed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from fingerpost.access.models import Concern
from fingerpost.disposal import rules
from fingerpost.disposal.models import DisposalAnswer, Hold, HoldRelease, Proposal, ProposalAnswer
from fingerpost.disposal.rules import Counts, DecidingPerson, LegalHold, Proposed, RetentionFacts, RetentionPeriod
from fingerpost.disposal.schedule import schedule
from fingerpost.duties.models import DutyState
from fingerpost.keys import services as keys
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import (
    AbuseForm,
    Appearance,
    Assertion,
    Detail,
    DetailKind,
    InitialAccount,
    Likeness,
    LikenessAnswered,
    PartInConcern,
    PartTaken,
    PersonKind,
    TurnKind,
    TurnTaken,
)
from fingerpost.record.services.closing import closing_of
from fingerpost.record.services.statements import settled
from fingerpost.rooms import Room, rooms

SEXUAL: Final = frozenset(
    {
        AbuseForm.SEXUAL_ACTIVITY,
        AbuseForm.PRODUCING_MATERIAL,
        AbuseForm.MADE_TO_WATCH,
        AbuseForm.GROOMING,
        AbuseForm.DIRECTED_ABUSE,
    }
)
"""The forms of abuse that are sexual, or a way into it."""

WORKS: Final = "works_with_children"

KeptReason = Callable[[Sequence[UUID]], Mapping[UUID, str]]
"""Returns in words why some of these concerns are not to be disposed of."""
Requests = Callable[[Sequence[UUID] | None], Mapping[UUID, date | None]]
"""Returns which of these concerns are a request for what is held on somebody, and on which day it was answered.

None: it waits. Of all that the person acting sees, where no concerns are given.
"""


@dataclass(frozen=True, kw_only=True)
class WithRequests(Room):
    """The room of requests for what is held on somebody: which they are, and what they keep from being disposed of."""

    keeps: KeptReason | None = None
    requests: Requests | None = None


def requests_of(ids: Sequence[UUID] | None = None) -> dict[UUID, date | None]:
    """Return which of these concerns are requests, and when each was answered; of all that are seen, when left out."""
    sources = (room.requests for room in rooms(WithRequests) if room.requests is not None)
    return {pk: day for source in sources for pk, day in source(ids).items()}


@dataclass(frozen=True, slots=True)
class DisposalStatus:
    """How one concern is on a day, to the person acting."""

    concern: Concern
    reckoned: RetentionPeriod
    known: RetentionFacts
    obstacles: tuple[str, ...]
    holds: tuple[Hold, ...] = ()
    releases: tuple[HoldRelease, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    answers: tuple[ProposalAnswer, ...] = ()
    folded: Mapping[UUID, Proposed] = field(default_factory=dict)

    @property
    def standing(self) -> list[Proposal]:
        """The proposals that nobody has taken back."""
        return [one for one in self.proposals if not self.folded[one.pk].withdrawn]

    def is_held(self, day: date) -> bool:
        """Whether a legal hold is in force."""
        return any(held.holds(day) for held in held_of(self.holds, self.releases))


@keys.keys_at_hand()
def of_concerns(concerns: Iterable[Concern], day: date) -> list[DisposalStatus]:
    """Return the state of concerns on a day: the same number of queries, however many."""
    wanted = list(concerns)
    ids = [concern.pk for concern in wanted]
    keys.fetch(ids)
    known, counts = _known(ids), _counts(ids)
    holds, releases = _rows(Hold, ids), _rows(HoldRelease, ids)
    proposals, answers = _rows(Proposal, ids), _rows(ProposalAnswer, ids)
    reopened = list(TurnTaken.objects.visible().filter(concern__in=ids, turn=TurnKind.REOPENED))
    found = []
    for concern in wanted:
        pk = concern.pk
        reckoned = rules.reckon(known[pk], schedule().rules)
        held = held_of(holds[pk], releases[pk])
        against = rules.obstacles(known[pk], reckoned, held, counts[pk], schedule(), day)
        folded = {one.id: one for one in folded_of(proposals[pk], answers[pk], reopened)}
        found.append(
            DisposalStatus(
                concern,
                reckoned,
                known[pk],
                tuple(against),
                tuple(holds[pk]),
                tuple(releases[pk]),
                tuple(proposals[pk]),
                tuple(answers[pk]),
                folded,
            )
        )
    return found


def of_concern(concern: Concern, day: date) -> DisposalStatus:
    """Return how one concern is on a day."""
    (found,) = of_concerns([concern], day)
    return found


def held_of(holds: Iterable[Hold], releases: Iterable[HoldRelease]) -> list[LegalHold]:
    """Return holds as plain data."""
    ended = {release.hold_id for release in releases}
    return [LegalHold(hold.pk, hold.since, hold.until, hold.pk in ended) for hold in holds]


def folded_of(
    proposals: Iterable[Proposal], answers: Iterable[ProposalAnswer], reopened: Iterable[TurnTaken]
) -> list[Proposed]:
    """Return proposals with what became of each, as plain data. To reopen a part takes back what was proposed."""
    again: dict[tuple[UUID, str], list[datetime]] = defaultdict(list)
    for turn in reopened:
        again[turn.concern_id, turn.compartment].append(turn.recorded_at)
    given: dict[UUID, list[ProposalAnswer]] = defaultdict(list)
    for answer in answers:
        given[answer.proposal_id].append(answer)
    return [
        Proposed(
            one.pk,
            one.compartment,
            DecidingPerson(one.recorded_by_id, one.recorded_by.user_id),
            one.recorded_at,
            tuple(
                (DecidingPerson(answer.recorded_by_id, answer.recorded_by.user_id), answer.recorded_at)
                for answer in given[one.pk]
                if answer.answer == DisposalAnswer.CONFIRMED
            ),
            any(answer.answer == DisposalAnswer.WITHDRAWN for answer in given[one.pk])
            or any(at >= one.recorded_at for at in again[one.concern_id, one.compartment]),
        )
        for one in proposals
    ]


def _rows[Row: (Hold, HoldRelease, Proposal, ProposalAnswer)](
    model: type[Row], ids: list[UUID]
) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    rows = model.objects.visible().filter(concern__in=ids)
    for row in rows.select_related("recorded_by__user", "recorded_by__organisation"):
        found[row.concern_id].append(row)
    return found


# ---- what is known ---------------------------------------------------------------------------------------------------


def _known(ids: list[UUID]) -> dict[UUID, RetentionFacts]:
    told: dict[UUID, list[InitialAccount]] = defaultdict(list)
    for account in InitialAccount.objects.visible().filter(concern__in=ids):
        told[account.concern_id].append(account)
    turns: dict[tuple[UUID, str], list[TurnTaken]] = defaultdict(list)
    for turn in TurnTaken.objects.visible().filter(concern__in=ids):
        turns[turn.concern_id, turn.compartment].append(turn)
    people: dict[UUID, list[Appearance]] = defaultdict(list)
    for appearance in Appearance.objects.visible().filter(concern__in=ids):
        people[appearance.concern_id].append(appearance)
    births, suspected = _births(ids), _suspected(ids)
    works, requests = _work(suspected), requests_of(ids)
    found = {}
    for pk in ids:
        if pk in requests:
            found[pk] = RetentionFacts(closed=requests[pk], told=None, is_request=True)
            continue
        suspects = [one.pk for one in people[pk] if one.pk in suspected]
        forms = {form for account in told[pk] for form in account.forms}
        found[pk] = RetentionFacts(
            closed=_closed(pk, told[pk], turns),
            told=max((london_day(account.became_aware_at) for account in told[pk]), default=None),
            children=tuple(births.get(one.pk) for one in people[pk] if one.kind == PersonKind.CHILD),
            adults=tuple(births.get(one) for one in suspects),
            sexual_abuse=_sexual(forms, is_suspected=bool(suspects)),
            works_with_children=_any([works.get(one) for one in suspects]),
        )
    return found


def _closed(pk: UUID, told: list[InitialAccount], turns: Mapping[tuple[UUID, str], list[TurnTaken]]) -> date | None:
    """Return the day on which the last of its parts was closed; None while one of them is open."""
    parts = {account.compartment for account in told} | {part for of, part in turns if of == pk}
    closings = [closing_of(turns.get((pk, part), ())) for part in sorted(parts)]
    days = [london_day(closing.recorded_at) for closing in closings if closing]
    return max(days) if days and len(days) == len(closings) else None


def _sexual(forms: set[str], *, is_suspected: bool) -> bool | None:
    if is_suspected or forms & SEXUAL:
        return True
    return False if forms else None


def _any(answers: list[bool | None]) -> bool | None:
    """Return whether any of these is so; None where none surely is, and one is not known."""
    if True in answers:
        return True
    return None if None in answers else False


def _births(ids: list[UUID]) -> dict[UUID, date]:
    """Return the last date of birth recorded of each person and not taken back: of two, the later one counts."""
    details = list(Detail.objects.visible().filter(concern__in=ids, kind=DetailKind.BORN))
    replaced = {detail.replaces_id for detail in details}
    found: dict[UUID, date] = {}
    for detail in details:
        if detail.pk not in replaced:
            with suppress(ValueError):
                born = date.fromisoformat(detail.value)
                found[detail.appearance_id] = max(born, found.get(detail.appearance_id, born))
    return found


def _suspected(ids: list[UUID]) -> set[UUID]:
    rows = PartTaken.standing(PartTaken.objects.visible().filter(concern__in=ids, part=PartInConcern.ALLEGED_ABUSER))
    return {row.appearance_id for row in rows}


def _work(suspected: set[UUID]) -> dict[UUID, bool | None]:
    rows = Assertion.objects.visible().filter(fact=WORKS, about__in=suspected)
    return {one.about: bool(one.value) if one.value is not None else None for one in settled(rows) if one.about}


def _counts(ids: list[UUID]) -> dict[UUID, Counts]:
    duties: dict[UUID, int] = defaultdict(int)
    open_ = DutyState.objects.visible().filter(concern__in=ids, is_open=True, is_offered=False)
    for of in open_.values_list("concern_id", flat=True):
        duties[of] += 1
    likenesses: dict[UUID, int] = defaultdict(int)
    answered = LikenessAnswered.objects.visible().filter(likeness=OuterRef("pk"))
    rows = Likeness.objects.visible().filter(Q(concern__in=ids) | Q(other_concern__in=ids), ~Exists(answered))
    for one, other in rows.values_list("concern", "other_concern"):
        for pk in {one, other}:
            likenesses[pk] += 1
    others = [room.keeps(ids) for room in rooms(WithRequests) if room.keeps is not None]
    return {
        pk: Counts(duties[pk], likenesses[pk], tuple(reason[pk] for reason in others if pk in reason)) for pk in ids
    }
