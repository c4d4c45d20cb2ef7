"""What is timed of our own engine, each as a caller would call it."""

from __future__ import annotations

from typing import Any

import orjson

from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.explaining import changes
from fingerpost.procedure.source.json import parse_json
from speed.cases import Document
from speed.clock import Contender

STATUSES_KNOWN = "Fingerpost, statuses, known cases"
STATUSES = "Fingerpost, statuses, open cases"
STATUSES_READ = "Fingerpost, statuses, open cases, read out as a list"
DOCUMENT = "Fingerpost, complete document, open cases"
DOCUMENT_AGAIN = "Fingerpost, complete document, an open case decided before"
DOCUMENT_FIRST = "Fingerpost, complete document, an open case as the engine's first"
DOCUMENT_SETTLED = "Fingerpost, complete document, settled cases"
CHANGES = "Fingerpost, all single-fact counterfactuals, open cases"
PARSED = "Fingerpost, a line parsed, settled cases"
READ = "Fingerpost, a case read"
CHECKED = "Fingerpost, a case looked through for contradictions"
WRITTEN = "Fingerpost, a document written"

Cases = list[list[Case]]
"""Round by round. The first is for warming up."""


def answers(engine: Engine, known: Cases, settled: Cases, opened: Cases, few: int) -> list[Contender]:
    """The engine's answers. `few`: how many a round where a call, or making it ready, is slow."""

    def new(case: Case) -> tuple[Engine, Case]:
        # Made ready for the listing of people by a case of which nothing is known, so that no finding is remembered.
        made = Engine(engine.pack)
        made.decide(_nothing(case))
        return made, case

    return [
        _contender(STATUSES_KNOWN, engine.statuses, known),
        _contender(STATUSES, engine.statuses, opened),
        _contender(STATUSES_READ, lambda case: list(engine.statuses(case)), opened),
        _contender(DOCUMENT_SETTLED, engine.decide, settled),
        _contender(DOCUMENT, engine.decide, opened),
        Contender(DOCUMENT_AGAIN, engine.decide, [opened[1]] * (len(opened) - 1), opened[1]),
        Contender(DOCUMENT_FIRST, lambda pair: pair[0].decide(pair[1]), _few(opened[1:], few), opened[0][:1], new),
        Contender(CHANGES, lambda case: changes(engine, case), _few(opened[1:], few * 5), opened[0]),
    ]


def stages(engine: Engine, documents: list[list[Document]]) -> list[Contender]:
    """What is around the decision when a line of a .jsonl is answered."""
    pack = engine.pack
    texts = [[orjson.dumps(document).decode() for document in part] for part in documents]
    cases = [[case_from(document, pack) for document in part] for part in documents]
    decisions = [[engine.decide(case) for case in part] for part in cases]
    return [
        _contender(PARSED, parse_json, texts),
        _contender(READ, lambda document: case_from(document, pack), documents),
        _contender(CHECKED, lambda case: contradictions(pack, case), cases),
        _contender(WRITTEN, lambda decision: decision.json(), decisions),
    ]


def _contender(name: str, run: Any, rounds: list[list[Any]]) -> Contender:
    return Contender(name, run, rounds[1:], rounds[0])


def _few(rounds: Cases, count: int) -> Cases:
    return [cases[:count] for cases in rounds]


def _nothing(case: Case) -> Case:
    people = tuple(type(person)(person.id, person.kind, {}) for person in case.people)
    return Case(case.reported_at, {}, people, (), case.as_of, case.procedure)
