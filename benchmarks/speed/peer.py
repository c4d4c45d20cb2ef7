"""What every engine that is compared has to be able to do.

A peer is given flat inputs (`cases.Reads`) in whatever form it takes fastest, made beforehand, and gives its answer in
whatever form it has; `statuses` puts that answer into ours, which is checked and never timed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from fingerpost.procedure.deciding.program import Status
from speed.cases import Inputs


class Peer(ABC):
    """One engine. `exact`: it takes unknown facts and answers in three values; otherwise all facts must be known."""

    name: str
    exact: bool

    @abstractmethod
    def given(self, inputs: Inputs) -> Any:
        """The case in the form that this engine takes fastest. Not timed."""

    def ready(self, given: Any) -> Any:
        """What has to be made anew before each decision. Not timed."""
        return given

    @abstractmethod
    def decide(self, given: Any) -> Any:
        """The answer in the engine's own form. Timed."""

    @abstractmethod
    def statuses(self, answer: Any) -> Sequence[Status]:
        """The answer in ours, target by target. Of a peer that is not exact, `applies` means that it holds."""
