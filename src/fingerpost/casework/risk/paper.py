"""The whole of a risk assessment as plain data, for a document: nothing in it has to be looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.casework.models import Dimension, RiskJudgement
from fingerpost.casework.models.steps import Recorded
from fingerpost.casework.risk import rules, showing
from fingerpost.casework.risk.lists import Listed
from fingerpost.casework.risk.showing import HeadingShown
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.explaining.rules import cited


@dataclass(frozen=True, slots=True)
class Signed:
    """Who recorded something, of which organisation, and when."""

    name: str
    organisation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One answer under a heading. `effects`: what it raises or lowers, in words: “raises the risk”."""

    status: str
    text: str
    source: str
    sought_from: str
    sought_since: date | None
    effects: tuple[str, ...]
    signed: Signed


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its rule, of one child where it goes child by child; the answers newest first."""

    number: int
    rule: str
    group: str
    text: str
    child: str
    not_applicable: str
    answers: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement that holds; `level` and `reasons` are empty where it is not made."""

    title: str
    child: str
    level: str
    reasons: str
    signed: Signed | None


@dataclass(frozen=True, slots=True)
class Held:
    """An interview, when it really was, and whether partner and alleged abuser were apart."""

    whom: str
    who: str
    at: datetime
    separately: str
    text: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the assessment: concluded, agreed, reopened."""

    what: str
    text: str
    at: datetime
    signed: Signed


@dataclass(frozen=True, slots=True)
class Paper:
    """A risk assessment as it stands. `order`: how the interviews came, as `rules.Order`; `public` stands apart.

    `partner_rules`: which rules say that the partner comes first, to go into a sentence.
    """

    adult: str
    procedure: str
    began_at: datetime
    began_by: Signed
    state: str
    model: str
    principles: tuple[tuple[str, str], ...]
    progress: rules.Progress
    headings: tuple[Heading, ...]
    judgements: tuple[Judgement, ...]
    public: Judgement | None
    has_partner: bool | None
    order: str
    partner_rules: str
    interviews: tuple[Held, ...]
    steps: tuple[Became, ...]


@keys_at_hand()
def of(one: Listed) -> Paper:
    """Return all of an assessment. No query, but for the key of its concern."""
    pack, course = one.around.pack, one.course
    judged = [
        _judgement(title, shown.child, shown.judgement)
        for title, group in showing.judgements_of(one)
        for shown in group
    ]
    public = _judgement(str(Dimension.PUBLIC.label), "", course.public) if course.public is not None else None
    return Paper(
        adult=one.adult,
        procedure=pack.name,
        began_at=one.assessment.began_at,
        began_by=_signed(one.assessment),
        state=course.state.value,
        model=course.model,
        principles=tuple((principle.id, principle.text) for principle in showing.principles_of(pack)),
        progress=course.progress,
        headings=tuple(_heading(one, shown) for shown in showing.headings_of(one)),
        judgements=tuple(judged),
        public=public,
        has_partner=one.told.has_partner,
        order=course.order.value,
        partner_rules=cited(pack.carried_out_by(rules.PARTNER)),
        interviews=tuple(
            Held(
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
            Became(row.get_kind_display(), str(row.text or ""), row.at, _signed(row))
            for row in one.rows.steps
            if row.kind != "model_named"
        ),
    )


def _heading(one: Listed, shown: HeadingShown) -> Heading:
    answers = (
        Said(
            status=row.get_status_display(),
            text=str(row.text or ""),
            source=", ".join(_given([row.get_found_by_display() if row.found_by else "", str(row.found_where or "")])),
            sought_from=str(row.sought_from or ""),
            sought_since=row.sought_since,
            effects=showing.effects_of(row),
            signed=_signed(row),
        )
        for row in one.before(shown.entry.key)
    )
    entry, provision = shown.entry, shown.provision
    return Heading(shown.number, provision.id, shown.group, provision.text, shown.child, entry.why_not, tuple(answers))


def _judgement(title: str, child: str, row: RiskJudgement | None) -> Judgement:
    if row is None:
        return Judgement(title, child, "", "", None)
    return Judgement(title, child, showing.level_in_words(row), str(row.reasons or ""), _signed(row))


def _signed(row: Recorded) -> Signed:
    return Signed(row.by.user.name, str(row.by.organisation), row.recorded_at)


def _given(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]
