"""Until when a request is answered, how far it is, and what is given of one thing that is held. Plain data.

UK GDPR, Article 12(3): within one month of receipt, and where it is necessary two further months. Days are counted as
the Information Commissioner's guidance does: to the corresponding day of the later month, or its last day where there
is none; and to the next working day where that is none.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from fingerpost.procedure.calendar import CalendarError, WorkingDays, months_after
from fingerpost.subject.errors import refuse
from fingerpost.subject.grounds import BY_ID, in_place

ENGLAND: Final = "england-and-wales"
_SATURDAY: Final = 5
CRIME: Final = "crime"
SERIOUS_HARM: Final = "serious_harm"
NOT_THEIRS: Final = "not_theirs"
THIRD_PARTY: Final = "third_party"
APART: Final = {"police": CRIME, "designated_officer": CRIME, "health": SERIOUS_HARM}
"""Parts of the record of which it is not even said that they are there, and on which ground, before anybody decides."""
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "the", "of", "and", "de", "la", "van", "von"})


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One thing that became of a request, as plain data; in the order of recording."""

    id: UUID
    kind: str
    on: date
    by: UUID
    of: UUID | None = None
    checker: UUID | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class RequestClock:
    """Since when time runs, and until when. `due` None: they have still to show who they are.

    `first_due`: the last day without any longer time; `told_late`: longer time was announced after that, and so counts
    for nothing.
    """

    began: date | None
    first_due: date | None
    due: date | None
    extended: bool = False
    told_late: bool = False


@dataclass(frozen=True, slots=True)
class Preparation:
    """One prepared answer and what became of it."""

    step: RequestStep
    back: RequestStep | None = None
    checked: RequestStep | None = None
    sent: RequestStep | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to check it."""
        return self.back is None and self.checked is None


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """The state of a request."""

    clock: RequestClock
    preparations: tuple[Preparation, ...]
    sent: RequestStep | None
    withdrawn: RequestStep | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be answered."""
        return self.sent is None and self.withdrawn is None

    def is_overdue(self, today: date) -> bool:
        """Whether its last day is over, and it is not answered."""
        return self.is_open and self.clock.due is not None and self.clock.due < today

    @property
    def last(self) -> Preparation | None:
        """The last preparation that was not sent back."""
        return next((one for one in reversed(self.preparations) if one.back is None), None)


def answer_by(began: date, months: int, nation: str = ENGLAND) -> date:
    """Return the last day to answer: the corresponding day so many months later, or the next working day.

    Beyond the years whose bank holidays are known, weekends alone are passed over.
    """
    day = months_after(began, months)
    try:
        return WorkingDays.of(nation).after(day - timedelta(days=1), 1)
    except CalendarError:
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def clock(received: date, steps: Iterable[RequestStep], nation: str = ENGLAND) -> RequestClock:
    """Return when time began and when it ends. Where they were asked who they are, it runs once they have shown it.

    If they were asked only after the month was over, that was too late: it runs from receipt then.
    """
    known = list(steps)
    asked = [one.on for one in known if one.kind == "identity_asked"]
    shown = [one.on for one in known if one.kind == "identity"]
    began = received
    if asked and min(asked) <= answer_by(received, 1, nation):
        after = [day for day in shown if day >= min(asked)]
        if not after:
            return RequestClock(None, None, None)
        began = max(received, min(after))
    first = answer_by(began, 1, nation)
    told = [one.on for one in known if one.kind == "extended"]
    in_time = any(day <= first for day in told)
    due = answer_by(began, 3, nation) if in_time else first
    return RequestClock(began, first, due, extended=in_time, told_late=bool(told) and not in_time)


def stands(received: date, steps: Sequence[RequestStep], nation: str = ENGLAND) -> RequestStanding:
    """Return the state of a request, from its steps in the order of recording."""
    preparations = []
    for step in steps:
        if step.kind != "prepared":
            continue
        of = {one.kind: one for one in reversed(steps) if one.of == step.id and _counts(one, step)}
        preparations.append(Preparation(step, of.get("back"), of.get("checked"), of.get("sent")))
    sent = next((one for one in steps if one.kind == "sent"), None)
    withdrawn = next((one for one in steps if one.kind == "withdrawn"), None)
    return RequestStanding(clock(received, steps, nation), tuple(preparations), sent, withdrawn)


