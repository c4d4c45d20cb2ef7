"""Whether a peer decides as our engine does. What disagrees is not timed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.deciding.program import Status
from speed.cases import Reads
from speed.peer import Peer
from speed.writing import Target


class DisagreementError(Exception):
    """A peer and our engine differ: which, on what, and how."""


def statuses(engine: Engine, targets: Sequence[Target], case: Case) -> list[Status]:
    """Our engine's answer, target by target."""
    found = {(provision, about): status for provision, about, status in engine.statuses(case)}
    return [found.get((target.provision, target.about)) for target in targets]


def check(engine: Engine, targets: Sequence[Target], reads: Reads, peer: Peer, cases: Iterable[Case]) -> int:
    """Return how many answers were compared. Raises DisagreementError with the first that differs.

    A two-valued peer is asked about known cases only. There, something depends only where a child may be unlisted,
    whom such a peer takes to be there: it holds what applies or depends.
    """
    compared = 0
    for case in cases:
        ours = statuses(engine, targets, case)
        theirs = peer.statuses(peer.decide(peer.ready(peer.given(reads.inputs(case)))))
        expected = ours if peer.exact else [status and "applies" for status in ours]
        for target, mine, other in zip(targets, expected, theirs, strict=True):
            if mine != other:
                raise DisagreementError(
                    f"{peer.name}: {target.provision}/{target.about} is {other}, ours is {mine}, in {case}"
                )
            compared += 1
    return compared
