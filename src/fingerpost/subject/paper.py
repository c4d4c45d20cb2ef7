"""The answer as a document: what is held, from where, for what, who has it, how long, what was withheld, their rights.

It is made of the decisions that were prepared and checked, and of nothing else. A concern that an embargo holds from
them is left out altogether; whether there is one is not said, and the sentence about that is in every answer.

What is around the entries says nothing that they do not: an organisation is named only where they say that it is
involved, each answer has the whole of the retention schedule, and no number says how much is withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from fingerpost.access.chronology import EntryKind
from fingerpost.access.models import Concern, Involvement
from fingerpost.disposal.schedule import schedule
from fingerpost.documents.paper import Block, Fields, Items, Paper, Paragraph, Section, Table, paragraphs
from fingerpost.documents.papers import NothingToShowError
from fingerpost.procedure.calendar import LONDON, date_in_words, london_day
from fingerpost.record.models import Appearance
from fingerpost.subject.errors import SubjectError
from fingerpost.subject.grounds import BY_ID
from fingerpost.subject.models import Asker, Choice, ItemDecision
from fingerpost.subject.rules import HeldItem
from fingerpost.subject.services import holdings, preparation, requests
from fingerpost.subject.services.requests import RequestSummary

TITLE: Final = "Answer to a request for personal data"
WHY: Final = (
    "To keep children safe: to record a worry about a child, to decide what is to be done, and to do it with the"
    " agencies that have to (Children Act 1989 and 2004). The law lets us use what we need for that as a task in the"
    " public interest (UK GDPR, Article 6(1)(e)) and for safeguarding (Data Protection Act 2018, Schedule 1, Part 2,"
    " paragraph 18). Your partnership’s privacy notice says which of these is ours."
)
RIGHTS: Final = (
    "You can ask us to correct what is wrong, or to add your own words to it.",
    "You can ask us to erase it or to use it less, and object to our using it. Where we have to keep it to protect a"
    " child, we may have to refuse, and then say why.",
    "You can complain to us, and ask for this answer to be looked at again.",
    "You can complain to the Information Commissioner’s Office: ico.org.uk/make-a-complaint, telephone 0303 123 1113;"
    " Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF.",
    "You can ask a court to decide (Data Protection Act 2018, section 167).",
)
SILENCE: Final = (
    "The law sometimes lets us hold something back without saying that we do. This answer does not say whether we have:"
    " the same words are in every answer."
)
_COMES_FROM: Final = (
    "From what people told organisations that act to keep children safe, and from what those recorded. Ourselves, and"
    " those of which what we give you says that they are involved:"
)
_HAVE_IT: Final = (
    "Organisations that act to keep children safe can read, or could read, what we give you. Ourselves, and those of"
    " which what we give you says that they are involved; their people are not named:"
)
_SAYING_WHO: Final = frozenset({str(EntryKind.INVOLVED), str(EntryKind.REFERRALS)})
_COUNTED: Final = {
    "closing": "the day on which the concern is closed",
    "told": "the day on which we were told",
    "child_birth": "the birth of the youngest child",
    "adult_birth": "the birth of the adult it is about",
}


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a builder's
    """Return the answer that was prepared and checked. Raises `NothingToShowError` where there is none such to see."""
    one = requests.of_concern(concern)
    if one is None:
        raise NothingToShowError
    last = one.stands.last
    if last is None or str(last.step.id) != key or last.checked is None:
        raise NothingToShowError
    try:
        rows = preparation.as_prepared(one, last)
    except SubjectError:
        raise NothingToShowError from None
    return written(one, may_go(one, rows), now)


def may_go(one: RequestSummary, rows: Iterable[ItemDecision]) -> list[ItemDecision]:
    """Return what may go to them now: nothing of a concern that an embargo holds."""
    here = _people(one)
    held = {concern_id for concern_id, people in here.items() if holdings.is_held(one.request, people)}
    return [row for row in rows if row.concern_id not in held]


def still_goes(concern: Concern, key: str, made_at: datetime) -> bool:  # noqa: ARG001 - as a document asks it
    """Whether no embargo began, since an answer was made, about a concern that it may have something of."""
    one = requests.of_concern(concern)
    if one is None:
        return False
    here = _people(one)
    return not any(
        holdings.is_held(one.request, people) and not holdings.is_held(one.request, people, made_at)
        for people in here.values()
    )


def _people(one: RequestSummary) -> dict[UUID, list[Appearance]]:
    """Return who they are in each concern."""
    here: dict[UUID, list[Appearance]] = defaultdict(list)
    for appearance in holdings.confirmed(one.request):
        here[appearance.concern_id].append(appearance)
    return here


def written(one: RequestSummary, rows: list[ItemDecision], now: datetime) -> Paper:
    """Return the document, of decisions that may go."""
    given: dict[UUID, list[tuple[HeldItem, str]]] = defaultdict(list)
    concerns: dict[UUID, Concern] = {}
    for row in rows:
        if row.choice in (Choice.GIVE, Choice.PARTS):
            given[row.concern_id].append((HeldItem.read(str(row.item)), str(row.given)))
            concerns[row.concern_id] = row.concern
    shown = sorted(concerns.values(), key=lambda concern: concern.reference)
    sections = [
        Section("What you asked for", tuple(_asked(one, now))),
        Section("What we hold", tuple(_held(shown, given))),
        *(Section(f"What we hold: concern {concern.reference}", (_table(given[concern.pk]),)) for concern in shown),
        Section("Where it comes from", tuple(_organisations(_COMES_FROM, one, shown, given))),
        Section("Why we use it", (Paragraph(WHY),)),
        Section("Who has it", tuple(_organisations(_HAVE_IT, one, shown, given))),
        Section("How long we keep it", tuple(_kept())),
        Section("What is withheld", tuple(_withheld(rows))),
        Section("Your rights", (Items(RIGHTS),)),
    ]
    return Paper(TITLE, tuple(sections))


def _asked(one: RequestSummary, now: datetime) -> Iterator[Block]:
    request = one.request
    rows = [("About", str(request.name)), ("Received", date_in_words(request.received))]
    if request.asker != Asker.PERSON:
        rows.append(("Asked by", f"{request.asked_by or 'somebody else'}, {request.get_asker_display().lower()}"))
    rows.append(("Answered by", str(request.recorded_by.organisation)))
    rows.append(("This answer was made", date_in_words(london_day(now))))
    yield Fields(tuple(rows))
    if request.words:
        yield from paragraphs(str(request.words))


def _held(shown: list[Concern], given: dict[UUID, list[tuple[HeldItem, str]]]) -> Iterator[Block]:
    if not shown:
        yield Paragraph("We give you nothing with this answer.")
        return
    number = sum(map(len, given.values()))
    concerns = f"{len(shown)} concern{'' if len(shown) == 1 else 's'}"
    yield Paragraph(
        f"We give you {number} {'entry' if number == 1 else 'entries'} in {concerns}, as our record has them."
        " Where words are left out, square brackets are in their place."
    )


def _table(entries: list[tuple[HeldItem, str]]) -> Block:
    rows = tuple((item.at, item.kind, words) for item, words in sorted(entries, key=lambda one: _moment(one[0])))
    return Table(("When", "About", "What it says"), rows, (2, 2, 6))


def _organisations(
    words: str, one: RequestSummary, shown: list[Concern], given: dict[UUID, list[tuple[HeldItem, str]]]
) -> Iterator[Block]:
    """Name the organisation that answers, and those that an entry which is given says are involved.

    That another one is involved could be what is withheld: who told, or that the police are in it. A name that is only
    mentioned in other words is not enough: somebody spoken of need not be involved.
    """
    known = {item.by.rpartition(", ")[2] for entries in given.values() for item, _ in entries}
    rows = Involvement.objects.visible().filter(concern__in=shown).select_related("organisation")
    known |= {str(row.organisation) for row in rows}
    said = [words for entries in given.values() for item, words in entries if item.kind in _SAYING_WHO]
    text = "\n".join(said).casefold()
    named = {name for name in known - {""} if name.casefold() in text}
    yield Paragraph(words)
    yield Items(tuple(sorted(named | {str(one.request.recorded_by.organisation)})))


def _kept() -> Iterator[Block]:
    """Say how long records are kept, by the whole schedule: which lines hold for theirs would tell what is there."""
    yield Paragraph(
        "Until the last day that any of these gives which is true of it. It may be longer while a court or an inquiry"
        " asks for it. The same list is in every answer."
    )
    lines = (f"{rule.records}: {rule.years} years from {_COUNTED[rule.counted]}." for rule in schedule().rules)
    yield Items(tuple(lines))


def _withheld(rows: Iterable[ItemDecision]) -> Iterator[Block]:
    """Say on which grounds anything is withheld of which that may be said; never how much."""
    grounds = sorted({row.ground for row in rows if row.choice in (Choice.PARTS, Choice.WITHHOLD)})
    said = [BY_ID[ground] for ground in grounds if BY_ID[ground].may_be_said]
    if said:
        yield Paragraph("Entries, or words in them, are withheld because:")
        yield Items(tuple(f"{ground.text} ({ground.law})." for ground in said))
    yield Paragraph(SILENCE)


def _moment(item: HeldItem) -> datetime:
    """Return of when an entry is, by which they are put in order: a day is before its moments."""
    form = "%d %B %Y, %H:%M" if "," in item.at else "%d %B %Y"
    return datetime.strptime(item.at, form).replace(tzinfo=LONDON)
