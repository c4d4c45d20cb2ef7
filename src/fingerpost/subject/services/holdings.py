"""What is held on the person a request is about, among what the person acting sees: who it is, and every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fingerpost.access import chronology, compartments, context, embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.models import Concern
from fingerpost.keys import services as keys
from fingerpost.procedure.calendar import date_in_words, moment_in_words
from fingerpost.record.models import Appearance, AppearanceLink, PartInConcern, PartTaken, PersonKind
from fingerpost.record.services.people_names import UNNAMED, names_of
from fingerpost.record.services.search import Query, search
from fingerpost.record.services.timestamps import now
from fingerpost.subject import rules
from fingerpost.subject.models import Asker, HeldAs, HeldOn, ItemDecision, SubjectRequest
from fingerpost.subject.rules import HeldItem
from fingerpost.subject.services.requests import require_that_they_manage


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One thing that is held, what is decided of it, and what is suggested as long as nothing is."""

    item: HeldItem
    decision: ItemDecision | None
    choice: str
    ground: str
    names_them: bool
    passages: str = ""
    names_others: bool = False


@dataclass(frozen=True, slots=True)
class HoldingConcern:
    """One concern in which they are: which of its people they are, whether an embargo holds, and what it has."""

    concern: Concern
    people: tuple[Appearance, ...]
    is_held: bool
    rows: tuple[HoldingRow, ...]

    @property
    def undecided(self) -> int:
        """How many of its rows nobody has decided about as they read now."""
        return sum(row.decision is None for row in self.rows)

    @property
    def begin_at(self) -> int:
        """At which of its rows deciding goes on: the first that nobody has decided about, or the first of all."""
        return next((number for number, row in enumerate(self.rows) if row.decision is None), 0)


def candidates(request: SubjectRequest) -> list[Appearance]:
    """Return who they may be: found by name and date of birth, or linked to somebody already confirmed.

    It is the record's own search: nothing comes back from what the person acting does not see, and those who do see it
    learn that somebody looked.
    """
    born = None
    with suppress(ValueError):
        born = date.fromisoformat(str(request.born)) if request.born else None
    found = [match.appearance for match in search(Query(name=str(request.name), born=born)).matches]
    known = {row.pk for row in confirmed(request)}
    links = list(AppearanceLink.objects.visible().filter(undone_at=None))
    near = {link.other_id for link in links if link.one_id in known}
    near |= {link.one_id for link in links if link.other_id in known}
    linked = Appearance.objects.visible().filter(pk__in=near - {one.pk for one in found}).select_related("concern")
    return [one for one in (*found, *linked) if one.pk not in known]


def seen(ids: Iterable[str]) -> list[Appearance]:
    """Return those of these people that the person acting sees. What is no id is nobody."""
    wanted = []
    for text in ids:
        with suppress(ValueError):
            wanted.append(UUID(text))
    return list(Appearance.objects.visible().filter(pk__in=wanted).select_related("concern"))


def confirmed(request: SubjectRequest) -> list[Appearance]:
    """Return the appearances that are them, as somebody confirmed and nobody took back."""
    rows = HeldOn.objects.visible().filter(request=request.pk).select_related("appearance__concern")
    last: dict[UUID, HeldOn] = {}
    for row in rows:
        last[row.appearance_id] = row
    return [row.appearance for row in last.values() if row.kind != HeldAs.TAKEN_BACK]


@transaction.atomic
def say(request: SubjectRequest, people: Iterable[Appearance], kind: HeldAs) -> None:
    """Record that these are them, or not after all, or that they were answered."""
    require_that_they_manage()
    for one in people:
        HeldOn(
            concern=one.concern,
            compartment=one.compartment,
            appearance=one,
            request=request.pk,
            kind=kind,
            recorded_at=now(),
            recorded_by_id=context.required().membership_id,
        ).save()


