"""Read a pack from its files: every mistake is reported at once, each with file, line and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType
from typing import cast

from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.language.parse import FUNCTIONS
from fingerpost.procedure.language.tree import Node
from fingerpost.procedure.pack import boxes, checks, entries
from fingerpost.procedure.pack.blocks import Block, Document, read_document
from fingerpost.procedure.pack.digest import digest
from fingerpost.procedure.pack.entries import DefinitionEntry, EventEntry, FactEntry, Header, ProvisionEntry
from fingerpost.procedure.pack.model import (
    Box,
    Definition,
    Embargo,
    Event,
    Fact,
    Pack,
    Place,
    Prose,
    Provision,
    Section,
    Tick,
)
from fingerpost.procedure.pack.resolving import Resolver

HEADER_FILE = "pack.md"
BASE_FILE = "base.txt"
"""The name of another version whose sections a pack has where it has none of its own: an edition for another nation."""


def files_in(folder: Path) -> dict[str, str]:
    """The Markdown of the pack in `folder`, by name, with the sections that it takes from the version in `base.txt`."""
    own = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    base = folder / BASE_FILE
    if not base.is_file():
        return own
    listed = {line.strip().removeprefix("- ") for line in own.get(HEADER_FILE, "").splitlines()}
    others = sorted((folder.parent / base.read_text(encoding="utf-8").strip()).glob("*.md"))
    return {**{path.name: path.read_text(encoding="utf-8") for path in others if path.name in listed}, **own}


def read_pack(folder: Path) -> Pack:
    """Read the pack in `folder`. Raises PackError with everything that is wrong."""
    try:
        files = files_in(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise PackError([Problem(str(folder), f"the pack cannot be read ({error})")]) from None
    return pack_from(files)


def pack_from(files: Mapping[str, str]) -> Pack:
    """Read a pack from the texts of its files by name. Raises PackError with everything that is wrong."""
    reading = _Reading(files)
    pack = reading.pack()
    if reading.problems or pack is None:
        raise PackError(sorted(set(reading.problems), key=reading.place_in_text))
    return pack


class _Reading:
    """One reading of one pack, gathering problems as it goes."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.documents: list[Document] = []
        self.facts: dict[str, FactEntry] = {}
        self.events: dict[str, EventEntry] = {}
        self.definitions: dict[str, DefinitionEntry] = {}
        self.provisions: dict[str, ProvisionEntry] = {}
        self.ticks: dict[str, Tick] = {}
        self.boxes: list[Box] = []
        self.names: dict[str, str] = {}

    def place_in_text(self, problem: Problem) -> tuple[int, str, int, str]:
        """Problems in reading order: by file as the pack lists them, then by line."""
        file, _, line = problem.where.partition(":")
        order = [document.file for document in self.documents]
        return order.index(file) if file in order else -1, file, int(line) if line.isdigit() else 0, problem.what

    def pack(self) -> Pack | None:
        if HEADER_FILE not in self.files:
            self.problems.append(Problem(HEADER_FILE, "the pack has no pack.md", "It holds the pack block."))
            return None
        first = read_document(self.files[HEADER_FILE], HEADER_FILE, self.problems)
        headers = [part for part in first.parts if isinstance(part, Block) and part.kind == "pack"]
        if len(headers) != 1:
            self.problems.append(Problem(f"{HEADER_FILE}:1", f"there are {len(headers)} pack blocks", "There is one."))
            return None
        header = entries.header(headers[0], self.problems)
        self.read_documents(header, headers[0], first)
        for document in self.documents:
            for part in document.parts:
                if isinstance(part, Block) and part is not headers[0]:
                    self.take(part, _section_id(document.file))
        return self.resolve(header)

    def read_documents(self, header: Header, block: Block, first: Document) -> None:
        for name in header.sections:
            if name == HEADER_FILE:
                self.documents.append(first)
            elif name in self.files:
                self.documents.append(read_document(self.files[name], name, self.problems))
            else:
                self.problems.append(
                    Problem(str(block.at("sections")), f"there is no file “{name}”", "Add it or take it out.")
                )
        if HEADER_FILE not in header.sections:
            self.documents.insert(0, first)
        for name in self.files:
            if name not in header.sections and name != HEADER_FILE:
                self.problems.append(
                    Problem(f"{name}:1", "`sections` of the pack does not name this file", f"Add {name} to it.")
                )

    def take(self, block: Block, section: str) -> None:
        match block.kind:
            case "fact":
                fact = entries.fact(block, self.problems)
                if self.new(fact.id, block) and self.word(fact.id, block):
                    self.facts[fact.id] = fact
            case "event":
                event = entries.event(block, self.problems)
                if self.new(event.id, block) and self.word(event.id, block):
                    self.events[event.id] = event
            case "definition":
                definition = entries.definition(block, self.problems)
                if self.new(definition.name, block) and self.word(definition.name, block):
                    self.definitions[definition.name] = definition
            case "provision":
                provision = entries.provision(block, section, self.problems)
                if self.new(provision.id, block):
                    self.provisions[provision.id] = provision
            case "tick":
                tick = entries.tick(block, self.problems)
                if self.new(tick.id, block):
                    self.ticks[tick.id] = tick
            case "now":
                self.boxes.append(entries.box(block, section, self.problems))
            case _:
                self.problems.append(Problem(str(block.place), "a second pack block", "There is one, in pack.md."))

    def new(self, name: str, block: Block) -> bool:
        if not name:
            return False
        if name in self.names:
            where = str(block.at("id" if "id" in block.values else "name"))
            self.problems.append(
                Problem(where, f"“{name}” is taken", f"It is at {self.names[name]}; names are unique.")
            )
            return False
        self.names[name] = str(block.place)
        return True

    def word(self, name: str, block: Block) -> bool:
        if name.isascii() and name.isidentifier() and not iskeyword(name) and name not in FUNCTIONS:
            return True
        right = "Use letters, digits and _, a letter first, and no word that the language uses."
        self.problems.append(Problem(str(block.place), f"“{name}” cannot be used in a condition", right))
        return False

    def resolve(self, header: Header) -> Pack | None:
        resolver = Resolver(self.facts, self.events, self.definitions, self.provisions, self.problems)
        meanings = {name: resolver.named(name) for name in (*self.definitions, *self.provisions)}
        truths = {
            f.id: resolver.condition(f.true_when, "concern" if f.scope == "concern" else f.scope)
            for f in self.facts.values()
        }
        unlisted = {
            p.id: resolver.condition(p.embargo.unlisted_when, "concern") for p in self.provisions.values() if p.embargo
        }
        self.check(header, meanings, [tree for tree in (*truths.values(), *unlisted.values()) if tree])
        if self.problems:
            return None
        return _assemble(self, header, meanings, truths, unlisted)

    def check(self, header: Header, meanings: Mapping[str, Node | None], others: list[Node]) -> None:
        for provision in self.provisions.values():
            self.problems += checks.check_provision(provision, header, self.events)
            self.problems += checks.check_casework(provision, self.facts)
            tree = meanings[provision.id]
            if tree is not None:
                self.problems += checks.check_lowered(provision, tree, self.facts)
        self.problems += checks.check_pack(self.facts, self.events, self.provisions)
        self.problems += boxes.check_ticks(self.ticks, self.facts, {box.section for box in self.boxes})
        self.problems += boxes.check_boxes(self.boxes, self.facts, self.provisions)
        if any(meanings[name] is None for name in self.definitions) or any(
            p.condition and meanings[p.id] is None for p in self.provisions.values()
        ):
            return  # What uses what cannot be said while a condition is unread.
        trees = [meanings[p.id] for p in self.provisions.values()]
        self.problems += checks.check_use(
            self.facts, self.events, self.definitions, self.provisions, [*(t for t in trees if t), *others], self.names
        )


