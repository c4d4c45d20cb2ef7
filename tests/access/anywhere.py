"""One scene on either database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from access.scene import Scene


@dataclass(frozen=True)
class Anywhere:
    """A scene on one of the two databases, and ways to act in it, to lay more, and to answer requests."""

    scene: Scene
    acting: Callable[[str], AbstractContextManager[None]]
    laying: Callable[[], AbstractContextManager[None]]
    serving: Callable[[], AbstractContextManager[None]]
