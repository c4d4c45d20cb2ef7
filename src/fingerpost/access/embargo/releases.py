"""Releasing one held thing to one recipient, by two people: asked for, agreed or refused, used once.

It lifts no embargo, and is none of the decisions of the strategy meeting or the police. Until a second person has
agreed nothing goes; when an embargo comes that was not there when it was asked for, it is held again. Only persons are
recipients: an organisation that is let in sees the whole of a concern from then on, which is no one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.access import concern_lock, context, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import rules
from fingerpost.access.embargo.recipients import Person
from fingerpost.access.embargo.rules import Bar, EmbargoInForce, HeldBack, ReleaseEvent, ReleaseStanding, ReleaseState
from fingerpost.access.embargo.services import may_tell
from fingerpost.access.errors import refuse
from fingerpost.access.kept_lists import KeptList
from fingerpost.access.models import Embargo, Release, ReleaseStep, ReleaseStepKind, Releasing
from fingerpost.access.one_person import are_one

_BARRED: Final = {
    Bar.NOT_HELD: ("nothing holds this from them", "It can go without a release."),
    Bar.ACROSS: (
        "it is held in a part of the record that this release would not stand in",
        "The police or the strategy meeting decide. Ask the police.",
    ),
    Bar.SUSPECT: (
        "nobody releases to a suspected adult what is about them",
        "The strategy meeting or the police decide that they are told.",
    ),
}


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseRequest:
    """What is to be let go, and why. `thing` names a document; `words`: what it is; `whom`: the recipient, in words."""

    what: Releasing
    for_whom: Person
    whom: str
    words: str
    reason: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A release, what became of it, and how it is now."""

    release: Release
    steps: tuple[ReleaseStep, ...]
    standing: ReleaseStanding

    @property
    def answer(self) -> ReleaseStep | None:
        """What the second person said last."""
        said = [one for one in self.steps if one.kind in (ReleaseStepKind.AGREED, ReleaseStepKind.REFUSED)]
        return said[-1] if said else None


@transaction.atomic
def ask(concern_id: UUID, compartment: str, asked: ReleaseRequest) -> Release:
    """Ask to let one held thing go. Raises `AccessError` where it can never be released, or needs no release."""
    concern_lock.lock(concern_id)
    held = may_tell(concern_id, None, asked.for_whom)
    barred = rules.bar(held, _standing(concern_id), SOURCES[compartment], asked.for_whom)
    if barred is not None:
        raise refuse("whom", *_BARRED[barred])
    release = Release(
        concern_id=concern_id,
        compartment=compartment,
        what=asked.what,
        thing=asked.thing,
        for_whom=str(asked.for_whom),
        whom=asked.whom,
        words=asked.words,
        reason=asked.reason,
        embargoes=[str(one) for one in held.embargoes] if isinstance(held, HeldBack) else [],
        by_id=context.required().membership_id,
    )
    release.save()
    return release


def answer(release: Release, *, agrees: bool, text: str) -> ReleaseStep:
    """Agree to a release, or refuse it, as its second person. Raises `AccessError`."""
    actor = context.required()
    asked_by = release.by.user_id
    if not rules.may_answer(actor.role, actor.user_id, asked_by) or are_one(actor.user_id, asked_by):
        raise refuse(
            "release",
            "it is answered by another person, who manages, leads safeguarding or is the designated officer",
            "Ask one of them.",
        )
    return _step(release, ReleaseStepKind.AGREED if agrees else ReleaseStepKind.REFUSED, text)


def withdraw(release: Release, text: str) -> ReleaseStep:
    """Take back what one has asked for oneself. Raises `AccessError`."""
    _require_that_it_is_ones_own(release)
    return _step(release, ReleaseStepKind.WITHDRAWN, text)


def use(release: Release, *, production: UUID | None = None, text: str = "") -> ReleaseStep:
    """Record that what was released has gone, or is being made; it goes once. Raises `AccessError`."""
    _require_that_it_is_ones_own(release)
    return _step(release, ReleaseStepKind.USED, text, production)


def lets_go(release: Release, now: datetime) -> bool:
    """Whether what was released may still leave: for as long as was agreed, and unless another embargo came since."""
    one = listed([release], now)[0]
    agreed = [step.at for step in one.steps if step.kind == ReleaseStepKind.AGREED]
    in_time = bool(agreed) and now < min(agreed) + rules.RELEASED_FOR
    return in_time and one.standing.state in (ReleaseState.AGREED, ReleaseState.USED) and _covers(release)


