"""From when on a look is unusual: `thresholds.yaml`, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Hours:
    """The usual hours of the usual days; `not_on` has ISO weekdays, Monday being 1."""

    first: int
    last: int
    not_on: frozenset[int]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What `thresholds.yaml` says. `kinds` has each kind's numbers, its `title`, and `why` the threshold is there."""

    history_days: int
    habit_days: int
    hours: Hours
    kinds: Mapping[str, Mapping[str, Any]]


@cache
def thresholds() -> Thresholds:
    """Return what the file says, read once."""
    said = yaml.safe_load(files(__package__).joinpath("thresholds.yaml").read_text("utf-8"))
    hours = said["usual_hours"]
    return Thresholds(
        said["history_days"],
        said["habit_days"],
        Hours(hours["from"], hours["to"], frozenset(hours["not_on"])),
        said["kinds"],
    )
