"""The plan on a terminal: what must not be done and what is due today first, what may wait after it."""

from __future__ import annotations

from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.pending import add_pending
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.explaining.do_now import do_now_of
from fingerpost.procedure.explaining.plan import Kind, Part, calm, opening, parts_of, today_of
from fingerpost.procedure.explaining.requirements import Requirement, requirements_of
from fingerpost.procedure.pack.model import Pack


def print_plan(pack: Pack, case: Case, decision: Decision) -> None:
    """Print the plan to standard output, fitted to the terminal."""
    page = page_for_output()
    write_plan(page, pack, case, decision)
    print(page, end="")


def write_plan(page: Page, pack: Pack, case: Case, decision: Decision) -> None:
    """Write the whole plan: first what to do if a child is in danger, last which text decided."""
    page.text(pack.emergency)
    page.gap()
    requirements = requirements_of(pack, case, decision)
    now = do_now_of(pack, case, requirements)
    page.heading("Do this now")
    for line in now.lines(pack):
        page.text(line, indent=2)
        page.gap()
    page.text(opening(case))
    if not (now.acts or now.asks) and (said := calm(requirements, today_of(case))):
        page.gap()
        page.text(said)
    for part in parts_of(requirements, case):
        _part(page, part)
    add_pending(page, decision, requirements, now.still_open)
    page.heading("About this plan")
    page.text(f"Decided under {pack.name}, {pack.title}. Its text has the digest {decision.procedure.digest}.")
    page.text("“fingerpost manual RULE” shows a rule in full, by its id.")


def _part(page: Page, part: Part) -> None:
    page.heading(part.heading)
    if part.kind is Kind.OVERDUE:
        page.text("If this has not been done, do it now.", indent=2)
        page.gap()
    for item in part.items:
        _item(page, item)


def _item(page: Page, item: Requirement) -> None:
    page.text(item.text, indent=2)
    for sentence in item.warnings:
        page.text(sentence, indent=4)
    page.text(f"{item.to_whom} {item.whose} Rule {item.provision.id}.".lstrip(), indent=4)
    if item.why:
        page.text(f"Because {item.why}.", indent=4)
    page.gap()
