"""The whole of a risk assessment as plain data, for a document: nothing in it has to be looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.casework.models import Dimension, RiskJudgement
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.casework.risk import presentation, rules
from fingerpost.casework.risk.presentation import HeadingShown
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.explaining.rules import cited


@dataclass(frozen=True, slots=True)
class SignaturePrinted:
    """Who recorded something, of which organisation, and when."""

    name: str
    organisation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerPrinted:
    """One answer under a heading. `effects`: what it raises or lowers, in words: “raises the risk”."""

    status: str
    text: str
    source: str
    sought_from: str
    sought_since: date | None
    effects: tuple[str, ...]
    signed: SignaturePrinted


@dataclass(frozen=True, slots=True)
class HeadingPrinted:
    """A heading with its rule, of one child where it goes child by child; the answers newest first."""

    number: int
    rule: str
    group: str
    text: str
    child: str
    not_applicable: str
    answers: tuple[AnswerPrinted, ...]


@dataclass(frozen=True, slots=True)
class JudgementPrinted:
    """A judgement that holds; `level` and `reasons` are empty where it is not made."""

    title: str
    child: str
    level: str
    reasons: str
    signed: SignaturePrinted | None


@dataclass(frozen=True, slots=True)
class InterviewPrinted:
    """An interview, when it really was, and whether partner and alleged abuser were apart."""

    whom: str
    who: str
    at: datetime
    separately: str
    text: str
    signed: SignaturePrinted


@dataclass(frozen=True, slots=True)
class StepPrinted:
    """What became of the assessment: concluded, agreed, reopened."""

    what: str
    text: str
    at: datetime
    signed: SignaturePrinted


@dataclass(frozen=True, slots=True)
class RiskPaper:
    """A risk assessment as it is. `order`: how the interviews came, as `rules.Order`; `public` is apart.

    `partner_rules`: which rules say that the partner comes first, to go into a sentence.
    """

    adult: str
    procedure: str
    began_at: datetime
    began_by: SignaturePrinted
    state: str
    model: str
    principles: tuple[tuple[str, str], ...]
    progress: rules.Progress
    headings: tuple[HeadingPrinted, ...]
    judgements: tuple[JudgementPrinted, ...]
    public: JudgementPrinted | None
    has_partner: bool | None
    order: str
    partner_rules: str
    interviews: tuple[InterviewPrinted, ...]
    steps: tuple[StepPrinted, ...]


@keys_at_hand()
def of(one: RiskSummary) -> RiskPaper:
    """Return all of an assessment. No query, but for the key of its concern."""
    pack, course = one.around.pack, one.course
    judged = [
        _judgement(title, shown.child, shown.judgement)
        for title, group in presentation.judgements_of(one)
        for shown in group
    ]
    public = _judgement(str(Dimension.PUBLIC.label), "", course.public) if course.public is not None else None
    return RiskPaper(
        adult=one.adult,
        procedure=pack.name,
        began_at=one.assessment.began_at,
        began_by=_signed(one.assessment),
        state=course.state.value,
        model=course.model,
        principles=tuple((principle.id, principle.text) for principle in presentation.principles_of(pack)),
        progress=course.progress,
        headings=tuple(_heading(one, shown) for shown in presentation.headings_of(one)),
        judgements=tuple(judged),
        public=public,
        has_partner=one.told.has_partner,
        order=course.order.value,
        partner_rules=cited(pack.carried_out_by(rules.PARTNER)),
        interviews=tuple(
            InterviewPrinted(
                row.get_whom_display(),
                str(row.who),
                row.at,
                row.get_separately_display(),
                str(row.text or ""),
                _signed(row),
            )
            for row in one.interviews
        ),
        steps=tuple(
            StepPrinted(row.get_kind_display(), str(row.text or ""), row.at, _signed(row))
            for row in one.rows.steps
            if row.kind != "model_named"
        ),
    )


def _heading(one: RiskSummary, shown: HeadingShown) -> HeadingPrinted:
    answers = (
        AnswerPrinted(
            status=row.get_status_display(),
            text=str(row.text or ""),
            source=", ".join(_given([row.get_found_by_display() if row.found_by else "", str(row.found_where or "")])),
            sought_from=str(row.sought_from or ""),
            sought_since=row.sought_since,
            effects=presentation.effects_of(row),
            signed=_signed(row),
        )
        for row in one.before(shown.entry.key)
    )
    entry, provision = shown.entry, shown.provision
    return HeadingPrinted(
        shown.number, provision.id, shown.group, provision.text, shown.child, entry.why_not, tuple(answers)
    )


def _judgement(title: str, child: str, row: RiskJudgement | None) -> JudgementPrinted:
    if row is None:
        return JudgementPrinted(title, child, "", "", None)
    return JudgementPrinted(title, child, presentation.level_in_words(row), str(row.reasons or ""), _signed(row))


def _signed(row: CaseworkRow) -> SignaturePrinted:
    return SignaturePrinted(row.by.user.name, str(row.by.organisation), row.recorded_at)


def _given(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]
