"""`fingerpost diff`: what changed in meaning from one version of a procedure to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import FAULT
from fingerpost.cli.proving import pack_at, print_json, refusals_told, write_example
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.explaining.rules import standing
from fingerpost.procedure.explaining.words import capital, joined
from fingerpost.proof.briefing import briefings
from fingerpost.proof.comparing import Pair, Relation
from fingerpost.proof.diff import Compared, Diff, Entry, Only
from fingerpost.proof.diff import diff as compare
from fingerpost.proof.telling import pair_in_words, part_in_words

_RELATIONS: tuple[Relation, ...] = ("stricter", "looser", "incomparable")


def diff(old: str, new: str, procedures: Path | None, *, as_json: bool, as_briefing: bool = False) -> None:
    """Print what differs. Exits with status 1 where something does, with 2 where one of them is no pack."""
    with refusals_told("These cannot be compared."):
        compared = compare(pack_at(old, procedures)[0], pack_at(new, procedures)[0])
    if as_json:
        print_json(compared.document())
    elif as_briefing:
        page = page_for_output()
        write_briefings(page, compared)
        print(page, end="")
    else:
        page = page_for_output()
        write_report(page, compared)
        print(page, end="")
    if not compared.equal:
        raise typer.Exit(FAULT)


def write_briefings(page: Page, compared: Diff) -> None:
    """A page for each reader: what is new, what has changed, what is sent to them, what waits for the law."""
    for one in briefings(compared):
        page.heading(f"What changes for {one.reader}: {compared.old.name} to {compared.new.name}")
        page.text(f"{capital(standing(compared.new))}. Each rule is in the manual under its name.")
        for part in one.parts:
            page.heading(part.heading)
            for line in part.lines:
                page.text(line, indent=4, first="- ")
    page.gap()


def write_report(page: Page, compared: Diff) -> None:
    """How many provisions changed, then each that did, what was added and removed, and what is only worded anew."""
    people = f"{compared.people['child']} children and {compared.people['adult']} adults"
    page.text(f"{compared.old.name} and {compared.new.name}, over every case of up to {people} that both can be told.")
    page.text(capital(f"{joined(_counts(compared))}."))
    for relation in _RELATIONS:
        for one in compared.provisions:
            if one.relation == relation:
                _changed(page, compared, one)
    _alone(page, compared, "Added", compared.added)
    _alone(page, compared, "Removed", compared.removed)
    _entries(page, "Facts", compared.facts)
    _entries(page, "Events", compared.events)
    if compared.nation:
        page.heading("Nation")
        same = WorkingDays.of(compared.old.nation) == WorkingDays.of(compared.new.nation)
        holidays = "the bank holidays are the same" if same else "bank holidays differ"
        page.text(f"{compared.old.nation} before, {compared.new.nation} now: {holidays}.", indent=2)
    if compared.reworded:
        page.heading("In other words, and proved to mean the same")
        page.text(", ".join(one.id for one in compared.reworded), indent=2)
    page.gap()
    page.text("They mean the same." if compared.equal else "They do not mean the same.")


def _counts(compared: Diff) -> Iterable[str]:
    equal = compared.count("equal")
    yield f"{equal} provision{'' if equal == 1 else 's'} equal"
    yield from (f"{compared.count(relation)} {relation}" for relation in _RELATIONS)
    yield from (f"{len(compared.added)} added", f"{len(compared.removed)} removed")


def _changed(page: Page, compared: Diff, one: Compared) -> None:
    place = compared.new.provisions[one.id].place
    page.heading(f"{one.id}: {one.relation} ({place})")
    for part in one.parts:
        page.text(part_in_words(part), indent=2)
        for pair in part.pairs:
            _pair(page, compared, pair)


def _pair(page: Page, compared: Diff, pair: Pair) -> None:
    before, now = pair_in_words(pair)
    write_example(page, compared.old, pair.old, "Example, before", before)
    if {**pair.old.case, "procedure": ""} == {**pair.new.case, "procedure": ""}:
        page.text(f"Now: {now}", indent=6)
    else:
        write_example(page, compared.new, pair.new, "The same, as it is told now", now)


def _alone(page: Page, compared: Diff, heading: str, provisions: Sequence[Only]) -> None:
    if not provisions:
        return
    page.heading(heading)
    pack = compared.new if heading == "Added" else compared.old
    for one in provisions:
        page.text(f"{one.provision.id}, {one.provision.modality} ({one.provision.place})", indent=2)
        if one.example:
            write_example(page, pack, one.example)


def _entries(page: Page, heading: str, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    page.heading(heading)
    for entry in entries:
        respects = f": {', '.join(entry.respects)}" if entry.respects else ""
        page.text(f"{entry.id} {entry.change}{respects}", indent=2)
