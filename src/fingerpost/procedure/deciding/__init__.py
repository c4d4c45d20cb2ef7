"""Deciding: exact three-valued outcomes with their reasons, dates and questions."""

from __future__ import annotations

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.engine import Engine
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.pack.model import Pack

_KEPT = 8
_engines: dict[int, Engine] = {}


def engine_for(pack: Pack) -> Engine:
    """The pack's engine, made once."""
    engine = _engines.get(id(pack))
    if engine is None or engine.pack is not pack:
        while len(_engines) >= _KEPT:
            _engines.pop(next(iter(_engines)), None)
        engine = _engines[id(pack)] = Engine(pack)
    return engine


def decide(pack: Pack, case: Case) -> Decision:
    """Decide `case` under `pack`. Raises CaseError for a deadline past the bank holidays known."""
    return engine_for(pack).decide(case)


__all__ = ["Engine", "decide", "engine_for"]
