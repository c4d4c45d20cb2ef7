"""The end of a plan: what is still to find out, and what may turn out to apply."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.cli.page import Page
from fingerpost.procedure.decision import Decision, Question
from fingerpost.procedure.explaining.plan import may_apply
from fingerpost.procedure.explaining.requirements import Requirement
from fingerpost.procedure.explaining.words import joined, question_text

_ASKED = 5
_NAMED = 4
_FEW = 8


def add_pending(
    page: Page, decision: Decision, requirements: Sequence[Requirement], asked_now: Sequence[Requirement]
) -> None:
    """Add the questions that matter most, and the rules that hang on what is not known, those to ask about first."""
    if decision.questions:
        page.heading("Still to find out")
        page.text("The answers that matter most come first. “Don't know” is an answer too.", indent=2)
        page.gap()
        for number, question in enumerate(decision.questions[:_ASKED], 1):
            _question(page, number, question)
        if (more := len(decision.questions) - _ASKED) > 0:
            page.text(f"And {more} more: “fingerpost ask” takes you through them one by one.", indent=2)
    if asked_now:
        page.heading("What hangs on what you ask now")
        _in_full(page, asked_now)
    if depending := [one for one in may_apply(requirements) if one not in asked_now]:
        _may_apply(page, depending)


def _question(page: Page, number: int, question: Question) -> None:
    page.text(question_text(question.fact, question.ask), indent=5, first=f"{number}. ")
    rules = list(dict.fromkeys(name.rpartition("/")[0] for name in question.settles))
    shown = rules if len(rules) <= _NAMED else [*rules[: _NAMED - 1], f"{len(rules) - _NAMED + 1} more"]
    page.text(f"It bears on {joined(shown)}.", indent=5)


def _may_apply(page: Page, depending: Sequence[Requirement]) -> None:
    """Add what may apply: in full where it is grave or there is little, else by name."""
    page.heading("May also apply, once you know more")
    full = [one for one in depending if one.is_grave or len(depending) <= _FEW]
    _in_full(page, full)
    if others := [one for one in depending if one not in full]:
        page.gap()
        listed = "; ".join(f"{one.provision.id}{_for(one)}" for one in others)
        page.text(f"Without a date: {listed}.", indent=2)


def _in_full(page: Page, rules: Sequence[Requirement]) -> None:
    for one in rules:
        page.text(f"{one.text} ({one.provision.id}{_for(one)})", indent=4, first="- ")
        for sentence in one.warnings:
            page.text(sentence, indent=6)


def _for(one: Requirement) -> str:
    return f" for {joined(one.people)}" if one.people else ""
