"""A room of a test's own in the list of rooms, or one with something else in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from fingerpost.rooms import Room
from fingerpost.site.rooms import ROOMS


@contextmanager
def one_more(room: Room) -> Iterator[None]:
    """Let there be another room, the last of them."""
    with patch("fingerpost.site.rooms.ROOMS", (*ROOMS, room)):
        yield


@contextmanager
def changed(room: Room, **fields: Any) -> Iterator[None]:
    """Let a room have other things in these fields."""
    other = replace(room, **fields)
    with patch("fingerpost.site.rooms.ROOMS", tuple(other if one is room else one for one in ROOMS)):
        yield
