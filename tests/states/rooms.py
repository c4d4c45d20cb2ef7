"""How a duty, a referral, a concern and an embargo stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from fingerpost.access.embargo import rules as embargoes
from fingerpost.access.embargo.recipients import Person, Relation
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.casework.referrals import rules as referrals
from fingerpost.duties import rules as duties
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.closing import closing_of
from states.exploring import TUESDAY, Drawn, explored

# ---- a duty ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Step:
    """A step, as far as the fold reads it."""

    pk: int
    kind: str
    second: bool = False
    until: date | None = None
    step_id: int | None = None
    learned_at: datetime = TUESDAY
    to_id: UUID | None = None


def _duty_next(steps: tuple[_Step, ...]) -> Iterator[tuple[str, _Step]]:
    number, now = len(steps), duties.fold(steps)
    if not now.applies:
        been = any(step.kind == "appeared" for step in steps)
        yield ("follows again", _Step(number, "returned")) if been else ("follows", _Step(number, "appeared"))
    else:
        yield "no longer follows", _Step(number, "superseded")
        if now.done is None:
            yield "waived", _Step(number, "waived")
            yield "postponed", _Step(number, "postponed", until=date.max)
            yield "waived, and wants a second person", _Step(number, "waived", second=True)
    if now.done is None:
        yield "done", _Step(number, "done")
    if now.proposed is not None:
        yield "confirmed by a second person", _Step(number, "confirmed", step_id=now.proposed.pk)
    for name, one in (("done", now.done), ("pause", now.pause), ("proposal", now.proposed)):
        if one is not None:
            yield f"{name} taken back", _Step(number, "withdrawn", step_id=one.pk)


def _duty_stands(steps: tuple[_Step, ...]) -> str:
    now = duties.fold(steps)
    status = now.status(TUESDAY.date())
    if status is duties.DutyStatus.SUPERSEDED:
        return "does not follow"
    return "open, waits for a second person" if status is duties.DutyStatus.OPEN and now.proposed else str(status)


def _duty() -> Drawn:
    return Drawn(
        "A duty",
        "What its steps come to (`duties.rules.fold`). When a pause ends it is open again by itself. What was done"
        " stays done, whatever else changes, until somebody takes that back. It may be done before it ever follows.",
        explored(_duty_next, _duty_stands),
    )


# ---- a referral ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Became:
    kind: str
    pk: int = 0
    at: datetime = field(default=TUESDAY)
    answers_id: int | None = None
    stage: str = ""
    until: date | None = None


def _course(steps: tuple[_Became, ...]) -> referrals.ReferralCourse[_Became]:
    return referrals.course(TUESDAY, steps, WorkingDays.of("england-and-wales"))


def _referral_next(steps: tuple[_Became, ...]) -> Iterator[tuple[str, _Became]]:
    for kind in referrals.proposed(_course(steps), steps):
        # Each check that is asked for waits by itself, and changes nothing of what is decided.
        if kind not in ("checks_asked", "checks_answered"):
            yield kind.replace("_", " "), _Became(kind, len(steps), stage=_stage(kind, steps))


def _stage(kind: str, steps: tuple[_Became, ...]) -> str:
    return referrals.next_stage(steps) if kind == "escalated" else ""


def _referral_stands(steps: tuple[_Became, ...]) -> str:
    course = _course(steps)
    awaited = {str(one.awaited.value) for one in course.waiting}
    if "reconsideration" in awaited:
        return "disagreed with"
    stands = (course.decision or ("received" if "acknowledgement" not in awaited else "sent")).replace("_", " ")
    open_ = [name for name in ("sign_off", "answer") if name in awaited and course.decision]
    return f"{stands}, waits for {' and '.join(name.replace('_', '-') for name in open_)}" if open_ else stands


def _referral() -> Drawn:
    return Drawn(
        "A referral",
        "What became of it (`casework.referrals.rules.course`), by the steps that make sense next (`proposed`). Others"
        " can be recorded too, late and in any order. A new decision is owed a sign-off and an answer of its own.",
        explored(_referral_next, _referral_stands),
    )


# ---- closing ---------------------------------------------------------------------------------------------------------


def _closing() -> Drawn:
    def stands(turns: tuple[Any, ...]) -> str:
        return "closed" if closing_of(turns) else "open"

    def next_turns(turns: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
        yield "passed on", SimpleNamespace(turn="transferred")
        is_closed = closing_of(turns) is not None
        yield (
            ("reopened", SimpleNamespace(turn="reopened")) if is_closed else ("closed", SimpleNamespace(turn="closed"))
        )

    return Drawn(
        "A concern, in one part of the record",
        "What its turns come to (`record.services.closing.closing_of`). What is still to be done in a closed concern"
        " stays to be done, and anything can be added to it. Passing it on leaves it as it is.",
        explored(next_turns, stands),
    )


# ---- an embargo ------------------------------------------------------------------------------------------------------

_ADULT: Final = UUID(int=1)
_PARENTS, _EMPLOYER = (Person(Relation.PARENTS, UUID(int=2)), Person(Relation.EMPLOYER, _ADULT))


def _embargo_next(steps: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    at = TUESDAY + timedelta(hours=len(steps))
    standing = [one for one in steps if isinstance(one, embargoes.EmbargoInForce)]
    if not standing:
        yield "an adult is suspected", embargoes.EmbargoInForce(UUID(int=9), "common", _ADULT, (EVERYONE,), at)
    for one in standing[-1:]:
        yield "it is decided that these parents may be told", embargoes.Lifted(one.id, str(_PARENTS), at)
        yield "it is decided that the employer may be told", embargoes.Lifted(one.id, str(_EMPLOYER), at)
    lifted = [one for one in steps if isinstance(one, embargoes.Lifted)]
    for recipient, name in ((_PARENTS, "parents"), (_EMPLOYER, "employer")):
        if any(one.for_whom == str(recipient) for one in lifted):
            number = UUID(int=10 + len(steps))
            held = embargoes.EmbargoInForce(number, "common", _ADULT, (str(recipient),), at)
            yield f"the decision about the {name} is taken back", held


def _embargo_stands(steps: tuple[Any, ...]) -> str:
    now = TUESDAY + timedelta(days=1)
    standing = [one for one in steps if isinstance(one, embargoes.EmbargoInForce)]
    lifts = [one for one in steps if isinstance(one, embargoes.Lifted)]
    if not standing:
        return "nothing is held back"
    free = [
        name
        for recipient, name in ((_PARENTS, "these parents"), (_EMPLOYER, "the employer"))
        if isinstance(embargoes.decide(standing, lifts, {"common"}, _ADULT, recipient, now, now), embargoes.Free)
    ]
    return f"{' and '.join(free)} may be told" if free else "nobody outside may be told"


def _embargo() -> Drawn:
    return Drawn(
        "The embargo about a suspected adult",
        "Who may be told (`access.embargo.rules.decide`), with two recipients as examples: a child’s parents, and the"
        " adult’s employer. A decision lets one person be told, from its moment on, and nobody else.",
        explored(_embargo_next, _embargo_stands),
    )


SUBJECTS: Final = (_duty, _referral, _closing, _embargo)
