"""`fingerpost coverage`: a register of provisions against the pack, and where the product meets each.

Nothing may be missing, extra or different. Where a provision is met follows from what its pack says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer
import yaml

from fingerpost.cli.inputs import read_document
from fingerpost.cli.problems import FAULT, problems_told, refuse
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.pack.library import DEFAULT
from fingerpost.procedure.pack.model import Pack, Provision

IN_A_CHECKOUT = Path("tests/register/spec/provisions.yaml")
_FIELDS = ("kind", "modality", "about", "by", "held_for")
_LISTS = ("who", "to")

Entry = Mapping[str, object]
Place = dict[str, str]


def show_coverage(register: Path | None, procedure: str | None, folder: Path | None) -> None:
    """Print where each provision of a register is in the pack, and where the product meets it.

    Exits with status 1 unless register and pack agree.
    """
    with problems_told():
        if register is None and not IN_A_CHECKOUT.exists():
            raise refuse("", "no register is named", "Name one with --register FILE, or run this in a checkout")
        entries = _read(register or IN_A_CHECKOUT)
        pack = Procedures(folder).named(procedure or DEFAULT)
    met = read_places(pack)
    faults = 0
    for name, entry in entries.items():
        rule = pack.provisions.get(name)
        wrong = "missing" if rule is None else _difference(entry, rule)
        faults += bool(wrong)
        where = "" if rule is None else f"  {rule.place}  {'decided' if rule.condition else 'text'}"
        pages = f"  met by {', '.join(place['route'] for place in met[name])}" if met.get(name) else ""
        print(f"{name}{where}{pages}{f'  {wrong}' if wrong else ''}")
    for extra in pack.provisions.keys() - entries.keys():
        faults += 1
        print(f"{extra}  {pack.provisions[extra].place}  not in the register")
    print(_summary(entries, pack, faults))
    if faults:
        raise typer.Exit(FAULT)


def read_places(pack: Pack) -> dict[str, list[Place]]:
    """Return where the product meets each provision: routes of the service, which is not loaded for this."""
    text = files("fingerpost").joinpath("site", "places.yaml").read_text(encoding="utf-8")
    known = yaml.safe_load(text)
    return {name: _met(rule, known) for name, rule in pack.provisions.items()}


def _met(rule: Provision, known: Mapping[str, Any]) -> list[Place]:
    """Return where a provision is met, by what the pack says of it, each route once."""
    found: list[Place] = [{**place, "anchor": rule.id} for place in known["every"]]
    if rule.condition is not None:
        found += known["to_be_done"] if rule.is_to_be_done else ()
        found += known["forbidden"] if rule.kind == "prohibition" else ()
        found += known["decided"]
    found += known["kinds"].get(rule.kind, ())
    if rule.kind in ("principle", "signpost"):
        found += [place for party in (*rule.who, *rule.shown_to) for place in known["said_to"].get(party, ())]
    if rule.kind == "principle":
        found += known["principles"].get(rule.about, ())
    found += [place for act in rule.carried_out_by for place in known["acts"].get(act, ())]
    return list({place["route"]: place for place in reversed(found)}.values())[::-1]


def _read(path: Path) -> dict[str, Entry]:
    document, lines = read_document(str(path))
    if not isinstance(document, list):
        raise refuse(str(path), "a register is a list of provisions")
    entries: dict[str, Entry] = {}
    for index, entry in enumerate(document):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise refuse(f"{path}:{lines(index)}", "this is no provision", "A mapping with an id")
        if entry["id"] in entries:
            raise refuse(f"{path}:{lines(index)}", f"{entry['id']} is there twice")
        entries[entry["id"]] = entry
    return entries


def _difference(entry: Entry, rule: Provision) -> str:
    """Return the fields in which register and pack differ, in words; empty where they agree."""
    differing = [field for field in _FIELDS if entry.get(field) != getattr(rule, field)]
    differing += [field for field in _LISTS if _listed(entry.get(field)) != getattr(rule, field)]
    if bool(entry.get("if")) != (rule.condition is not None):
        differing.append("if")
    return f"different: {', '.join(differing)}" if differing else ""


def _listed(value: object) -> object:
    """One word or several, as the pack has them."""
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


def _summary(entries: Mapping[str, Entry], pack: Pack, faults: int) -> str:
    decided = sum(rule.condition is not None for rule in pack.provisions.values())
    counted = f"{len(entries)} in the register, {len(pack.provisions)} in {pack.name}, {decided} of them decided"
    if faults:
        return f"{counted}: {faults} to mend."
    return f"{counted}: nothing missing, nothing extra, nothing different."