def of_production(production: UUID) -> Release | None:
    """Return the release that a document was asked for with, if it was with one."""
    step = ReleaseStep.objects.visible().filter(production=production).select_related("release__by").first()
    return step.release if step else None


def of_concern(concern_id: UUID, seen: Collection[str], now: datetime) -> list[ReleaseSummary]:
    """Return the releases of these compartments of a concern, the newest first: two queries."""
    rows = Release.objects.visible().filter(concern=concern_id, compartment__in=list(seen))
    return listed(rows.select_related("concern", "by__user", "by__organisation").order_by("-recorded_at", "-pk"), now)


def to_show(now: datetime, since: datetime) -> list[ReleaseSummary]:
    """Return, of all that whoever is acting sees, the releases asked for since then, the newest first: two queries."""
    rows, steps = (kept_lists.read(one) for one in lists_to_show(since))
    return _summed_up(rows, steps, now)


def lists_to_show(since: datetime) -> tuple[KeptList, KeptList]:
    """Return the lists of these, and of their steps."""

    def releases(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        rows = Release.objects.visible().filter(recorded_at__gte=at)
        return rows.select_related("concern", "by__user", "by__organisation").order_by("-recorded_at", "-pk")

    def steps(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        rows = ReleaseStep.objects.visible().filter(release__recorded_at__gte=at)
        return rows.select_related("by__user", "by__organisation")

    return KeptList("releases", releases, at=since), KeptList("release steps", steps, at=since)


def listed(releases: Iterable[Release], now: datetime) -> list[ReleaseSummary]:
    """Return these releases as they stand: one query."""
    rows = list(releases)
    found: Iterable[ReleaseStep] = ()
    if rows:
        steps = ReleaseStep.objects.visible().filter(release__in=[row.pk for row in rows])
        found = steps.select_related("by__user", "by__organisation")
    return _summed_up(rows, found, now)


def _summed_up(rows: Iterable[Release], found: Iterable[ReleaseStep], now: datetime) -> list[ReleaseSummary]:
    steps: dict[UUID, list[ReleaseStep]] = defaultdict(list)
    for step in found:
        steps[step.release_id].append(step)
    return [
        ReleaseSummary(
            row,
            tuple(steps[row.pk]),
            rules.release_standing(
                row.by.user_id,
                row.recorded_at,
                [ReleaseEvent(step.kind, step.by.user_id, step.at) for step in steps[row.pk]],
                now,
            ),
        )
        for row in rows
    ]


def _step(release: Release, kind: ReleaseStepKind, text: str, production: UUID | None = None) -> ReleaseStep:
    """Add a step, where the release stands so that it can be taken."""
    with transaction.atomic():
        concern_lock.lock(release.concern_id)
        now = timezone.now()
        state = listed([release], now)[0].standing.state
        taken = {
            ReleaseStepKind.AGREED: {ReleaseState.WAITING},
            ReleaseStepKind.REFUSED: {ReleaseState.WAITING, ReleaseState.AGREED},
            ReleaseStepKind.WITHDRAWN: {ReleaseState.WAITING, ReleaseState.AGREED},
            ReleaseStepKind.USED: {ReleaseState.AGREED},
        }[kind]
        if state not in taken:
            raise refuse("release", f"this cannot be done now: {state}", "Ask for it again, if it is still needed.")
        if kind in (ReleaseStepKind.AGREED, ReleaseStepKind.USED) and not _covers(release):
            raise refuse(
                "release", "another embargo has come since this was asked for", "Ask for it again, or ask the police."
            )
        step = ReleaseStep(
            release=release,
            concern_id=release.concern_id,
            compartment=release.compartment,
            kind=kind,
            production=production,
            text=text or None,
            by_id=context.required().membership_id,
            at=now,
        )
        step.save()
        return step


def _covers(release: Release) -> bool:
    held = may_tell(release.concern_id, None, Person.read(release.for_whom))
    return rules.covers([UUID(one) for one in release.embargoes], held)


def _require_that_it_is_ones_own(release: Release) -> None:
    if release.by.user_id != context.required().user_id:
        raise refuse("release", "somebody else asked for this", "Ask them, or ask for one of your own.")


def _standing(concern_id: UUID) -> list[EmbargoInForce]:
    rows = Embargo.objects.visible().filter(concern=concern_id)
    return [EmbargoInForce(row.pk, row.compartment, row.about, tuple(row.must_not_be_told), row.starts) for row in rows]