def _section_id(file: str) -> str:
    """`2.1-young-people.md` is section 2.1."""
    return file.removesuffix(".md").partition("-")[0]


def _assemble(
    reading: _Reading,
    header: Header,
    meanings: Mapping[str, Node | None],
    truths: Mapping[str, Node | None],
    unlisted: Mapping[str, Node | None],
) -> Pack:
    facts = {f.id: _fact(f, truths[f.id]) for f in reading.facts.values()}
    events = {e.id: Event(e.id, e.about, e.to, e.text, e.place) for e in reading.events.values()}
    definitions = {
        d.name: Definition(d.name, d.scope, cast(Node, meanings[d.name]), d.text, d.place)
        for d in reading.definitions.values()
    }
    provisions = {p.id: _provision(p, meanings[p.id], unlisted.get(p.id)) for p in reading.provisions.values()}
    made: dict[str, Fact | Event | Definition | Provision] = {**facts, **events, **definitions, **provisions}
    spoken = boxes.as_prose(reading.boxes, reading.ticks.values(), facts)
    return Pack(
        id=header.id,
        version=header.version,
        title=header.title,
        in_force=header.in_force,
        draft=header.draft,
        nation=header.nation,
        emergency=header.emergency,
        sources=MappingProxyType(header.sources),
        recipients=MappingProxyType(header.recipients),
        sections=tuple(_section(document, made, spoken) for document in reading.documents),
        facts=MappingProxyType(facts),
        events=MappingProxyType(events),
        definitions=MappingProxyType(definitions),
        provisions=MappingProxyType(provisions),
        ticks=MappingProxyType(reading.ticks),
        boxes=tuple(reading.boxes),
        digest=digest(reading.documents),
    )


