"""`fingerpost verify`: what a procedure can never do, and must never do, over every possible case."""

from __future__ import annotations

from pathlib import Path

import typer

from fingerpost.cli.page import Page, page_for_output
from fingerpost.cli.problems import FAULT
from fingerpost.cli.proving import pack_at, print_json, refusals_told, write_example
from fingerpost.proof.expectations import read_expectations
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.verify import Verified
from fingerpost.proof.verify import verify as prove


def verify(name: str, procedures: Path | None, *, as_json: bool) -> None:
    """Print what was found. Exits with status 1 where anything was, with 2 where this is no pack."""
    with refusals_told("This is not a pack that can be verified."):
        pack, folder = pack_at(name, procedures)
        expectations = read_expectations(pack, folder)
        verified = prove(pack, expectations)
    if as_json:
        print_json(verified.document())
    else:
        page = page_for_output()
        write_report(page, verified)
        print(page, end="")
    if verified.findings:
        raise typer.Exit(FAULT)


def write_report(page: Page, verified: Verified) -> None:
    """The checks with what they looked at, then every finding with its example."""
    children, adults = (f"{verified.people[kind]}" for kind in ("child", "adult"))
    page.text(f"{verified.pack.name}, over every case of up to {children} children and {adults} adults.")
    page.text("If something can happen in any larger case, it can happen in one of these.")
    page.gap()
    for checked in verified.checks:
        page.text(_line(checked), indent=2)
    for number, finding in enumerate(verified.findings, 1):
        page.heading(f"{number}. {finding.of}, {finding.place}")
        _write(page, verified, finding)
    if verified.acknowledged:
        page.heading("Gaps of the source that are acknowledged")
    for finding in verified.acknowledged:
        page.text(f"{finding.place}", indent=2)
        _write(page, verified, finding)
        page.gap()
    page.gap()
    count, known = len(verified.findings), len(verified.acknowledged)
    said = f"{_counted(count, 'finding')}." if count else "Nothing found."
    page.text(f"{said} {_counted(known, 'gap')} acknowledged." if known else said)


def _counted(count: int, what: str) -> str:
    return f"{count} {what if count == 1 else f'{what}s'}"


def _line(checked: Checked) -> str:
    count, known = len(checked.findings), len(checked.acknowledged)
    found = _counted(count, "finding") if count else "in order"
    gaps = f", {_counted(known, 'gap')} acknowledged" if known else ""
    return f"{checked.question} {found}{gaps}, {checked.looked_at} looked at."


def _write(page: Page, verified: Verified, finding: Finding) -> None:
    page.text(finding.says, indent=2)
    if finding.example:
        write_example(page, verified.pack, finding.example)
    if finding.after:
        write_example(page, verified.pack, finding.after, "With one answer graver")
