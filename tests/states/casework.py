"""How what casework records stands: meetings, enquiries, conferences, agreements, risk assessments, bail, content.

Each explorer tries the steps that the subject's own rules propose, and some that somebody may record all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from fingerpost.casework.agreements import rules as agreements
from fingerpost.casework.enquiries import rules as enquiries
from fingerpost.casework.meetings import rules as meetings
from fingerpost.casework.police import rules as police
from fingerpost.casework.risk import rules as risk
from fingerpost.casework.risk.headings_of_household import household
from fingerpost.casework.support import rules as support
from states.exploring import TUESDAY, Drawn, explored


@dataclass(slots=True)
class _Step:
    """A step of any subject, as far as its rules read it."""

    number: int
    kind: str
    outcome: str = ""
    day: date | None = None
    until: date | None = None
    item: str = ""
    answers_id: int | None = None
    of_id: int | None = None
    about_id: None = None
    about: None = None
    person_id: None = None
    telling_id: None = None
    provision: str = ""
    title: str = ""
    who: str = ""
    text: str = ""
    agenda: tuple[str, ...] = ()

    pk: int = field(init=False)
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Each is an hour after the one before."""
        self.pk, self.at = self.number, TUESDAY + timedelta(hours=self.number)


type Steps = tuple[_Step, ...]
type Next = Iterator[tuple[str, _Step]]


# ---- a meeting -------------------------------------------------------------------------------------------------------

_ITEM = meetings.AgendaItem(("",), "", is_must=True, acts=frozenset({meetings.S47}))


def _meeting_next(steps: Steps) -> Next:
    number, now = len(steps), meetings.fold(steps)
    if now.held is None:
        yield "held", _Step(number, "held")
        yield "said not to have been held", _Step(number, "not_held")
        return
    if now.answer(_ITEM) is None:
        yield "the item is settled", _Step(number, "decided", meetings.YES, item=meetings.S47)
    if now.explained is None:
        yield "it is said why it went on without an agency", _Step(number, "quorum_explained")
    yield ("taken up again", _Step(number, "reopened")) if now.closed else ("concluded", _Step(number, "concluded"))


def _meeting_stands(steps: Steps) -> str:
    now = meetings.fold(steps)
    lacks = meetings.lacking(now, [_ITEM], [])
    status = meetings.status(now, lacks)
    if status is not meetings.MeetingStatus.HELD:
        return str(status).replace("_", " ")
    lacking = {"answer": "an item is open", "quorum": "an agency was not there"}
    words = [text for what, text in lacking.items() if what in {one.what for one in lacks}]
    held = "concluded too early" if now.closed else "held"
    return ", ".join([held, " and ".join(words)] if words else [held, "nothing is open"])


def _meeting() -> Drawn:
    return Drawn(
        "A meeting",
        "What its steps come to (`casework.meetings.rules.status`), with one item that must be settled and one agency"
        " that was not there as examples. Concluded while something is lacking, it does not count as such.",
        explored(_meeting_next, _meeting_stands),
    )


# ---- an enquiry or an assessment, and a conference -------------------------------------------------------------------


def _stage_next(kind: str, steps: Steps) -> Next:
    number, now = len(steps), enquiries.fold(kind, [], steps)
    further = ["proposed"] if now.state is enquiries.StageState.CONCLUDED else []
    further += ["needed"] if now.state is enquiries.StageState.NOT_NEEDED else []
    for name in [*enquiries.proposed(kind, now), *further, "in_error"]:
        answers = now.proposal.pk if now.proposal and name in enquiries.OF_A_MANAGER else None
        outcomes = enquiries.OUTCOMES.get((kind, name), ("",)) if name == "needed" else ("",)
        for outcome in outcomes:
            yield _NAMES.get(outcome or name, name), _Step(number, name, outcome, answers_id=answers)


_NAMES = {
    "proposed": "an outcome is proposed",
    "agreed": "a manager agrees",
    "returned": "a manager gives it back",
    "in_error": "said to be recorded in error",
    "needed": "decided that it is needed",
    "not_needed": "decided that it is not",
    "decided": "decided",
}


def _stage_stands(kind: str, steps: Steps) -> str:
    now = enquiries.fold(kind, [], steps)
    return "open, given back" if now.returned and not now.is_over else str(now.state).replace("_", " ")


def _enquiry() -> Drawn:
    kind = enquiries.ENQUIRY
    return Drawn(
        "A Section 47 enquiry, or a single assessment",
        "How it stands (`casework.enquiries.rules.fold`): what is proposed holds once a manager agrees, and a later"
        " proposal waits for a manager again. An assessment goes the same way.",
        explored(lambda steps: _stage_next(kind, steps), lambda steps: _stage_stands(kind, steps)),
    )


def _conference() -> Drawn:
    kind = enquiries.CONFERENCE
    return Drawn(
        "An initial child protection conference",
        "How it stands (`casework.enquiries.rules.fold`). One can be recorded as held that nobody convened here.",
        explored(lambda steps: _stage_next(kind, steps), lambda steps: _stage_stands(kind, steps)),
    )


