"""A section as its page shows it: prose, rules with their conditions in words, questions, words, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from fingerpost.manual import prose
from fingerpost.manual.examples import Example, examples_of
from fingerpost.procedure.explaining.conditions import outline
from fingerpost.procedure.explaining.rules import ABOUT, by_when, citation, goes_to, marks, section_names
from fingerpost.procedure.explaining.words import duty_line
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Definition, Event, Fact, Pack, Prose, Provision, Section
from fingerpost.procedure.pack.services import Service, services_for
from fingerpost.procedure.pack.sources import OURS, Look, Sources, sources_of

Address = Callable[[str], str]
"""The address of a section's page, by its name."""

_STRENGTH = {
    "must": ("Must", "blue"),
    "must_not": ("Must not", "red"),
    "should": ("Should", "turquoise"),
    "consider": ("Consider", "purple"),
    "may": ("May", "grey"),
    "informs": ("To know", "grey"),
}


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A provision.

    `lines` is its exact condition in words, each with its depth; `related` are the rules beside it. `looks`: how each
    source was last looked at. `ours`: its words are nobody's but ours, and a partnership's local words replace them.
    """

    id: str
    title: str
    text: str
    strength: str
    colour: str
    whose: str
    when: str
    condition: str
    lines: tuple[tuple[int, str], ...]
    marks: tuple[str, ...]
    sources: tuple[str, ...]
    looks: tuple[tuple[str, Look], ...]
    ours: bool
    examples: tuple[Example, ...]
    related: tuple[str, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question, with its answers where they are not yes or no."""

    id: str
    text: str
    note: str
    answers: str


@dataclass(frozen=True, slots=True)
class DefinitionShown:
    """A word of the manual."""

    name: str
    text: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class EventShown:
    """Something that can happen."""

    id: str
    text: str


SectionPart = Markup | RuleShown | QuestionShown | DefinitionShown | EventShown


class Manual:
    """One version, ready to be shown. `address` leads to a section. Without `sources` the pack's file says them."""

    def __init__(self, pack: Pack, address: Address, sources: Sources | None = None) -> None:
        self.pack = pack
        self.sections = section_names(pack)
        files = {section.file: name for name, section in self.sections.items()}
        self.addresses = {rule.id: f"{address(files[rule.place.file])}#{rule.id}" for rule in pack.provisions.values()}
        self._related = _related(pack)
        self._sources = sources_of(pack) if sources is None else sources

    def parts(self, section: Section) -> list[tuple[str, SectionPart]]:
        """Return the parts of a section in reading order, each with its kind."""
        return [(_KINDS[type(part)], self._part(part)) for part in section.body]

    def headings(self, section: Section) -> list[tuple[str, str]]:
        """Return the headings of a section with their anchors."""
        found = [
            heading for part in section.body if isinstance(part, Prose) for heading in prose.headings(part.markdown)
        ]
        return [(prose.slug(heading), heading) for heading in found]

    def _part(self, part: Prose | Provision | Fact | Event | Definition) -> SectionPart:
        match part:
            case Prose():
                return prose.html(part.markdown, self.addresses)
            case Provision():
                return self.rule(part)
            case Fact():
                return QuestionShown(part.id, part.ask.strip(), part.note.strip(), _answers(part))
            case Definition():
                return DefinitionShown(part.name, part.text.strip(), tuple(outline(self.pack, part.meaning)))
            case Event():
                return EventShown(part.id, part.text.strip())

    def rule(self, rule: Provision) -> RuleShown:
        """Return one provision as it is shown."""
        strength, colour = _STRENGTH[rule.modality]
        said = [goes_to(self.pack, rule), duty_line(rule), by_when(self.pack, rule.deadline), ABOUT[rule.about]]
        return RuleShown(
            id=rule.id,
            title=rule.title,
            text=rule.text.strip(),
            strength=strength,
            colour=colour,
            whose=" ".join(filter(None, said)),
            when=rule.when.strip().rstrip("."),
            condition=rule.condition_text,
            lines=tuple(outline(self.pack, rule.condition)) if rule.condition else (),
            marks=tuple(marks(self.pack, rule)),
            sources=tuple(citation(self.pack, cited) for cited in rule.cites),
            looks=tuple((citation(self.pack, cited), look) for cited, look in self._sources.looks(rule)),
            ours=OURS in rule.cites,
            examples=examples_of(self.pack).get(rule.id, ()),
            related=tuple(self._related.get(rule.id, ())),
            services=services_for(rule.id),
        )


def _related(pack: Pack) -> Mapping[str, list[str]]:
    """Return, for each rule, the rules whose conditions name it, and those that its own condition names."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for rule in pack.decided:
        for node in walk(rule.condition) if rule.condition else ():
            if isinstance(node, Applies):
                found[rule.id][node.provision] = None
                found[node.provision][rule.id] = None
    return {rule: list(others) for rule, others in found.items()}


def _answers(fact: Fact) -> str:
    match fact.type:
        case "bool":
            return ""
        case "int":
            return f"A number from {fact.values[0]} to {fact.values[-1]}."
        case "enum":
            return "; ".join(fact.labels.get(str(value), str(value)) for value in fact.values) + "."


_KINDS = {Prose: "prose", Provision: "rule", Fact: "question", Definition: "word", Event: "event"}
