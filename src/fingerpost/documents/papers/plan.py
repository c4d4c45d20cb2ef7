"""The action plan: what must not be done, whom not to tell, what is due and from whom, each with its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access import compartments, embargo
from fingerpost.access.models import Embargo, EmbargoLift, Matter
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.documents.paper import Block, Items, Paper, Paragraph, Section
from fingerpost.documents.recipients import told
from fingerpost.duties import showing
from fingerpost.duties.sentences import moment, person
from fingerpost.duties.showing import Shown
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.requirements import requirements_of
from fingerpost.procedure.explaining.rules import citation
from fingerpost.procedure.explaining.words import about_line, day_in_words, joined
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.errors import NothingToldError
from fingerpost.record.people_shown import People
from fingerpost.record.services.decisions import Decided, decision_of

TITLE = "Action plan"
_INWARD = "It says whom an embargo is about: it is for the agencies alone."


def build(matter: Matter, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return the plan of a concern as it stands now."""
    today = london_day(now)
    decided = _decisions(matter, seen, now)
    people = People(matter, seen)
    names = {one.appearance.pk: one.name for one in people}
    duties = showing.of_matter(matter, seen, today, None, decided)
    open_ = [one for one in duties if one.is_open]
    writer = _Writer(names)
    sections = [
        Section("What must not be done", writer.not_to_do(decided.values())),
        Section("Whom not to tell", writer.not_to_tell(matter, seen, now), _INWARD),
        Section("What is due", writer.duties([one for one in open_ if not one.is_offered])),
        Section("To be considered", writer.duties([one for one in open_ if one.is_offered])),
        Section("What was done", writer.done([one for one in duties if one.done])),
    ]
    opening = (Paragraph("If a child is in immediate danger, ring 999 first.", is_warning=True),)
    return Paper(TITLE, tuple(section for section in sections if section.blocks), opening)


def _decisions(matter: Matter, seen: frozenset[str], now: datetime) -> dict[str, Decided]:
    found = {}
    for compartment in compartments.decisions_for(seen):
        try:
            found[compartment] = decision_of(matter, compartment, now)
        except NothingToldError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the plan into words. `names`: of the people in the concern."""

    names: Mapping[UUID, str]

    def not_to_do(self, decided: Iterable[Decided]) -> tuple[Block, ...]:
        found: dict[tuple[str, str], str] = {}
        for one in decided:
            called = showing.caller(one.names, self.names)
            for item in requirements_of(one.pack, one.case, one.decision, called):
                if item.is_prohibition and item.status == "applies":
                    about = about_line(item.people, called)
                    found[item.provision.id, about] = f"{item.text} {about} ".lstrip() + _rule(one.pack, item.provision)
        return (Items(tuple(found.values())),) if found else ()

    def not_to_tell(self, matter: Matter, seen: frozenset[str], now: datetime) -> tuple[Block, ...]:
        rows = Embargo.objects.visible().filter(matter=matter, compartment__in=seen, starts__lte=now)
        lifted = defaultdict(list)
        for lift in EmbargoLift.objects.visible().filter(matter=matter, compartment__in=seen, at__lte=now):
            lifted[lift.embargo_id].append(lift)
        return tuple(
            Paragraph(
                " ".join(
                    [
                        self._embargo(row),
                        *(self._lift(one) for one in lifted[row.pk] if embargo.is_lifted_for(row, one, now)),
                    ]
                ),
                is_warning=True,
            )
            for row in rows
        )

    def duties(self, shown: Sequence[Shown]) -> tuple[Block, ...]:
        """Return duties under the day on which they are due, the most pressing first."""
        by_day: dict[str, list[Shown]] = defaultdict(list)
        for one in shown:
            by_day[_when(one)].append(one)
        blocks: list[Block] = []
        for when, found in by_day.items():
            blocks += [Paragraph(when, is_warning=found[0].is_overdue), Items(tuple(map(_duty, found)))]
        return tuple(blocks)

    def done(self, shown: Sequence[Shown]) -> tuple[Block, ...]:
        said = [
            f"{_asks(one)} {sentence} {_rule(one.pack, one.provision)}"
            for one in shown
            for step, sentence in one.steps
            if one.done and step.pk == one.done.pk
        ]
        return (Items(tuple(said)),) if said else ()

    def _embargo(self, row: Embargo) -> str:
        everyone = EVERYONE in row.must_not_be_told
        whom = "anybody outside the agencies that act on this concern" if everyone else self._named(row)
        about = self.names.get(row.about, "somebody") if row.about else "an adult who is not listed yet"
        return f"Do not tell {whom} about {about}, until {row.get_until_display()}. Rule {row.provision}."

    def _named(self, row: Embargo) -> str:
        return joined((told(one, self.names) for one in row.must_not_be_told), "or")

    def _lift(self, row: EmbargoLift) -> str:
        return f"{told(row.for_whom, self.names)} may be told since {moment(row.at)}."


def _when(one: Shown) -> str:
    if one.day is None:
        return "Without a date"
    return f"{'Overdue since' if one.is_overdue else 'By'} {day_in_words(one.day)}"


def _duty(one: Shown) -> str:
    with_whom = f"With {person(one.holder)}." if one.holder else f"In the queue of {one.organisation}."
    if one.lies_with:
        with_whom = f"It lies with {one.lies_with}, who do not see this concern yet."
    said = [_asks(one), one.whose, with_whom if one.organisation else "", one.why, one.held]
    return " ".join([*filter(None, said), _rule(one.pack, one.provision)])


def _asks(one: Shown) -> str:
    """Return what is to be done as a sentence: casework asks in its own words, under a provision that says more."""
    said = one.asks.strip()
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _rule(pack: Pack, provision: Provision) -> str:
    """Return where a rule stands: its id, and the clause of the source that it is from."""
    cited = joined(citation(pack, one) for one in provision.cites)
    return f"Rule {provision.id}: {cited}." if cited else f"Rule {provision.id}."
