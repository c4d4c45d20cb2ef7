"""What a concern’s summary shows of what was added: notes, viewing decisions, closing, who may be known elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from fingerpost.access.contents import Content
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.procedure.calendar import date_in_words, moment_in_words
from fingerpost.record.models import HitAnswered, Note, NoteKind, TurnTaken, ViewingDecision
from fingerpost.record.services import closing, duplicate_people, notes, viewing
from fingerpost.record.services.people_names import names_of

TRIED: Final = "tried to read it in an emergency, and was not let in"
_MANY: Final = {True: "There are many on one side.", False: "There are not many on one side.", None: ""}


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[Content]:
    """Return what was added in these compartments by `at` (None: now). The number of queries is always the same."""
    turns = closing.turns_of(concern, compartments, at)
    for part in Compartment:
        closed = closing.closing_of([taken for taken in turns if taken.compartment == part])
        if closed is not None:
            yield Content(part, "This concern is closed", _of_turn(closed))
    yield from _viewings(concern, compartments, at)
    added = notes.notes_of(concern, compartments, at)
    names = names_of({note.about_id for note in added if note.about_id}, compartments)
    for note in added:
        yield Content(note.compartment, note.get_kind_display(), said_in(note, names.get(note.about_id or concern.pk)))
    for taken in turns:
        yield Content(taken.compartment, taken.get_turn_display(), _of_turn(taken))
    if at is None:
        yield from _known_elsewhere(concern, compartments)


def _viewings(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[Content]:
    made = viewing.viewings_of(concern, compartments, at)
    if not made:
        yield Content(_first(compartments), "Imagery", ("Not viewed: no decision to view is recorded.",))
    for decision in made:
        yield Content(decision.compartment, "Viewing decision", _of_viewing(decision))


def _known_elsewhere(concern: Concern, compartments: frozenset[str]) -> Iterator[Content]:
    """Return what is known of the people in other concerns, as far as whoever is acting sees those."""
    targeted = notes.also_targeted(concern, compartments)
    open_ = duplicate_people.open_likenesses(concern, compartments)
    hits = duplicate_people.hits_of(concern, compartments)
    people = {likeness.one for likeness in open_} | {hit.appearance for hit, _ in hits if hit.appearance}
    names = names_of({*targeted, *(person.pk for person in people)}, compartments)
    for child, concerns in targeted.items():
        references = ", ".join(other.reference for other in concerns)
        yield Content(_first(compartments), f"{names[child]} is targeted elsewhere too", (f"In concern {references}.",))
    for person in {likeness.one for likeness in open_}:
        words = "Others in the record may be the same person. Nobody has said yet whether they are."
        yield Content(person.compartment, f"{names[person.pk]}: the same person?", (words,))
    for hit, answers in hits:
        words = f"{_who(hit.by)}, {moment_in_words(hit.at)}. They do not see this concern, and were told nothing of it."
        said = [f"{answer.get_answer_display()}. {answer.words} {_signed(answer)}" for answer in answers]
        sought = f"looked for {names[hit.appearance_id]}" if hit.appearance_id else TRIED
        yield Content(hit.compartment, f"Somebody {sought}", (words, *said))


def _first(compartments: frozenset[str]) -> str:
    return next(part for part in Compartment if part in compartments)


def _of_contact(note: Note, name: str | None) -> tuple[str, ...]:
    lines = [
        f"Parents or carers of {name}." if name else "",
        f"{note.teller}, on {date_in_words(note.happened_on)}." if note.happened_on else str(note.teller or ""),
        f"What was said to them: {note.told}" if note.told else "",
        f"What they said: {note.words}",
        _signed(note),
    ]
    return tuple(filter(str.strip, lines))


def said_in(note: Note, name: str | None) -> tuple[str, ...]:
    """Return a note as lines, with who wrote it. `name`: of the child it is about."""
    if note.kind == NoteKind.PARENTS:
        return _of_contact(note, name)
    is_report = note.kind == NoteKind.EXTREMISM
    lines = [
        f"About {name}." if name else "",
        *str(note.words).splitlines(),
        _MANY[note.many_on_one_side],
        f"Where: {note.address}" if note.address else "",
        f"{'Reported to' if is_report else 'Raised with'}: {note.told}" if note.told else "",
        f"In the name of: {note.teller}" if note.teller else "",
        f"Reference: {note.reference}" if note.reference else "",
        f"On {date_in_words(note.happened_on)}." if note.happened_on else "",
        "Not raised with anybody yet." if note.kind == NoteKind.HARMFUL_SITE and not note.told else "",
        _signed(note),
    ]
    return tuple(filter(str.strip, lines))


def _of_viewing(decision: ViewingDecision) -> tuple[str, ...]:
    return (
        f"Decided by: {decision.decided_by}",
        f"Viewed by: {decision.viewed_by}, {moment_in_words(decision.viewed_at)}, {decision.place}",
        f"Present: {decision.present}",
        f"Why: {decision.why}",
        _signed(decision),
    )


def _of_turn(taken: TurnTaken) -> tuple[str, ...]:
    lines = [
        f"{taken.get_outcome_display()}." if taken.outcome else "",
        f"To {taken.to.name}." if taken.to else "",
        str(taken.why),
        f"Agreed by: {taken.agreed_by}" if taken.agreed_by else "",
        _signed(taken),
    ]
    return tuple(filter(None, lines))


def _signed(row: Note | ViewingDecision | TurnTaken | HitAnswered) -> str:
    return f"{row.recorded_by.user.name}, {moment_in_words(row.recorded_at)}."


def _who(member: Membership) -> str:
    return f"{member.user.name}, {member.get_role_display()}, {member.organisation.name}"
