"""`fingerpost ask`: one question at a time, the one that matters most first; “don't know” is always an answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fingerpost.cli.draft import Draft, save
from fingerpost.cli.inputs import read_document
from fingerpost.cli.page import KEEP, page_for_output
from fingerpost.cli.plan import print_plan
from fingerpost.cli.problems import problems_told
from fingerpost.cli.procedures import Procedures
from fingerpost.cli.replies import UnclearError, answer, how_to_answer, moment, new_ids
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision, Outcome, Question
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.explaining.words import joined, question_text
from fingerpost.procedure.language.tree import PersonKind
from fingerpost.procedure.pack.model import Pack

Clock = Callable[[], datetime]

_KEYS = ", ".join(
    key.replace(" ", KEEP)
    for key in ("d don't know", "b back", "p plan so far", "w why it is asked", "a add somebody", "q quit")
)
_FIRST = "(q quit)"
_WHO_KEYS = "(Enter for nobody, d don't know yet, b back, q quit)"
_SHOWN = 4
_ENOUGH = "You may stop here, or go on: p shows the plan."
_WHO: tuple[tuple[PersonKind, str], ...] = (
    ("child", "Which children are involved?"),
    ("adult", "Is an adult suspected, or otherwise of interest?"),
)


class _QuitError(Exception):
    """The person has had enough, or there is nothing more to read."""


def ask(path: Path | None, folder: Path | None, clock: Clock = lambda: datetime.now(UTC)) -> None:
    """Lead through the questions; keep every answer in `path` and take it up again from there."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    heading = f"{path} cannot be taken up. It has been left as it was." if path else ""
    with problems_told(heading):
        procedures = Procedures(folder)
        draft, pack = _taken_up(path, procedures) if path and path.exists() else (None, procedures.named())
    with problems_told():
        interview = _Interview(pack, path, clock)
        try:
            interview.run(draft)
        except _QuitError:
            interview.close()
        except KeyboardInterrupt:
            print()
            interview.close()
            raise


def _taken_up(path: Path, procedures: Procedures) -> tuple[Draft, Pack]:
    document, lines = read_document(str(path))
    pack = procedures.of_case(document)
    case_from(document, pack, lines=lines)
    return Draft.of(document if isinstance(document, dict) else {}), pack