def _fact(entry: FactEntry, true_when: Node | None) -> Fact:
    return Fact(
        id=entry.id,
        scope=entry.scope,
        type=entry.type,  # type: ignore[arg-type]  # one of words.FACT_TYPES, checked when taken
        values=entry.values,
        labels=MappingProxyType(entry.labels),
        short=entry.short,
        ask=entry.ask,
        note=entry.note,
        record_only=entry.record_only,
        graver=entry.graver,  # type: ignore[arg-type]  # checked when taken
        birth_date=entry.birth_date,
        unlisted_child=entry.unlisted_child,
        true_when=true_when,
        place=entry.place,
    )


def _provision(entry: ProvisionEntry, condition: Node | None, unlisted_when: Node | None) -> Provision:
    embargo = Embargo(entry.embargo.lifted_by, unlisted_when) if entry.embargo and unlisted_when else None
    return Provision(
        id=entry.id,
        section=entry.section,
        title=entry.title,
        kind=entry.kind,
        modality=entry.modality,
        who=entry.who,
        to=entry.to,
        about=entry.about,
        by=entry.by,
        deadline=entry.deadline,
        when=entry.when,
        condition=condition,
        condition_text=entry.condition.text if entry.condition else "",
        text=entry.text,
        held_for=entry.held_for,
        carried_out_by=entry.carried_out_by,
        settles=entry.settles,
        each=entry.each,
        only_without_children=entry.only_without_children,
        shown_to=entry.shown_to,
        urgent=entry.urgent,
        cites=entry.cites,
        said=entry.said,
        inferred=entry.inferred,
        confirm=entry.confirm,
        embargo=embargo,
        lowered_by=entry.lowered_by,
        place=entry.place,
    )


def _section(
    document: Document, made: Mapping[str, Fact | Event | Definition | Provision], spoken: Mapping[Place, Prose]
) -> Section:
    body: list[Prose | Provision | Fact | Event | Definition] = []
    for part in document.parts:
        if isinstance(part, Prose):
            body.append(part)
        elif part.place in spoken:
            body.append(spoken[part.place])
        elif part.kind != "pack":
            body.append(made[str(part.values.get("id") or part.values.get("name"))])
    return Section(_section_id(document.file), document.title, document.file, tuple(body))
