"""Written agreements, and enquiries and assessments with their managers: steps in any order, late, and in error."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from fingerpost.casework.agreements import queries as agreements
from fingerpost.casework.agreements import services as agreeing
from fingerpost.casework.enquiries import queries as stages
from fingerpost.casework.enquiries import services as enquiring
from fingerpost.casework.models import (
    Agreement,
    AgreementStepKind,
    Judgement,
    ReviewOutcome,
    Stage,
    StageKind,
    StageOutcome,
    StageStepKind,
)
from lives.dutiful import Dutiful
from lives.life import COMMON, TODAY

SOCIAL_CARE = {"front-door", "worker", "manager-east", "manager-west"}
MANAGERS = {"manager-east", "manager-west"}
OF_AN_AGREEMENT = ("started", "started", "review_set", "reviewed", "breached", "ended", "in_error")
OF_A_STAGE = ("proposed", "proposed", "agreed", "agreed", "returned", "seen", "in_error")
PROPOSED = {StageKind.ENQUIRY: StageOutcome.LIKELY, StageKind.ASSESSMENT: StageOutcome.PROTECTION}


@dataclass
class Step:
    """A step, by the test's own count: `answer` is the manager's to a proposal."""

    at: datetime
    number: int
    kind: str
    by: str
    answer: str = ""


@dataclass
class Noted:
    """An agreement or a stage, and what became of it."""

    row: Any
    steps: list[Step] = field(default_factory=list)

    def add(self, kind: str, at: datetime, by: str) -> None:
        self.steps.append(Step(at, len(self.steps), kind, by))

    def has(self, kind: str) -> bool:
        return any(step.kind == kind for step in self.steps)

    @property
    def last_proposal(self) -> Step | None:
        made = [step for step in self.steps if step.kind == "proposed"]
        return max(made, key=lambda step: (step.at, step.number), default=None)


EACH = [
    agreeing.AgreementStepInput(text="As it was said.", provision=f"2.2-matter-{one}")
    for one in ("contact", "care", "rooms", "sleepovers")
]
FACTORS = [
    f"2.2-factor-{one}"
    for one in ("history", "contact-abuse", "own-children", "partner", "no-cooperation", "understanding", "criminal")
]


class Agreeing(Dutiful):
    """Rules about agreements, and about enquiries and assessments."""

    def __init__(self) -> None:
        super().__init__()
        self.agreements: dict[UUID, Noted] = {}
        self.stages: dict[UUID, Noted] = {}

    @rule(data=st.data(), kind=st.sampled_from(OF_AN_AGREEMENT), days=st.sampled_from([None, 10, 40]))
    def something_becomes_of_an_agreement(self, data: st.DataObject, kind: str, days: int | None) -> None:
        who, at = data.draw(st.sampled_from(self.writers(COMMON))), self.later(data.draw(st.integers(-24, 48)))
        if not self.agreements:
            with self.must(who in SOCIAL_CARE), self.acting(who):
                made = agreeing.draw_up(self.concern, self.adult, text="He visits.", terms=EACH, at=at)
            if who in SOCIAL_CARE:
                self.agreements[made.pk] = Noted(made)
            return
        one = data.draw(st.sampled_from(list(self.agreements.values())))
        may = (who in SOCIAL_CARE or kind == "breached") and not (kind == "review_set" and days is None)
        said = agreeing.AgreementStepInput(
            text="As it was.",
            who="A neighbour",
            done="They were seen.",
            outcome=data.draw(st.sampled_from(ReviewOutcome)) if kind == "reviewed" else "",
            day=TODAY + timedelta(days=days) if days is not None and kind != "breached" else None,
        )
        row: Agreement = one.row
        with self.carrying_out("2.2-agreement", "2.2-agreement-review"), self.must(may), self.acting(who):
            agreeing.record(row, AgreementStepKind(kind), said, at=at)
        if may:
            one.add(kind, at, who)

    @rule(data=st.data(), kind=st.sampled_from(OF_A_STAGE), what=st.sampled_from([*PROPOSED]))
    def something_becomes_of_an_enquiry(self, data: st.DataObject, kind: str, what: StageKind) -> None:
        who, at = data.draw(st.sampled_from(self.writers(COMMON))), self.later(data.draw(st.integers(-24, 48)))
        there = [one for one in self.stages.values() if one.row.kind == what]
        if not there:
            assessed = [self.adult] if what == StageKind.ASSESSMENT else []
            people: dict[str, Any] = {"people": [self.child], "assessed": assessed, "text": "It was decided."}
            with self.must(who in SOCIAL_CARE), self.acting(who):
                made = enquiring.open_stage(self.concern, what, at=at, **people)
            if who in SOCIAL_CARE:
                self.stages[made.pk] = Noted(made)
                # No assessment is concluded before each of these is judged.
                for factor in FACTORS if assessed else ():
                    why = "Nobody could be asked yet."
                    with self.acting(who):
                        enquiring.judge(made, self.adult, factor, Judgement.NOT_KNOWN, rests_on=why)
            return
        self._stage_step(data.draw(st.sampled_from(there)), kind, who, at)

    def _stage_step(self, one: Noted, kind: str, who: str, at: datetime) -> None:
        row: Stage = one.row
        waits, may = one.last_proposal, who in SOCIAL_CARE
        if kind in ("agreed", "returned"):
            is_open = waits is not None and not waits.answer and waits.by != who
            may = who in MANAGERS and is_open
        said = enquiring.StageStepInput(
            text="As it was said.",
            outcome=PROPOSED[StageKind(row.kind)] if kind == "proposed" else "",
            about=self.child if kind == "seen" else None,
        )
        with self.carrying_out("2.2-single-assessment"), self.must(may), self.acting(who):
            enquiring.record(row, StageStepKind(kind), said, at=at)
        if may:
            one.add(kind, at, who)
            if waits is not None and kind in ("agreed", "returned"):
                waits.answer = kind

    # ---- what always holds ----

    @invariant()
    def an_agreement_stands_as_it_was_recorded(self) -> None:
        if not self.agreements:
            return
        with self.acting("lead"):
            found = {one.agreement.pk: one for one in agreements.of_concern(self.concern)}
        assert found.keys() == self.agreements.keys()
        for pk, one in self.agreements.items():
            words = [("in_error", "in_error"), ("ended", "ended"), ("started", "in_force")]
            wanted = next((state for kind, state in words if one.has(kind)), "draft")
            standing = found[pk].standing
            assert standing.state == wanted, one.steps
            # In force it has a next review, or is shown to lack one.
            assert bool(standing.open_reviews) == (wanted == "in_force"), one.steps

    @invariant()
    def what_is_proposed_holds_once_another_manager_agrees(self) -> None:
        if not self.stages:
            return
        with self.acting("lead"):
            found = {one.stage.pk: one for one in stages.of_concern(self.concern)}
        for pk, one in self.stages.items():
            last = one.last_proposal
            if one.has("in_error"):
                wanted = "in_error"
            elif last is not None and not last.answer:
                wanted = "proposed"
            else:
                wanted = "concluded" if any(step.answer == "agreed" for step in one.steps) else "open"
            assert found[pk].standing.state == wanted, one.steps
