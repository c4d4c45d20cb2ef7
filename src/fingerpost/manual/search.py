"""Finding a place in the manual: every word of rules, questions, definitions and prose, the best place first.

The score is BM25 (Robertson and Zaragoza, 2009) with its usual constants over words without their endings; what a place
is called counts three times. A word also finds the longer words that it begins.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.manual import prose
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.explaining.words import label
from fingerpost.procedure.pack.model import Definition, Event, Fact, Pack, Prose, Provision

MOST_SHOWN = 30
_K1, _B = 1.2, 0.75
_TITLE = 3
_SHORTEST = 3
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_ENDINGS = ("ies", "ing", "ed", "es", "s", "e", "y")
_EMPTY = frozenset(["a", "an", "and", "are", "by", "for", "in", "is", "it", "of", "on", "or", "that", "the", "to"])


@dataclass(frozen=True, slots=True)
class ManualPlace:
    """Something that can be found: its section, its anchor in it, what it is called, its words."""

    section: str
    anchor: str
    title: str
    text: str


class Index:
    """Every place of one version."""

    def __init__(self, pack: Pack) -> None:
        self.places = list(_places(pack))
        self._counts = [Counter(_stems(place.text) + _TITLE * _stems(place.title)) for place in self.places]
        self._lengths = [sum(count.values()) for count in self._counts]
        self._mean = sum(self._lengths) / len(self._lengths)
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, count in enumerate(self._counts):
            for stem in count:
                self._holding[stem].append(number)

    def search(self, query: str) -> list[ManualPlace]:
        """Return the places that hold any word of the query; those that hold more of them, and rarer ones, first."""
        scores: defaultdict[int, float] = defaultdict(float)
        met: defaultdict[int, int] = defaultdict(int)
        for stem in dict.fromkeys(_stems(query)):
            frequencies = Counter[int]()
            for word in self._beginning_with(stem):
                for number in self._holding[word]:
                    frequencies[number] += self._counts[number][word]
            for number, frequency in frequencies.items():
                scores[number] += self._weight(len(frequencies)) * self._saturated(frequency, number)
                met[number] += 1
        ranked = sorted(scores, key=lambda number: (-met[number], -scores[number], number))
        return [self.places[number] for number in ranked[:MOST_SHOWN]]

    def _beginning_with(self, stem: str) -> list[str]:
        if len(stem) < _SHORTEST:
            return [stem] if stem in self._holding else []
        return [word for word in self._holding if word.startswith(stem)]

    def _weight(self, holding: int) -> float:
        return math.log(1 + (len(self.places) - holding + 0.5) / (holding + 0.5))

    def _saturated(self, frequency: int, number: int) -> float:
        return frequency * (_K1 + 1) / (frequency + _K1 * (1 - _B + _B * self._lengths[number] / self._mean))


def index_of(pack: Pack) -> Index:
    """Return the index of a version, made once a process."""
    index = _made.get(pack.digest)
    if index is None:
        index = _made[pack.digest] = Index(pack)
    return index


_made: dict[str, Index] = {}


def _places(pack: Pack) -> Iterable[ManualPlace]:
    for name, section in section_names(pack).items():
        heading, anchor = section.title, ""
        for part in section.body:
            match part:
                case Prose():
                    for heading_here, text in _runs(part.markdown):
                        heading, anchor = (
                            (heading_here, prose.slug(heading_here)) if heading_here else (heading, anchor)
                        )
                        if words := prose.plain(text):
                            yield ManualPlace(name, anchor, heading, words)
                case Provision():
                    yield ManualPlace(name, part.id, f"{part.title} (rule {part.id})", _rule_words(part))
                case Fact():
                    yield ManualPlace(name, f"fact-{part.id}", part.ask.strip(), f"{part.note} {part.short}".strip())
                case Definition():
                    yield ManualPlace(name, f"word-{part.name}", f"The word “{label(part.name)}”", part.text.strip())
                case Event():
                    yield ManualPlace(name, f"event-{part.id}", f"The event “{label(part.id)}”", part.text.strip())


def _rule_words(rule: Provision) -> str:
    return f"{rule.text.strip()} When {rule.when.strip().rstrip('.')}." if rule.when else rule.text.strip()


def _runs(markdown: str) -> Iterable[tuple[str, str]]:
    """Yield prose heading by heading; the first run may have none."""
    heading, lines = "", list[str]()
    for line in markdown.splitlines():
        if line.startswith("## "):
            yield heading, "\n".join(lines)
            heading, lines = line[3:].strip(), []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def _stem(word: str) -> str:
    word = re.sub(r"['’].*", "", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