# ---- a written agreement ---------------------------------------------------------------------------------------------

_DAY = TUESDAY.date() + timedelta(days=28)
_DATED = frozenset({"started", "reviewed"})
_AGREED = {
    "started": "comes into force",
    "review_set": "a day for its review is set",
    "reviewed": "reviewed",
    "breached": "breached",
    "ended": "ended",
    "in_error": "said to be recorded in error",
}


def _agreement_next(steps: Steps) -> Next:
    number, now = len(steps), agreements.fold(steps)
    for kind in [*agreements.proposed(now), "in_error"]:
        if kind not in _AGREED:
            continue  # Who is bound, by what and who signed changes nothing of how far it is.
        if kind in _DATED:
            yield f"{_AGREED[kind]}, the next review has no day", _Step(number, kind)
        yield _AGREED[kind], _Step(number, kind, day=_DAY if kind in _DATED | {"review_set"} else None)


def _agreement_stands(steps: Steps) -> str:
    now = agreements.fold(steps)
    if now.is_in_force and (now.is_broken or now.lacks_review):
        lacking = [("a breach waits for its review", now.is_broken), ("no day for a review", now.lacks_review)]
        return f"in force, {' and '.join(words for words, is_so in lacking if is_so)}"
    return str(now.state).replace("_", " ")


def _agreement() -> Drawn:
    return Drawn(
        "A written agreement",
        "How it stands (`casework.agreements.rules.fold`). In force it has a day for its next review, or is shown to"
        " have none; a breach asks for a review at once, beside the one that is planned.",
        explored(_agreement_next, _agreement_stands),
    )


# ---- a risk assessment -----------------------------------------------------------------------------------------------


def _risk_stands(steps: Steps) -> str:
    home = household("adult", [], [], [], None)
    return str(risk.course(risk.RecordedRisk(TUESDAY.date(), [], home, [], [], [], steps, [], None, [])).state)


def _risk_next(steps: Steps) -> Next:
    for kind, name in (("concluded", "concluded"), ("agreed", "a manager agrees"), ("reopened", "taken up again")):
        yield name, _Step(len(steps), kind)


def _risk() -> Drawn:
    return Drawn(
        "A risk assessment",
        "How far it has come (`casework.risk.rules.course`). What was concluded can be taken up again, and is then"
        " concluded and agreed to anew.",
        explored(_risk_next, _risk_stands),
    )


def _interviews_next(steps: tuple[risk.RiskInterviewData, ...]) -> Iterator[tuple[str, risk.RiskInterviewData]]:
    at = TUESDAY + timedelta(hours=len(steps))
    yield "the partner is interviewed apart", risk.RiskInterviewData(risk.PARTNER, at, separately=True)
    yield "the partner is interviewed, not apart", risk.RiskInterviewData(risk.PARTNER, at, separately=False)
    yield "the alleged abuser is interviewed", risk.RiskInterviewData(risk.ALLEGED_ABUSER, at)


def _interviews() -> Drawn:
    return Drawn(
        "Who was interviewed first",
        "Whether the partner was interviewed first and separately (`casework.risk.rules.order`), where one is known of."
        " What was done in the wrong order stays so.",
        explored(_interviews_next, lambda held: str(risk.order(held, has_partner=True)).replace("_", " ")),
    )


# ---- bail ------------------------------------------------------------------------------------------------------------


def _bail_next(steps: Steps) -> Next:
    number = len(steps)
    if not steps:
        yield "set", _Step(number, "bail", until=_DAY)
        return
    yield "others are set in its place", _Step(number, "bail", until=_DAY, of_id=steps[0].pk)
    yield "ended", _Step(number, "bail_ended", of_id=steps[0].pk)
    yield "its last day is over", _Step(number, "day_over")


def _bail_stands(steps: Steps) -> str:
    over = any(step.kind == "day_over" for step in steps)
    entries = [step for step in steps if step.kind != "day_over"]
    bails = police.fold(entries, _DAY + timedelta(days=1) if over else _DAY).bails
    return str(bails[0][1]) if bails else "none"


def _bail() -> Drawn:
    return Drawn(
        "Bail conditions",
        "How the first that were set stand (`casework.police.rules.fold`). They run out by themselves.",
        explored(_bail_next, _bail_stands),
    )


# ---- content that is to be removed -----------------------------------------------------------------------------------


def _content_next(steps: Steps) -> Next:
    for kind, name in (
        ("asked", "its removal is asked for"),
        ("removed", "removed"),
        ("refused", "refused"),
        ("reappeared", "seen again"),
    ):
        yield name, _Step(len(steps), kind)


def _content_stands(steps: Steps) -> str:
    now = support.content(steps)
    return f"{now.stands}, somebody looks again" if now.waiting else str(now.stands)


def _content() -> Drawn:
    return Drawn(
        "Content that is to be removed",
        "How it stands (`casework.support.rules.content`). While it is waited for, somebody looks again after a while.",
        explored(_content_next, _content_stands),
    )


SUBJECTS: Final = (_meeting, _enquiry, _conference, _agreement, _risk, _interviews, _bail, _content)
