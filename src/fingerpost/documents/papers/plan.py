"""The action plan: what must not be done, who must not be told, what is due and who has to do it, and the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access import arrivals, compartments, context
from fingerpost.access.models import Concern, Membership
from fingerpost.documents.paper import Block, Items, Paper, Paragraph, Section
from fingerpost.duties import do_now, presentation
from fingerpost.duties.presentation import DutyShown
from fingerpost.duties.sentences import moment, person
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.plan import Kind
from fingerpost.procedure.explaining.requirements import requirements_of
from fingerpost.procedure.explaining.rules import citation
from fingerpost.procedure.explaining.words import about_line, capital, day_in_words, joined
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record import not_to_tell
from fingerpost.record.errors import NothingToldError
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.decisions import CompartmentDecision, decision_of

TITLE = "Action plan"
_AT_WORK = "It is for those who have to act on it, at this hour."
_INWARD = "It says who an embargo is about: it is for the agencies alone."


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return the plan of a concern as it is now."""
    today = london_day(now)
    decided = _decisions(concern, seen, now)
    people = PeopleOfConcern(concern, seen)
    names = {one.appearance.pk: one.name for one in people}
    duties = presentation.of_concern(concern, seen, today, None, decided)
    open_ = [one for one in duties if one.is_open]
    writer = _Writer(names)
    sections = [
        Section("Do this now", _do_now(concern, decided, names, open_, now), _AT_WORK),
        Section("What must not be done", writer.not_to_do(decided.values())),
        Section("Who must not be told", writer.not_to_tell(concern, seen, now), _INWARD),
        Section("What is due", writer.duties([one for one in open_ if not one.is_offered])),
        Section("To be considered", writer.duties([one for one in open_ if one.is_offered])),
        Section("What was done", writer.done([one for one in duties if one.done])),
    ]
    opening = (Paragraph("If a child is in immediate danger, ring 999 first.", is_warning=True),)
    return Paper(TITLE, tuple(section for section in sections if section.blocks), opening)


def _do_now(
    concern: Concern,
    decided: Mapping[str, CompartmentDecision],
    names: Mapping[UUID, str],
    open_: Sequence[DutyShown],
    now: datetime,
) -> tuple[Block, ...]:
    """Return what cannot wait, for the person acting, with the numbers that answer at this hour."""
    if not decided:
        return ()
    one = list(decided.values())[-1]
    reader = Membership.objects.select_related("organisation").get(pk=context.required().membership_id)
    came = arrivals.of_concern(concern, reader, now)
    is_new, read = any(not it.is_read for it in came), arrivals.read_in(came, reader)
    called = presentation.caller(one.names, names)
    block = do_now.of_concern(one, called, open_, reader, now, is_new=is_new, read=read)
    return (Items(tuple(block.lines())),) if block else ()


def _decisions(concern: Concern, seen: frozenset[str], now: datetime) -> dict[str, CompartmentDecision]:
    found = {}
    for compartment in compartments.decisions_for(seen):
        try:
            found[compartment] = decision_of(concern, compartment, now)
        except NothingToldError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the plan into words. `names`: of the people in the concern."""

    names: Mapping[UUID, str]

    def not_to_do(self, decided: Iterable[CompartmentDecision]) -> tuple[Block, ...]:
        found: dict[tuple[str, str], str] = {}
        for one in decided:
            called = presentation.caller(one.names, self.names)
            for item in requirements_of(one.pack, one.case, one.decision, called):
                if item.is_prohibition and item.status == "applies":
                    about = about_line(item.people, called)
                    found[item.provision.id, about] = f"{item.text} {about} ".lstrip() + _rule(one.pack, item.provision)
        return (Items(tuple(found.values())),) if found else ()

    def not_to_tell(self, concern: Concern, seen: frozenset[str], now: datetime) -> tuple[Block, ...]:
        return tuple(
            Paragraph(
                " ".join(
                    [
                        f"Do not tell {one.whom} about {one.about}, until {one.until}. Rule {one.rule}.",
                        *(f"{whom} may be told since {moment(since)}." for whom, since in one.free),
                    ]
                ),
                is_warning=True,
            )
            for one in not_to_tell.of_concern(concern, seen, self.names, now)
        )

    def duties(self, shown: Sequence[DutyShown]) -> tuple[Block, ...]:
        """Return duties under the day on which they are due, the most pressing first."""
        by_day: dict[str, list[DutyShown]] = defaultdict(list)
        for one in shown:
            by_day[_when(one)].append(one)
        blocks: list[Block] = []
        for when, found in by_day.items():
            blocks += [
                Paragraph(when, is_warning=found[0].is_overdue or found[0].is_urgent),
                Items(tuple(map(_duty, found))),
            ]
        return tuple(blocks)

    def done(self, shown: Sequence[DutyShown]) -> tuple[Block, ...]:
        said = [
            f"{_asks(one)} {sentence} {_rule(one.pack, one.provision)}"
            for one in shown
            for step, sentence in one.steps
            if one.done and step.pk == one.done.pk
        ]
        return (Items(tuple(said)),) if said else ()


def _when(one: DutyShown) -> str:
    if one.is_urgent:
        return Kind.AT_ONCE.value
    if one.day is None:
        return Kind.NOW.value if not one.is_offered else Kind.CONSIDER.value
    return f"{'Overdue since' if one.is_overdue else 'By'} {day_in_words(one.day)}"


def _duty(one: DutyShown) -> str:
    with_whom = f"With {person(one.holder)}." if one.holder else f"In the queue of {one.organisation}."
    if one.is_with:
        with_whom = f"{capital(one.is_with)} do it, who do not see this concern yet."
    said = [_asks(one), one.to_whom, *one.warnings, one.whose, with_whom if one.organisation else "", one.why]
    return " ".join([*filter(None, said), _rule(one.pack, one.provision)])


def _asks(one: DutyShown) -> str:
    """Return what is to be done as a sentence: casework asks in its own words, under a provision that says more."""
    said = one.asks.strip()
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _rule(pack: Pack, provision: Provision) -> str:
    """Return where a rule is: its id, and the clause of the source that it is from."""
    cited = joined(citation(pack, one) for one in provision.cites)
    return f"Rule {provision.id}: {cited}." if cited else f"Rule {provision.id}."