@keys.keys_at_hand()
def places(request: SubjectRequest) -> list[HoldingConcern]:
    """Return every concern in which they are, with every row of it that the person acting sees."""
    people: dict[UUID, list[Appearance]] = defaultdict(list)
    for one in confirmed(request):
        people[one.concern_id].append(one)
    keys.fetch(people)
    decided = decisions(request)
    found = [_place(request, here, decided) for here in people.values()]
    return sorted(found, key=lambda one: one.concern.reference)


def place(request: SubjectRequest, concern_id: UUID) -> HoldingConcern | None:
    """Return one concern in which they are; None where they are not, or it is not to be seen."""
    here = [one for one in confirmed(request) if one.concern_id == concern_id]
    return _place(request, here, decisions(request)) if here else None


def _place(request: SubjectRequest, here: list[Appearance], decided: Mapping[str, ItemDecision]) -> HoldingConcern:
    concern = here[0].concern
    seen = compartments.view_of(context.required(), concern.pk)
    held = is_held(request, here)
    them = {one.pk for one in here}
    people = Appearance.objects.visible().filter(concern=concern, compartment__in=seen)
    names = {pk: name for pk, name in names_of(one.pk for one in people).items() if name != UNNAMED}
    own = [name for pk, name in names.items() if pk in them]
    others_names = [name for pk, name in names.items() if pk not in them]
    rows = []
    known: set[str] = set()
    for entry in chronology.of_concern(concern, seen):
        item = HeldItem(concern.pk, entry.compartment, str(entry.kind), _when(entry.at), entry.by, entry.sentence)
        if item.key in known:
            continue
        known.add(item.key)
        others = rules.others_in(entry.sentence, own, others_names)
        theirs = not entry.people or bool(entry.people & them)
        choice, ground = rules.suggested(held=held, part=entry.compartment, theirs=theirs, others=bool(others))
        row = decided.get(item.key)
        if row is not None:
            choice, ground = row.choice, row.ground
        passages = "\n".join(others) if row is None else str(row.left_out or "")
        names_others = bool(others) or bool(entry.people - them)
        rows.append(HoldingRow(item, row, choice, ground, bool(entry.people & them), passages, names_others))
    return HoldingConcern(concern, tuple(here), held, tuple(rows))


def is_held(request: SubjectRequest, here: Sequence[Appearance], at: datetime | None = None) -> bool:
    """Whether an embargo holds anything of this concern back from the person answered, in any of their parts in it."""
    return any(
        isinstance(embargo.may_tell(here[0].concern_id, None, person, at), HeldBack)
        for person in _as_whom(request, here)
    )


def _as_whom(request: SubjectRequest, here: Sequence[Appearance]) -> Iterator[Person]:
    """Yield how an embargo may name them: themselves, a child’s parents, or an adult’s partner."""
    yield from (Person(Relation.SELF, one.pk) for one in here)
    if request.asker == Asker.PARENT:
        yield from (Person(Relation.PARENTS, one.pk) for one in here)
    taken = PartTaken.objects.visible().filter(
        appearance__in=here, part__in=[PartInConcern.PARENT_OR_CARER, PartInConcern.PARTNER]
    )
    parts = {row.part for row in PartTaken.standing(taken)}
    if not parts:
        return
    for other in (
        Appearance.objects.visible().filter(concern=here[0].concern_id).exclude(pk__in=[one.pk for one in here])
    ):
        if other.kind == PersonKind.CHILD and PartInConcern.PARENT_OR_CARER in parts:
            yield Person(Relation.PARENTS, other.pk)
        if other.kind == PersonKind.ADULT and PartInConcern.PARTNER in parts:
            yield Person(Relation.PARTNER, other.pk)


def decisions(request: SubjectRequest) -> dict[str, ItemDecision]:
    """Return the last decision about each thing, by its key, as far as the person acting sees them."""
    rows = list(
        ItemDecision.objects.visible()
        .filter(request_concern=request.concern_id)
        .select_related("recorded_by__user", "concern")
    )
    keys.fetch(row.concern_id for row in rows)
    return {HeldItem.read(str(row.item)).key: row for row in rows}


def _when(at: datetime | date) -> str:
    return moment_in_words(at) if isinstance(at, datetime) else date_in_words(at)
