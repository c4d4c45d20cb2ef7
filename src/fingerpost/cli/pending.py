"""The end of a plan: what is still to find out, and what may turn out to apply."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.cli.page import Page
from fingerpost.procedure.decision import Decision, Outcome, Question
from fingerpost.procedure.explaining.plan import by_rule, is_grave
from fingerpost.procedure.explaining.words import joined, question_text
from fingerpost.procedure.pack.model import Pack

_ASKED = 5
_NAMED = 4
_FEW = 8


def add_pending(page: Page, pack: Pack, decision: Decision) -> None:
    """Add the questions that matter most, and the rules that hang on what is not known."""
    if decision.questions:
        page.heading("Still to find out")
        page.text("The answers that matter most come first. “Don't know” is an answer too.", indent=2)
        page.gap()
        for number, question in enumerate(decision.questions[:_ASKED], 1):
            _question(page, number, question)
        if (more := len(decision.questions) - _ASKED) > 0:
            page.text(f"And {more} more: “fingerpost ask” takes you through them one by one.", indent=2)
    depending = [outcome for outcome in decision.outcomes if outcome.status == "depends"]
    if depending:
        _may_apply(page, pack, depending)


def _question(page: Page, number: int, question: Question) -> None:
    page.text(question_text(question.fact, question.ask), indent=5, first=f"{number}. ")
    rules = list(dict.fromkeys(name.rpartition("/")[0] for name in question.settles))
    shown = rules if len(rules) <= _NAMED else [*rules[: _NAMED - 1], f"{len(rules) - _NAMED + 1} more"]
    page.text(f"It bears on {joined(shown)}.", indent=5)


def _may_apply(page: Page, pack: Pack, depending: Sequence[Outcome]) -> None:
    """Add what may apply: in full where it is grave or there is little, else by name."""
    page.heading("May also apply, once you know more")
    groups = by_rule(depending)
    full = groups if len(groups) <= _FEW else [group for group in groups if is_grave(pack, group[0])]
    for group in full:
        text = pack.provisions[group[0].provision].text.rstrip()
        page.text(f"{text} ({group[0].provision}{_for(group)})", indent=4, first="- ")
    if others := [group for group in groups if group not in full]:
        page.gap()
        listed = "; ".join(f"{group[0].provision}{_for(group)}" for group in others)
        page.text(f"Without a date: {listed}.", indent=2)


def _for(group: list[Outcome]) -> str:
    people = [outcome.about for outcome in group if outcome.about != "concern"]
    return f" for {joined(people)}" if people else ""
