"""A subject of casework: what it does for the rest of the service, said in its `subject.py`."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.casework.managing.notices import WithNotice
from fingerpost.casework.managing.watch_lists import WithWatchLists
from fingerpost.casework.overview import WithOverview
from fingerpost.duties.hooks import DutiesHooks


@dataclass(frozen=True, kw_only=True)
class CaseworkSubject(DutiesHooks, WithOverview, WithWatchLists, WithNotice):
    """A subject of casework, or a room above that adds to it."""
