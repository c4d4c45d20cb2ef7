"""Who may read which entries of the ledger: the rule, the application and raw SQL on PostgreSQL say the same."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import WALKERS, client_of
from fingerpost.access import context, ledger_visibility
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.ledger import recording
from fingerpost.ledger.entry import Entry
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.ledger_pages import views

SEEN = {who: {part.replace("_", "-") for part in parts} for who, parts in WALKERS.items() if who != "nobody"}


@pytest.fixture
def full(anywhere: Anywhere) -> Anywhere:
    """The scene, in which people have looked and been refused, and accounts were changed."""
    shared, others = anywhere.scene.shared, anywhere.scene.others
    with anywhere.serving():
        for who in ("teacher", "officer", "lado", "other-teacher", "suspect", "officer-2", "council-auditor"):
            client = client_of(who)
            for concern in (shared, others):
                client.get(f"/concerns/{concern}/")
    with anywhere.acting("council-administrator"):
        recording.note("session-ended", "account", worlds.name("u-worker"))
    return anywhere


def rule(who: str, actor: UUID, shared: UUID, others: UUID) -> Callable[[Entry], bool]:
    """What the person may read, said anew."""
    parts = {shared: SEEN[who], others: {"common"} if who == "other-teacher" else set()}

    def may_read(entry: Entry) -> bool:
        seen = parts.get(entry.within, set()) if entry.within else set()
        return (
            entry.actor == actor
            or (entry.object_kind, entry.object_id) == ("account", actor)
            or who == "council-auditor"
            or bool(seen and (entry.compartment is None or entry.compartment in seen))
        )

    return may_read


def test_entries_are_read_by_those_who_may(full: Anywhere) -> None:
    shared, others = full.scene.shared, full.scene.others
    with full.laying():
        rows = [(row.leaf_index, row.entry) for row in LedgerEntry.objects.all()]
    for who in SEEN:
        with full.acting(who):
            may_read = rule(who, context.required().user_id, shared, others)
            expected = {index for index, entry in rows if may_read(entry)}
            assert shown_to(who, rows, (shared, others)) == expected, who
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT leaf_index FROM ledger_entry")
                    assert {index for (index,) in cursor} == expected, who


def shown_to(who: str, rows: list[tuple[int, Entry]], concerns: tuple[UUID, ...]) -> set[int]:
    """Return what the application shows to whoever is acting, on all pages together."""
    shown = {row.leaf_index for source in ledger_visibility.own() for row in source}
    for concern in concerns:
        of_concern = {row.leaf_index for row in ledger_visibility.of_concern(concern)}
        assert of_concern <= {index for index, entry in rows if entry.within == concern}
        shown |= of_concern
    if who == "council-auditor":
        return shown | {row.leaf_index for row in ledger_visibility.everything()}
    with pytest.raises(AccessError):
        ledger_visibility.everything()
    return shown


def test_the_rule_tells_people_apart(full: Anywhere) -> None:
    """The scene has entries of each kind: somebody reads each, and somebody else does not."""
    with full.laying():
        entries = [row.entry for row in LedgerEntry.objects.all()]
    read_by = [
        sum(rule(who, worlds.name(who), full.scene.shared, full.scene.others)(entry) for who in SEEN)
        for entry in entries
    ]
    assert {0 < count < len(SEEN) for count in read_by} == {True}
    assert {entry.compartment for entry in entries} >= {None, "common", "police", "designated-officer"}


def test_references_are_read_by_auditors_and_by_those_who_see_the_concern(full: Anywhere) -> None:
    ids = [full.scene.shared, full.scene.others]
    with full.laying():
        real = dict(Concern._base_manager.filter(pk__in=ids).values_list("pk", "reference"))
    for who, expected in (
        ("council-auditor", set(ids)),
        ("teacher", {full.scene.shared}),
        ("other-teacher", {full.scene.others}),
        ("officer-2", set()),
        ("council-administrator", set()),
    ):
        with full.acting(who):
            assert ledger_visibility.references(ids) == {concern: real[concern] for concern in expected}
            found = [ledger_visibility.referred_to(real[concern]) for concern in ids]
            assert found == ([[concern] for concern in ids] if who == "council-auditor" else [[], []])


def test_reading_the_ledger_is_in_the_ledger(full: Anywhere) -> None:
    for who, address in (
        ("teacher", f"/concerns/{full.scene.shared}/looks/"),
        ("worker", "/account/looks/"),
        ("council-auditor", "/ledger/"),
    ):
        with full.serving():
            client = client_of(who)
            assert client.get(address).status_code == 200
        with full.laying():
            newest = LedgerEntry.objects.latest("leaf_index").entry
        assert (newest.action, newest.object_kind) == ("looked", views.LEDGER)
    with full.serving():
        assert (
            client_of("council-auditor").get("/ledger/", {"person": "u-teacher", "action": "looked"}).status_code == 200
        )
    with full.laying():
        newest = LedgerEntry.objects.latest("leaf_index").entry
    assert (newest.action, newest.object_kind) == ("searched", views.LEDGER)
    assert "u-teacher" not in repr(newest)