def _counts(step: RequestStep, prepared: RequestStep) -> bool:
    """Nobody checks what they prepared themselves, in any of their memberships: `by` is a user."""
    return step.kind != "checked" or step.by != prepared.by


# ---- what is held ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One thing that is held, as it reads: where, what it is about, its date, its author, and what it says."""

    concern: UUID
    compartment: str
    kind: str
    at: str
    by: str
    sentence: str

    @property
    def text(self) -> str:
        """Return it as it is kept."""
        return json.dumps(
            [str(self.concern), self.compartment, self.kind, self.at, self.by, self.sentence], ensure_ascii=False
        )

    @property
    def key(self) -> str:
        """Return what names it in a form: made from what it says, so that other words are another item."""
        return sha256(self.text.encode()).hexdigest()[:20]

    @classmethod
    def read(cls, text: str) -> HeldItem:
        """Read it as `text` writes it."""
        concern, *others = json.loads(text)
        return cls(UUID(concern), *others)


def suggested(*, held: bool, part: str, theirs: bool, others: bool = False) -> tuple[str, str]:
    """Return what is suggested for one thing before anybody has decided: a choice and a ground.

    `held`: an embargo is in force about the person asking; `part`: the part of the record it is in. What is held, or in
    another part than the common record, is withheld without saying so. `theirs`: it names them, or nobody; `others`:
    somebody else's name is in it.
    """
    if held or part in APART:
        return "silent", CRIME if held else APART[part]
    if not theirs:
        return "withhold", NOT_THEIRS
    return ("parts", THIRD_PARTY) if others else ("give", "")


def others_in(sentence: str, own: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return which names of others are in a sentence, whole or by one of their words: a line each to be left out.

    A word that the person's own name has too is not taken for somebody else's, nor is a title.
    """
    theirs = {word.casefold() for name in own for word in name.split()}
    found = set()
    for name in others:
        for one in (name, *name.split()):
            if one.strip(".").casefold() not in theirs | _TITLES | {""} and _stands_in(one, sentence):
                found.add(one)
    return sorted(found)


def _stands_in(words: str, sentence: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence, re.IGNORECASE) is not None


def given(item: HeldItem, choice: str, ground: str, passages: str) -> str:
    """Return what they get of one thing, in words; an empty text where they get nothing.

    Raises `SubjectError` where no ground is named, or one that would itself tell; or where a passage to be left out is
    not there: a line each, exactly as it is in the text.
    """
    if choice == "give":
        return item.sentence
    if ground not in BY_ID:
        raise refuse("ground", "a ground is needed for what is withheld", "Choose one.")
    if choice in ("withhold", "parts") and not BY_ID[ground].may_be_said:
        raise refuse(
            "choice",
            "that something is withheld on this ground would tell what is withheld",
            "Choose to withhold it and not to say so.",
        )
    if choice != "parts":
        return ""
    return _without(item.sentence, passages, in_place(ground))


def _without(text: str, passages: str, instead: str) -> str:
    """Return a text with something else in place of every passage, in either case, overlapping ones as one.

    A passage begins where a word does, and the word that it ends in goes with it: what is left of “Robins” or of
    “robe”, where “Rob” is left out, would tell what is not there.
    """
    wanted = {line.strip() for line in passages.splitlines() if line.strip()}
    if not wanted:
        raise refuse("passages", "no words are named that are left out", "Write them as they are in the text.")
    spans = []
    for passage in sorted(wanted):
        found = [
            (one.start(), _end_of_word(text, one.start() + len(passage)))
            for one in re.finditer(f"(?={re.escape(passage)})", text, re.IGNORECASE)
            if not _is_within_a_word(text, one.start())
        ]
        if not found:
            raise refuse("passages", f"“{passage}” is not in the text", "Copy the words from it.")
        spans += found
    shown, end = "", 0
    for start, stop in sorted(spans):
        if start >= end:
            shown += text[end:start] + instead
        end = max(end, stop)
    return shown + text[end:]


def _is_within_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and _is_of_a_word(text[place - 1]) and _is_of_a_word(text[place])


def _end_of_word(text: str, place: int) -> int:
    while _is_within_a_word(text, place):
        place += 1
    return place


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")


def digest_of(decisions: Iterable[UUID]) -> str:
    """Return what tells whether two people see the same decisions: a fingerprint of their random ids."""
    return sha256("\n".join(sorted(map(str, decisions))).encode()).hexdigest()
