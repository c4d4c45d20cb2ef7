"""`fingerpost impact`: what another version would change for cases that there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fingerpost.cli.inputs import decode, is_lines, open_input, read_lines
from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.parts import impact_of_tables
from fingerpost.cli.problems import refuse
from fingerpost.cli.proving import pack_at, print_json, refusals_told
from fingerpost.procedure.errors import FingerpostError
from fingerpost.procedure.explaining.words import joined
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.json import parse_json
from fingerpost.proof.impact import EFFECTS, Document, Impact, changes

SHOWN = 20
"""As many affected cases are named in the terminal; `--json` and `--html` have them all."""


def impact(old: str, new: str, cases: str, procedures: Path | None, html: Path | None, *, as_json: bool) -> None:
    """Print what would change. Exits with status 2 where the packs or the cases cannot be taken."""
    with refusals_told("Nothing has been compared."):
        found = _impact(pack_at(old, procedures)[0], pack_at(new, procedures)[0], cases)
        if html:
            from fingerpost.cli.impact_page import page_of

            _write(html, page_of(found))
    if as_json:
        print_json(found.document())
    else:
        page = page_for_output()
        write_report(page, found)
        print(page, end="")


def _impact(old: Pack, new: Pack, cases: str) -> Impact:
    if is_lines(cases) or cases == "-":
        found = Impact(old, new)
        for reference, number, document in _documents(cases):
            try:
                found.changes += changes(old, new, reference, document)
            except FingerpostError as error:
                raise refuse(f"line {number}", "; ".join(map(str, error.problems))) from None
            found.cases += 1
        return found
    tables: Impact = impact_of_tables(cases, old, new)
    return tables


def _documents(path: str) -> Iterator[tuple[str, int, Document]]:
    """Each line's reference (its `reference`, or its number), its number and its case. Raises FingerpostError."""
    with open_input(path) as file:
        for number, line in enumerate(read_lines(file), 1):
            document = parse_json(decode(line, first_line=number), first_line=number)
            if not isinstance(document, dict):
                raise refuse(f"line {number}", "this is not a case", "One case a line, as a JSON object.")
            yield str(document.pop("reference", number)), number, document


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refuse(str(file), f"it cannot be written ({error.strerror})") from None


def write_report(page: Page, found: Impact) -> None:
    """How many cases would change, then each provision with its counts, then the cases by name."""
    page.text(f"{found.old.name} and {found.new.name}, over {found.cases:,} cases.")
    page.text(f"Something would change for {len(found.affected):,} of them.")
    if found.counts:
        page.heading("By rule")
    for provision, counts in found.counts.items():
        told = [f"{counts[effect]:,} {words}" for effect, words in EFFECTS.items() if counts[effect]]
        page.text(f"{provision}: {joined(told)}.", indent=2)
    if found.affected:
        page.heading("For these cases")
        for reference in found.affected[:SHOWN]:
            page.text(f"{reference}: {_changes(found, reference)}", indent=2)
        if len(found.affected) > SHOWN:
            page.text(f"and {len(found.affected) - SHOWN:,} more; --json and --html name them all.", indent=2)


def _changes(found: Impact, reference: str) -> str:
    told = []
    for change in found.changes:
        if change.reference == reference:
            days = f" ({change.old_due or 'no date'}, now {change.new_due or 'none'})"
            moved = days if change.effect == "moves" else ""
            told.append(f"{change.provision}/{change.about} {EFFECTS[change.effect]}{moved}")
    return f"{'; '.join(told)}."
