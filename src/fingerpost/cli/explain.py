"""`fingerpost explain`: why a rule applies to a case, why it does not, and what would change that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from fingerpost.cli.inputs import read_document, spoken_name
from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import problems_told
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.explaining import Alteration, Effect, Explanation, Step, explain
from fingerpost.procedure.explaining.words import THEN, answer_said, answers_in_words, joined, question_text
from fingerpost.procedure.pack.model import Pack

_MOST = 8
_VALUE = {True: "holds", False: "does not hold", None: "open"}
_NOW: dict[Status, str] = {"applies": "applies", "depends": "is not settled yet", None: "does not apply"}


def show_explanation(path: str, target: str, folder: Path | None) -> None:
    """Print an explanation for everybody that `2.1-strategy` is about, or for `2.1-strategy/c1` alone."""
    with problems_told(f"{spoken_name(path)} cannot be taken as a case."):
        document, lines = read_document(path)
        pack = Procedures(folder).of_case(document)
        case = case_from(document, pack, lines=lines)
    provision, _, about = target.partition("/")
    with problems_told():
        explanations = explain(engine_for(pack), case, provision, about or None)
    page = page_for_output()
    for explanation in explanations:
        _Told(page, pack, case, explanation).all()
    print(page, end="")


class _Told:
    """Writes one explanation."""

    def __init__(self, page: Page, pack: Pack, case: Case, explanation: Explanation) -> None:
        self.page = page
        self.pack = pack
        self.case = case
        self.found = explanation

    def all(self) -> None:
        rule, about = self.found.provision, self.found.about
        whom = "" if about == "concern" else f" for {about}"
        self.page.heading(f"{rule.id} {_NOW[self.found.status]}{whom}")
        self.page.text(rule.text, indent=2)
        self.page.gap()
        self.reason()
        self.page.heading("How it comes to that")
        for depth, line in _steps(self.found.tree, self.pack.provisions):
            self.page.text(line, indent=4 + 2 * depth, first="- ")
        self.changes()

    def reason(self) -> None:
        if self.found.because:
            self.page.text(f"Because {answers_in_words(self.pack, self.case, self.found.because)}.", indent=2)
        elif self.found.depends_on:
            self.page.text("It depends on what is not known:", indent=2)
            for name in self.found.depends_on:
                ask = self.pack.facts[name.rpartition(".")[2]].ask
                self.page.text(question_text(name, ask), indent=6, first="- ")

    def changes(self) -> None:
        self.page.heading("What would change it")
        smallest = self.found.smallest
        if not smallest:
            self.page.text("No answer, and no two or three together, would change it.", indent=2)
        for alteration in smallest[:_MOST]:
            self.page.text(self.change(alteration), indent=4, first="- ")
        if len(smallest) > _MOST:
            self.page.text(f"And {len(smallest) - _MOST} more changes as small as these.", indent=2)
        self.page.gap()

    def change(self, alteration: Alteration) -> str:
        """Return one change and all that it would do: `If for c1, age: 13, it would not apply. …`"""
        answers = joined(answer_said(self.pack, name, value) for name, value in alteration.answers)
        others = self.others(alteration)
        return f"With {answers}, it {THEN[alteration.after]}.{f' {others}' if others else ''}"

    def others(self, alteration: Alteration) -> str:
        """Return what else a change of a single answer would do; nothing for a change of several."""
        if len(alteration.answers) > 1:
            return ""
        alone = next((one for one in self.found.alone if ((one.fact, one.value),) == alteration.answers), None)
        mine = (self.found.provision.id, self.found.about)
        effects = [one for one in alone.effects if (one.provision, one.about) != mine] if alone else []
        return _effects_in_words(effects) or "Nothing else would change."


def _effects_in_words(effects: Iterable[Effect]) -> str:
    """Return other rules that a change would alter, those that come to stand alike together."""
    by_status: dict[Status, dict[str, list[str]]] = {}
    for effect in effects:
        people = by_status.setdefault(effect.after, {}).setdefault(effect.provision, [])
        people += [effect.about] if effect.about != "concern" else []
    parts = [
        f"{joined(f'{rule} for {joined(people)}' if people else rule for rule, people in rules.items())} {THEN[after]}"
        for after, rules in by_status.items()
    ]
    return f"Besides, {'; '.join(parts)}." if parts else ""


def _steps(step: Step, rules: Collection[str], depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the parts of a condition with their depth; another rule is named, and not opened."""
    is_rule = step.says.removesuffix(" applies") in rules
    inner = () if is_rule else step.steps
    whom = f"{step.about}: " if step.about else ""
    yield depth, f"{_VALUE[step.value]}: {whom}{step.says.rstrip('.')}{':' if inner else ''}"
    for part in inner:
        yield from _steps(part, rules, depth + 1)
