"""Risk assessments as they are read: with all that is recorded of them, and their state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import RiskAnswer, RiskAssessment, RiskInterview, RiskJudgement, RiskStep, Separately
from fingerpost.casework.risk import rules
from fingerpost.casework.risk.headings_of_household import AdultsHousehold, household
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import Assertion, Happened, PartInConcern, PersonKind, Relationship, RelationshipKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.events import events_of
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.headings import headings_of
from fingerpost.record.services.relationships import relationships_of
from fingerpost.record.services.statements import known, recorded, settled

COMMON_RECORD: Final = str(Compartment.COMMON)
COMMON: Final = frozenset({COMMON_RECORD})
"""Where risk assessments are: social care has no compartment of its own."""
_WITH_BY: Final = ("by__user", "by__organisation")
_TIES: Final = (RelationshipKind.PARENT_OF, RelationshipKind.UNSUPERVISED_CONTACT, RelationshipKind.LIVES_WITH)
_APART: Final = {Separately.YES: True, Separately.NO: False}


@dataclass(frozen=True, slots=True)
class RiskRows:
    """An assessment and its rows, each kind in the order in which they were recorded."""

    assessment: RiskAssessment
    answers: tuple[RiskAnswer, ...]
    judgements: tuple[RiskJudgement, ...]
    interviews: tuple[RiskInterview, ...]
    steps: tuple[RiskStep, ...]


@dataclass(frozen=True, slots=True)
class AdultContext:
    """What the common record has that an assessment goes by."""

    pack: Pack
    people: PeopleOfConcern
    ties: Sequence[Relationship]
    facts: Mapping[tuple[UUID | None, str], Value | None]
    events: Sequence[Happened]


@dataclass(frozen=True, slots=True)
class RiskSummary:
    """An assessment with all that is recorded of it. `loose`: interviews that the record has, and no assessment."""

    rows: RiskRows
    around: AdultContext
    loose: tuple[Happened, ...]
    told: rules.RecordedRisk[RiskAnswer, RiskJudgement]
    course: rules.RiskCourse[RiskAnswer, RiskJudgement]

    @property
    def assessment(self) -> RiskAssessment:
        """The assessment itself."""
        return self.rows.assessment

    @property
    def adult(self) -> str:
        """What the adult is called."""
        return self.around.people.name(self.assessment.about_id)

    @property
    def interviews(self) -> list[RiskInterview]:
        """The interviews that were not taken back, in the order in which they were held."""
        standing = {event.pk for event in self.around.events}
        return sorted((one for one in self.rows.interviews if one.event_id in standing), key=lambda one: one.at)

    @property
    def taken_back(self) -> list[RiskInterview]:
        """The interviews that were noted in error."""
        standing = {event.pk for event in self.around.events}
        return [one for one in self.rows.interviews if one.event_id not in standing]

    def wanted(self) -> tuple[rules.RiskWanted, ...]:
        """Return what it asks for, as duties."""
        days = WorkingDays.of(self.assessment.by.organisation.nation)
        return rules.wanted(self.told, days, self.assessment.recorded_at)

    def before(self, key: rules.HeadingKey) -> list[RiskAnswer]:
        """Return every answer under a heading, the newest first."""
        return [one for one in reversed(self.rows.answers) if one.entry == key]

    def name(self, person: str) -> str:
        """Return what a child is called, by id."""
        return self.around.people.name(UUID(person)) if person else ""


@keys_at_hand()
def of_concern(concern: Concern, at: datetime | None = None) -> list[RiskSummary]:
    """Return the risk assessments of a concern that the person acting may see, the oldest first, as recorded by `at`.

    However much they hold, the number of queries is the same; where there is none, it is one.
    """
    found = rows_of(concern, at)
    if not found:
        return []
    around = _around(concern, at)
    return [_listed(rows, around, found) for rows in found]


def of_id(concern: Concern, assessment_id: UUID) -> RiskSummary | None:
    """Return one assessment of a concern, or None when there is none that the person acting may see."""
    return next((one for one in of_concern(concern) if one.assessment.pk == assessment_id), None)


def rows_of(concern: Concern, at: datetime | None = None) -> list[RiskRows]:
    """Return the assessments of a concern with their rows, as recorded by `at`. Five queries, or one for none."""
    rows = recorded(RiskAssessment.objects.visible(), concern, COMMON, at)
    assessments = list(rows.select_related("concern", "about", *_WITH_BY))
    if not assessments:
        return []
    answers, judgements, interviews, steps = (
        _by_assessment(recorded(model.objects.visible(), concern, COMMON, at).select_related(*_WITH_BY))
        for model in (RiskAnswer, RiskJudgement, RiskInterview, RiskStep)
    )
    return [
        RiskRows(one, *(tuple(rows[one.pk]) for rows in (answers, judgements, interviews, steps)))
        for one in assessments
    ]


def adults(concern: Concern) -> list[tuple[UUID, str]]:
    """Return the adults of the common record, with what they are called."""
    people = PeopleOfConcern(concern, COMMON)
    return [(one.appearance.pk, one.name) for one in people if one.appearance.kind == PersonKind.ADULT]


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """An assessment in which the partner was not interviewed first, or not apart; `at`: when it went wrong."""

    assessment: RiskAssessment
    at: datetime
    order: rules.Order

    @property
    def depends(self) -> bool:
        """Whether it is out of order only if there is a partner nobody knows of."""
        return self.order is rules.Order.DEPENDS


@keys_at_hand()
def out_of_order() -> list[OutOfOrder]:
    """Return the assessments that one sees in which the partner was not first, or not apart.

    The newest interview first. Four queries, however many there are.
    """
    assessments = list(RiskAssessment.objects.visible().select_related("concern", "by__user"))
    concerns = {one.concern_id for one in assessments}
    rows = list(RiskInterview.objects.visible().filter(concern__in=concerns))
    kinds = (rules.PARTNER, rules.ALLEGED_ABUSER)
    told = Happened.objects.visible().filter(concern__in=concerns, type__in=kinds, compartment__in=COMMON)
    events = Happened.standing(told)
    asked = Assertion.objects.visible().filter(concern__in=concerns, fact="has_partner", compartment__in=COMMON)
    partners = {one.about: _bool(one.value) for one in settled(asked)}
    found = []
    for one in assessments:
        has_partner = partners.get(one.about_id)
        held = _held(one, assessments, rows, events)
        order = rules.order(held, has_partner)
        if order in rules.WRONG:
            at = min(it.at for it in held if it.whom == rules.ALLEGED_ABUSER or it.separately is False)
            found.append(OutOfOrder(one, at, order))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _held(
    one: RiskAssessment,
    assessments: Iterable[RiskAssessment],
    rows: Iterable[RiskInterview],
    events: Iterable[Happened],
) -> list[rules.RiskInterviewData]:
    """Return the interviews of an assessment: its own, and those of the record alone, where they can be no other's.

    An event does not say which adult or partner: where one adult alone is assessed it is theirs.
    """
    events = [event for event in events if event.concern_id == one.concern_id]
    standing = {event.pk for event in events}
    rows = [row for row in rows if row.concern_id == one.concern_id]
    held = [_interview(row) for row in rows if row.assessment_id == one.pk and row.event_id in standing]
    if {other.about_id for other in assessments if other.concern_id == one.concern_id} == {one.about_id}:
        ours = {row.event_id for row in rows}
        kinds = (rules.PARTNER, rules.ALLEGED_ABUSER)
        held += [rules.RiskInterviewData(it.type, it.at) for it in events if it.type in kinds and it.pk not in ours]
    return held


def _around(concern: Concern, at: datetime | None) -> AdultContext:
    return AdultContext(
        pack=pack_of(concern),
        people=PeopleOfConcern(concern, COMMON, at),
        ties=relationships_of(concern, COMMON, at),
        facts={(one.about, one.fact): one.value for one in known(concern, COMMON, at)},
        events=events_of(concern, COMMON, at),
    )


def _listed(rows: RiskRows, around: AdultContext, all_rows: Sequence[RiskRows]) -> RiskSummary:
    adult = rows.assessment.about_id
    every = [row for other in all_rows for row in other.interviews]
    held = _held(rows.assessment, [other.assessment for other in all_rows], every, around.events)
    home = _household(around, adult)
    told = rules.RecordedRisk(
        began_on=london_day(rows.assessment.began_at),
        headings=headings_of(around.pack),
        household=home,
        must_be_judged=_must_be_judged(around, adult, home),
        answers=rows.answers,
        judgements=rows.judgements,
        steps=rows.steps,
        interviews=held,
        has_partner=_bool(around.facts.get((adult, "has_partner"))),
        single_assessments=[one.at for one in around.events if one.type == "assessment_started"],
    )
    return RiskSummary(rows, around, tuple(_loose(around, every)), told, rules.course(told))


def _loose(around: AdultContext, rows: Iterable[RiskInterview]) -> list[Happened]:
    ours = {row.event_id for row in rows}
    kinds = (rules.PARTNER, rules.ALLEGED_ABUSER)
    return [event for event in around.events if event.type in kinds and event.pk not in ours]


def _household(around: AdultContext, adult: UUID) -> AdultsHousehold:
    ties = around.ties
    return household(
        str(adult),
        [(str(one.one_id), str(one.other_id)) for one in ties if one.kind == RelationshipKind.LIVES_WITH],
        _children(around),
        [
            str(one.appearance.pk)
            for one in around.people
            if any(taken.part == PartInConcern.HOUSEHOLD for taken in one.parts)
        ],
        _bool(around.facts.get((adult, "lives_with_children"))),
    )


def _must_be_judged(around: AdultContext, adult: UUID, home: AdultsHousehold) -> list[str]:
    """Return the children whose vulnerability is judged: those of the household, and those with a tie to the adult."""
    tied = {str(one.other_id) for one in around.ties if one.kind in _TIES and one.one_id == adult}
    return [child for child in _children(around) if child in home.children or child in tied]


def _children(around: AdultContext) -> list[str]:
    return [str(one.appearance.pk) for one in around.people if one.appearance.kind == PersonKind.CHILD]


def _interview(row: RiskInterview) -> rules.RiskInterviewData:
    return rules.RiskInterviewData(row.whom, row.at, _APART.get(Separately(row.separately)))


def _bool(value: Value | None) -> bool | None:
    return value if isinstance(value, bool) else None


def _by_assessment(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        found[row.assessment_id].append(row)
    return found
