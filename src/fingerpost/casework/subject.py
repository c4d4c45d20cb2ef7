"""A subject of casework: what it does for the rest of the service, said in its `subject.py`."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.casework.managing.notices import WithNotice
from fingerpost.casework.managing.watched import WithWatched
from fingerpost.casework.overview import WithOverview
from fingerpost.duties.above import AboveDuties


@dataclass(frozen=True, kw_only=True)
class Subject(AboveDuties, WithOverview, WithWatched, WithNotice):
    """A subject of casework, or a room above that adds to it."""
