"""A room of a test's own, in the list of rooms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from fingerpost.rooms import Room
from fingerpost.site.rooms import ROOMS


@contextmanager
def one_more(room: Room) -> Iterator[None]:
    """Let there be another room, the last of them."""
    with patch("fingerpost.site.rooms.ROOMS", (*ROOMS, room)):
        yield
