"""The decision of a compartment, as known at a moment, and what would change in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.explaining.requirements import clearance_of
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import Assertion, PartTaken
from fingerpost.record.services.cases import Built, build, gather
from fingerpost.record.services.procedures import embargo_of, in_force


@dataclass(frozen=True, slots=True)
class CompartmentDecision:
    """A decision, the case it was made from, the procedure that decided, and who is who (`c1` is this appearance)."""

    decision: Decision
    case: Case
    pack: Pack
    names: Mapping[str, UUID]

    @property
    def suspected(self) -> list[UUID]:
        """The adults about whom the embargo applies."""
        embargo = embargo_of(self.pack)
        return [
            self.names[outcome.about]
            for outcome in self.decision.outcomes
            if outcome.provision == embargo and outcome.status == "applies"
        ]

    @property
    def suspects_somebody_unlisted(self) -> bool:
        """Whether an adult is certainly behind the concern, and none who is listed is suspected."""
        engine = engine_for(self.pack)
        # The engine's one condition past `decided`: that an adult who is not listed is behind it.
        status, _ = engine.status(len(engine.decided), "concern", self.case)
        return status == "applies" and not self.suspected


@dataclass(frozen=True, slots=True)
class Difference:
    """An outcome that applies, before and after a change: in one of them it may not. `about` is a case's `c1`."""

    provision: str
    about: str
    before: Outcome | None
    after: Outcome | None

    @property
    def due(self) -> date | None:
        """When it is due after the change; for one that would be gone, when it was."""
        present = self.after or self.before
        return present.due if present else None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would bring: outcomes that would be new, gone, moved to another day, or with another clearance."""

    before: CompartmentDecision
    after: CompartmentDecision
    new: tuple[Difference, ...]
    gone: tuple[Difference, ...]
    moved: tuple[Difference, ...]
    held: tuple[Difference, ...]

    def __bool__(self) -> bool:
        """Whether anything would change that is certain."""
        return bool(self.new or self.gone or self.moved or self.held)


@keys_at_hand()
def decision_of(concern: Concern, compartment: str, at: datetime | None = None) -> CompartmentDecision:
    """Return the decision of a compartment, from what was recorded at `at`, under the procedure it was reported under.

    Raises as `cases.case_of` does.
    """
    return decided(build(gather(concern, compartment, at)))


def decided(built: Built) -> CompartmentDecision:
    """Decide a case. Raises CaseError for a deadline past the bank holidays known."""
    return CompartmentDecision(engine_for(built.pack).decide(built.case), built.case, built.pack, built.names)


def nothing_told(concern: Concern) -> CompartmentDecision:
    """Return the decision of a part of a concern in which nobody has told anything: it asks for nothing.

    Its procedure is the one in force when the concern was opened.
    """
    pack = in_force(concern.created_at)
    built = Built(case_from({"reported_at": concern.created_at.isoformat()}, pack), pack, {})
    found = decided(built)
    return replace(found, decision=replace(found.decision, outcomes=[], questions=[]))


@keys_at_hand()
def preview(
    concern: Concern, compartment: str, assertions: Iterable[Assertion], parts: Iterable[PartTaken] = ()
) -> Preview:
    """Return what statements that are not saved yet (`facts.drafts`) would change in a compartment's decision.

    `parts`: what people would have to do with the concern from then on, or not any more.
    """
    now = gather(concern, compartment)
    return compare(decided(build(now)), decided(build(now.with_more(assertions, parts))))


def compare(before: CompartmentDecision, after: CompartmentDecision) -> Preview:
    """Return what differs between two decisions, in the order of the decisions."""
    was, will = _applying(before.decision), _applying(after.decision)
    there = [Difference(*key, was.get(key), outcome) for key, outcome in will.items()]
    both = [(one, one.before, one.after) for one in there if one.before and one.after]
    return Preview(
        before,
        after,
        new=tuple(one for one in there if one.before is None),
        gone=tuple(Difference(*key, outcome, None) for key, outcome in was.items() if key not in will),
        moved=tuple(one for one, old, new in both if old.due != new.due),
        held=tuple(one for one, old, new in both if clearance_of(old) is not clearance_of(new)),
    )


def _applying(decision: Decision) -> dict[tuple[str, str], Outcome]:
    return {(one.provision, one.about): one for one in decision.outcomes if one.status == "applies"}
