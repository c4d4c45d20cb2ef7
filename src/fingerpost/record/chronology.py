"""The record's entries in a concern's chronology: what was told, who is in it, what was said, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern, Embargo, EmbargoLift
from fingerpost.procedure.explaining.words import answer_in_words, capital, ended, told_person
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import (
    Appearance,
    Assertion,
    Detail,
    Happened,
    InitialAccount,
    PartTaken,
    Relationship,
    Source,
)
from fingerpost.record.people_presentation import PeopleOfConcern, in_words
from fingerpost.record.services import closing, events, notes, viewing
from fingerpost.record.services.procedures import in_force
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now

_BY = ("recorded_by__user", "recorded_by__organisation")


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return the entries of these compartments, as recorded by `at` (None: now). As many queries however many."""
    chronicle = _Chronicle(concern, compartments, at, PeopleOfConcern(concern, compartments, at))
    yield from chronicle.told()
    yield from chronicle.people()
    yield from chronicle.facts()
    yield from chronicle.happened()
    yield from chronicle.added()
    yield from chronicle.embargoes()


@dataclass(frozen=True)
class _Chronicle:
    concern: Concern
    compartments: frozenset[str]
    at: datetime | None
    known: PeopleOfConcern

    def told(self) -> Iterator[ChronologyEntry]:
        for row in self._rows(InitialAccount):
            said = f"The concern was recorded. Whoever recorded it became aware of it then: {ended(row.narrative)}"
            yield _entry(row, EntryKind.TOLD, row.became_aware_at, said)

    def people(self) -> Iterator[ChronologyEntry]:
        for row in self._rows(Appearance):
            added = self.known.get(row.pk)
            sentence = f"{self.name(row.pk)} was added as {'a child' if row.kind == 'child' else 'an adult'}."
            yield _entry(row, EntryKind.PEOPLE, row.recorded_at, sentence, row.pk if added else None)
        for row in self._rows(Detail):
            anew = " instead of what was said before" if row.replaces_id else ""
            sentence = f"{row.get_kind_display()} of {self.name(row.appearance_id)} was noted{anew}: {in_words(row)}."
            yield _entry(row, EntryKind.PEOPLE, row.recorded_at, sentence, row.appearance_id)
        for row in self._rows(PartTaken):
            what = f"{self.name(row.appearance_id)}: {str(row.get_part_display()).lower()}"
            yield _entry(row, EntryKind.PEOPLE, row.recorded_at, f"{what}{_revoked(row)}", row.appearance_id)
        for row in self._rows(Relationship):
            other = self.name(row.other_id) if row.other_id else row.place
            what = f"{self.name(row.one_id)} {row.get_kind_display()} {other}"
            yield _entry(row, EntryKind.PEOPLE, row.recorded_at, f"{what}{_revoked(row)}", row.one_id, row.other_id)

    def facts(self) -> Iterator[ChronologyEntry]:
        for row in self._rows(Assertion):
            yield _entry(row, EntryKind.FACTS, row.said_at, self._fact(row), row.about_id)

    def happened(self) -> Iterator[ChronologyEntry]:
        for row in self._rows(Happened):
            text = events.text_of(row.type, self.pack)
            whom = f"{self.name(row.about_id)}: {text}" if row.about_id else text
            to = f" ({self.recipient(row.to)})" if row.to else ""
            back = f" This was taken back{f': {row.reason}' if row.reason else ''}." if row.takes_back_id else ""
            yield _entry(row, EntryKind.EVENTS, row.at, f"{ended(whom.rstrip('. ') + to)}{back}", row.about_id)

    def added(self) -> Iterator[ChronologyEntry]:
        for note in notes.notes_of(self.concern, self.compartments, self.at):
            whom = f", of {self.name(note.about_id)}" if note.about_id else ""
            said = f"{note.get_kind_display()}{whom}: {ended(note.words)}"
            yield _entry(note, EntryKind.NOTES, note.happened_on or note.recorded_at, said, note.about_id)
        for made in viewing.viewings_of(self.concern, self.compartments, self.at):
            said = (
                f"{made.decided_by} decided that {made.viewed_by} views imagery, at {made.place}, in the presence of"
                f" {made.present}: {ended(made.why)}"
            )
            yield _entry(made, EntryKind.NOTES, made.viewed_at, said)
        for turn in closing.turns_of(self.concern, self.compartments, self.at):
            outcome = f" {turn.get_outcome_display()}. Agreed by {turn.agreed_by}." if turn.outcome else ""
            to = f" to {turn.to}" if turn.to else ""
            said = f"{turn.get_turn_display()}{to}.{outcome} {ended(turn.why)}"
            yield _entry(turn, EntryKind.TURNS, turn.recorded_at, said)

    def embargoes(self) -> Iterator[ChronologyEntry]:
        placed = Embargo.objects.visible().filter(concern=self.concern, compartment__in=self.compartments)
        lifted = EmbargoLift.objects.visible().filter(concern=self.concern, compartment__in=self.compartments)
        if self.at is not None:
            placed, lifted = placed.filter(starts__lte=self.at), lifted.filter(at__lte=self.at)
        for row in placed.select_related("by__user", "by__organisation"):
            about = self.name(row.about) if row.about else "an adult who is not listed yet"
            said = f"An embargo is in force about {about}: nobody outside the agencies that act on it is told."
            people = frozenset([row.about] if row.about else [])
            yield ChronologyEntry(
                row.compartment, EntryKind.EMBARGOES, row.starts, row.starts, person(row.by), said, people
            )
        for lift in lifted.select_related("by__user", "by__organisation", "embargo"):
            said = f"{self.recipient(lift.for_whom)} may be told, by {lift.get_decision_display()}."
            at = max(lift.at, lift.embargo.starts)
            yield ChronologyEntry(lift.compartment, EntryKind.EMBARGOES, lift.at, at, person(lift.by), capital(said))

    @cached_property
    def pack(self) -> Pack:
        """The procedure whose words facts and events have."""
        told = recorded(InitialAccount.objects.visible(), self.concern, self.compartments, self.at).first()
        return in_force(told.became_aware_at if told else now())

    def name(self, appearance_id: UUID | None) -> str:
        return self.known.name(appearance_id)

    def recipient(self, to: str) -> str:
        relation, _, of = to.partition(":")
        name = self.name(UUID(of))
        return name if relation == "self" else told_person(f"{relation}:{of}", name)

    def _fact(self, row: Assertion) -> str:
        fact = self.pack.facts.get(row.fact)
        short = fact.short if fact else row.fact.replace("_", " ")
        whom = f" of {self.name(row.about_id)}" if row.about_id else ""
        said = answer_in_words(fact, row.answer) if fact and row.answer is not None else f"{short}: not known after all"
        word = f", on the word of {row.on_whose_word}" if row.on_whose_word else ""
        why = f" Reason: {row.reason.rstrip('. ')}." if row.reason else ""
        came = f" ({row.get_source_display()})" if row.source != Source.ASSERTED else ""
        instead = " This replaces an earlier answer." if row.replaces_id else ""
        return f"It was said{whom}: {said}{word}{came}.{why}{instead}"

    def _rows(self, model: Any) -> QuerySet[Any]:
        return recorded(model.objects.visible(), self.concern, self.compartments, self.at).select_related(*_BY)


def _entry(row: Any, kind: EntryKind, at: Any, sentence: str, *people: UUID | None) -> ChronologyEntry:
    named = frozenset(one for one in people if one is not None)
    return ChronologyEntry(row.compartment, kind, at, row.recorded_at, person(row.recorded_by), sentence, named)


def _revoked(row: PartTaken | Relationship) -> str:
    if row.takes_back_id is None:
        return "."
    return f". This no longer holds{f': {ended(row.reason)}' if row.reason else '.'}"
