"""The list of rooms is whole: whatever a room has for another is in it, once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models.signals import post_save
from django.urls import reverse

from fingerpost.access.chronology import WithChronology
from fingerpost.access.models import Exclusion, Involvement
from fingerpost.casework.overview import WithOverview
from fingerpost.duties.action_pages import WithActionPages
from fingerpost.duties.requested_duties import WithRequestedDuties
from fingerpost.procedure.pack.library import DEFAULT, load_pack
from fingerpost.rooms import rooms
from fingerpost.site.rooms import ROOMS
from support.service import ROOT

SOURCES = ROOT / "src"
ASKS = {"chronology": WithChronology, "overview": WithOverview, "requested_duties": WithRequestedDuties}
"""What is asked of rooms: each has it in a module of this name."""
NOT_OF_A_ROOM = {
    "fingerpost.casework.overview",
    "fingerpost.duties.requested_duties",
    "fingerpost.documents.papers.chronology",
    "fingerpost.site.concern.chronology",
}
"""Those who ask, the paper and the page of a chronology."""


def test_each_room_is_there_once() -> None:
    names = [room.name for room in ROOMS]
    assert len(names) == len(set(names))
    assert rooms(WithChronology) == [room for room in ROOMS if isinstance(room, WithChronology)]


@pytest.mark.parametrize("asked", ASKS)
def test_whatever_a_room_has_for_another_is_in_the_list(asked: str) -> None:
    files = (SOURCES / "fingerpost").rglob(f"{asked}.py")
    there = {".".join(file.relative_to(SOURCES).with_suffix("").parts) for file in files} - NOT_OF_A_ROOM
    listed = [getattr(room, asked) for room in rooms(ASKS[asked])]
    sources = [source for source in listed if source is not None]
    assert {source.__module__ for source in sources} == there
    assert len(sources) == len(set(sources))


def test_casework_is_shown_in_this_order() -> None:
    assert [room.name for room in rooms(WithOverview) if room.overview is not None] == [
        "suspect_bypass",
        "safeguards",
        "referrals",
        "cross_border",
        "meetings",
        "enquiries",
        "risk",
        "agreements",
        "police",
        "support",
        "intake",
    ]


def test_each_page_on_which_something_is_carried_out_is_there_and_for_something() -> None:
    provisions = load_pack(DEFAULT).provisions.values()
    pages = [page for room in rooms(WithActionPages) for page in room.carries_out]
    assert pages
    for page in pages:
        assert reverse(page.route, args=[uuid4()])
        assert any({*page.acts} & {*provision.carried_out_by} for provision in provisions), page.words


def test_nothing_is_added_when_django_starts() -> None:
    """What is done then is Django’s own: its checks, its signals, and the words of its forms."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith("fingerpost.")]
    starting = {config.label for config in ours if "ready" in vars(type(config))}
    assert starting == {"access", "disposal", "keys", "site", "web"}
    assert not post_save.has_listeners(Involvement)
    assert not post_save.has_listeners(Exclusion)
