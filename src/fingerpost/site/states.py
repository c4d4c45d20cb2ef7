"""How things stand, and what leads from one to another: drawn by asking the rules, never by hand.

Nothing here keeps a state. An explorer tries every step that makes sense after every other, asks the subject's own pure
function how it stands then, and notes what led where. A further subject registers an explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from textwrap import fill
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

DEPTH: Final = 5
"""How many steps after one another are tried: nothing new is found beyond."""

TUESDAY: Final = datetime(2026, 3, 24, 12, tzinfo=UTC)
"""When what is drawn begins. It says nothing: only the order counts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A subject's states in the order in which they were met, and what leads from one to another."""

    title: str
    says: str
    moves: Sequence[tuple[str, str, str]]
    """From, to, by what."""


Explorer = Callable[[], Drawn]
_explorers: dict[str, Explorer] = {}


def register(name: str, explorer: Explorer) -> None:
    """Let a subject be drawn under this name."""
    _explorers[name] = explorer


def explored(
    next_steps: Callable[[tuple[Any, ...]], Iterable[tuple[str, Any]]], stands: Callable[[tuple[Any, ...]], str]
) -> list[tuple[str, str, str]]:
    """Return what leads from which state to which, after up to `DEPTH` steps.

    `next_steps`: what may be recorded after these steps, each with its name; `stands`: how it stands after them.
    """
    found: dict[tuple[str, str, str], None] = {}
    lives: list[tuple[Any, ...]] = [()]
    for _ in range(DEPTH):
        longer = []
        for steps in lives:
            before = stands(steps)
            for name, step in next_steps(steps):
                after = stands((*steps, step))
                if after != before:
                    found.setdefault((before, after, name))
                longer.append((*steps, step))
        lives = longer
    return list(found)


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
    if status is duties.Status.SUPERSEDED:
        return "does not follow"
    return "open, waits for a second person" if status is duties.Status.OPEN and now.proposed else str(status)


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


def _course(steps: tuple[_Became, ...]) -> referrals.Course[_Became]:
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
    standing = [one for one in steps if isinstance(one, embargoes.Standing)]
    if not standing:
        yield "an adult is suspected", embargoes.Standing(UUID(int=9), "common", _ADULT, (EVERYONE,), at)
    for one in standing[-1:]:
        yield "it is decided that these parents may be told", embargoes.Lifted(one.id, str(_PARENTS), at)
        yield "it is decided that the employer may be told", embargoes.Lifted(one.id, str(_EMPLOYER), at)
    lifted = [one for one in steps if isinstance(one, embargoes.Lifted)]
    for recipient, name in ((_PARENTS, "parents"), (_EMPLOYER, "employer")):
        if any(one.for_whom == str(recipient) for one in lifted):
            number = UUID(int=10 + len(steps))
            held = embargoes.Standing(number, "common", _ADULT, (str(recipient),), at)
            yield f"the decision about the {name} is taken back", held


def _embargo_stands(steps: tuple[Any, ...]) -> str:
    now = TUESDAY + timedelta(days=1)
    standing = [one for one in steps if isinstance(one, embargoes.Standing)]
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


register("duty", _duty)
register("referral", _referral)
register("closing", _closing)
register("embargo", _embargo)


# ---- drawing ---------------------------------------------------------------------------------------------------------

_HEAD = """# How things stand

Made by `manage.py states` from the rules themselves: each picture is what their functions answer after every sequence
of up to {depth} steps. A test holds this page to them. How something stands is folded from its steps; only what lists
need of it is kept.
"""


def page() -> str:
    """Return the page with all diagrams, as Markdown with Mermaid."""
    return "\n".join([_HEAD.format(depth=DEPTH), *(_section(explorer()) for explorer in _explorers.values())])


def _section(drawn: Drawn) -> str:
    states = list(dict.fromkeys(state for one, other, _ in drawn.moves for state in (one, other)))
    names = {state: f"s{number}" for number, state in enumerate(states)}
    by: dict[tuple[str, str], list[str]] = {}
    for one, other, name in drawn.moves:
        by.setdefault((one, other), []).append(name)
    lines = [f"    {name} : {state}" for state, name in names.items()]
    lines += [f"    [*] --> {names[states[0]]}"] if states else []
    lines += [f"    {names[one]} --> {names[other]} : {' / '.join(how)}" for (one, other), how in by.items()]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"## {drawn.title}\n\n{fill(drawn.says, 120)}\n\n{diagram}\n"