@dataclass(slots=True)
class _Interview:
    """The conversation. Everything shown goes to standard output, a paragraph at a time."""

    pack: Pack
    path: Path | None
    clock: Clock
    draft: Draft | None = None

    def run(self, draft: Draft | None) -> None:
        """Put questions until none is left that could change anything, or the person stops."""
        self.say(self.pack.emergency)
        if draft is None:
            self.say("One question at a time. “Don't know” is always an answer, and nothing is assumed from it.")
            self.begin()
        else:
            self.draft = draft
            self.say("Your answers so far have been taken up again.")
        while True:
            self.step(self.opened())

    def begin(self) -> None:
        """Ask when, and who; “back” returns to the question before."""
        while self.draft is None:
            self.say("When did you become aware of the concern? By the clock in London; press Enter for now.", _FIRST)
            now = self.clock().astimezone(LONDON).replace(second=0, microsecond=0)
            reply = self.read()
            try:
                begun = Draft.begun(moment(reply, now), self.pack.name)
                begun.case(self.pack)
            except (UnclearError, CaseError) as error:
                self.say(str(error))
            else:
                self.draft = begun
                self.keep()
        asked = 0
        while asked < len(_WHO):
            kind, question = _WHO[asked]
            self.say(f"{question} Give each a short name, such as {kind[0]}1, with commas between.", _WHO_KEYS)
            reply = self.read()
            if reply.lower() not in ("b", "back"):
                asked += self.add(kind, reply)
            elif asked == 0:
                self.draft = None
                self.begin()
                return
            else:
                self.draft.back()
                asked -= 1

    def add(self, kind: PersonKind, reply: str) -> bool:
        """Add the people that a reply names; False if it could not be understood."""
        draft = self.opened()
        try:
            draft.add_people(kind, new_ids(reply, draft.ids()))
        except UnclearError as error:
            self.say(str(error))
            return False
        self.keep()
        return True

    def step(self, draft: Draft) -> None:
        """Put the next question, and do what the reply says."""
        case, decision = self.decided(draft)
        unknown = set(draft.unknown())
        open_questions = [question for question in decision.questions if question.fact not in unknown]
        open_questions += [question for question in self.for_the_record(case) if question.fact not in unknown]
        if not open_questions:
            self.finish(draft, case, decision, len(unknown))
            return
        question = open_questions[0]
        fact = self.pack.facts[question.fact.rpartition(".")[2]]
        self.say(question_text(question.fact, question.ask), fact.note)
        self.listing(how_to_answer(fact))
        left = "1 question" if len(open_questions) == 1 else f"{len(open_questions)} questions"
        self.say(f"({left} left. {_KEYS})")
        reply = self.read()
        if self.command(reply, draft, case, decision, question):
            return
        try:
            name, value = answer(fact, reply, london_day(case.reported_at))
        except UnclearError as error:
            self.say(str(error))
            return
        draft.answer(f"{question.fact.rpartition('.')[0]}.{name}", value)
        self.keep()
        self.tell_news(decision, self.decided(draft)[1])

    def for_the_record(self, case: Case) -> Iterator[Question]:
        """Yield what is asked and kept although it decides nothing; it comes last."""
        for fact in (fact for fact in self.pack.facts.values() if fact.record_only):
            owners = [("concern", case.facts)] if fact.scope == "concern" else []
            owners += [(person.id, person.facts) for person in case.people if person.kind == fact.scope]
            for owner, known in owners:
                if fact.id not in known:
                    yield Question(f"{owner}.{fact.id}", fact.ask, [])

    def command(self, reply: str, draft: Draft, case: Case, decision: Decision, question: Question) -> bool:
        """Do what a one-letter reply stands for; return whether it was one."""
        match reply.lower():
            case "d" | "don't know" | "dont know" | "?":
                draft.answer(question.fact, None)
                self.keep()
            case "b" | "back":
                self.back(draft)
            case "p" | "plan":
                print_plan(self.pack, case, decision)
            case "w" | "why":
                self.why(question)
            case "a" | "add":
                self.add_somebody()
            case _:
                return False
        return True

    def back(self, draft: Draft) -> None:
        if not draft.back():
            self.say("This is the first question.")
        self.keep()

    def why(self, question: Question) -> None:
        rules = list(dict.fromkeys(name.rpartition("/")[0] for name in question.settles))
        if not rules:
            self.say("The answer is kept for the record. It decides nothing.")
            return
        self.say("The answer can settle whether this applies:")
        self.listing([self.rule_text(rule) for rule in rules[:_SHOWN]])
        if more := rules[_SHOWN:]:
            self.say(f"It also bears on {joined(more)}.")

    def add_somebody(self) -> None:
        self.say("A child or an adult? Type c or a, or Enter for neither.")
        kind = self.read().lower()
        if kind in ("c", "child", "a", "adult"):
            self.say("Which short name?")
            self.add("child" if kind[0] == "c" else "adult", self.read())

    def finish(self, draft: Draft, case: Case, decision: Decision, unknown: int) -> None:
        """Nothing is left to ask: show the plan, and offer what can still be done."""
        print_plan(self.pack, case, decision)
        again = f", r ask again what you did not know ({unknown})" if unknown else ""
        self.say(f"Nothing is left to ask. (b back, a add somebody{again}, q quit)")
        match self.read().lower():
            case "b" | "back":
                self.back(draft)
            case "a" | "add":
                self.add_somebody()
            case "r" | "again":
                draft.ask_again()
                self.keep()
            case _:
                raise _QuitError

    def tell_news(self, before: Decision, after: Decision) -> None:
        """Say at once what has become certain and cannot wait."""
        known = {(one.provision, one.about) for one in before.outcomes if one.status == "applies"}
        news = [one for one in after.outcomes if one.status == "applies" and (one.provision, one.about) not in known]
        if pressing := dict.fromkeys(one.provision for one in news if self.presses(one)):
            self.say("This is now certain:")
            self.listing([self.rule_text(rule) for rule in pressing])
        if self.may_press(before) and not self.may_press(after):
            self.say(f"What is due today is now settled, whatever the other answers are. {_ENOUGH}")

    def may_press(self, decision: Decision) -> bool:
        """Whether something that cannot wait still depends on an answer."""
        return any(self.presses(one) for one in decision.outcomes if one.status == "depends")

    def rule_text(self, rule: str) -> str:
        return f"- {self.pack.provisions[rule].text.rstrip()} ({rule})"

    def presses(self, outcome: Outcome) -> bool:
        return outcome.due is not None or self.pack.provisions[outcome.provision].kind == "prohibition"

    def decided(self, draft: Draft) -> tuple[Case, Decision]:
        """Decide the case as things stand now, or when its file says."""
        case = draft.case(self.pack)
        if draft.document.get("as_of") is None:
            case = replace(case, as_of=max(case.as_of, self.clock()))
        return case, decide(self.pack, case)

    def opened(self) -> Draft:
        if self.draft is None:
            raise _QuitError
        return self.draft

    def keep(self) -> None:
        if self.path is not None:
            save(self.opened().document, self.path)

    def close(self) -> None:
        """Say where the answers are."""
        if self.draft is None or self.path is None:
            self.say("Nothing has been kept. With --save FILE your answers would be.")
        else:
            self.say(f"Your answers are in {self.path}. “fingerpost ask --save {self.path}” takes them up again.")

    def read(self) -> str:
        """Read one reply. Raises _QuitError at the end of input, or when the person quits."""
        try:
            reply = input("> ").strip()
        except EOFError:
            print()
            raise _QuitError from None
        if not sys.stdin.isatty():
            print(reply)
        if reply.lower() in ("q", "quit", "exit"):
            raise _QuitError
        return reply

    def say(self, *paragraphs: str) -> None:
        page = page_for_output()
        for paragraph in filter(None, paragraphs):
            page.text(paragraph)
        print()
        print(page, end="")

    def listing(self, lines: list[str]) -> None:
        page = page_for_output()
        for line in lines:
            page.text(line.removeprefix("- "), indent=4, first="- " if line.startswith("- ") else None)
        print(page, end="")
