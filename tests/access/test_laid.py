"""The scene that is put back as rows is the one that was made."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction

from access import laid, scene
from fingerpost.access import compartments, context
from fingerpost.access.models import Concern
from fingerpost.ledger.models import LedgerEntry

PEOPLE = ("teacher", "front-door", "worker", "officer", "lado", "suspect", "other-teacher")


def _seen() -> dict[str, object]:
    """Return what each of the people sees, without the ids that are drawn anew."""
    found: dict[str, object] = {}
    for who in PEOPLE:
        with context.acting(scene.actor(who)):
            parts = [compartments.view_of(context.required(), one.pk) for one in Concern.objects.visible()]
        found[who] = sorted(sorted(part) for part in parts)
    return found


@pytest.mark.django_db
def test_it_has_as_many_rows_in_each_table_and_shows_each_the_same() -> None:
    seen, counted, acts = [], [], []
    for make in (laid.scene_on_sqlite, laid.scene_on_sqlite, scene.make):
        with transaction.atomic():
            made = make()
            counted.append({table: len(rows) for table, rows in laid.rows().items()})
            acts.append(Counter(entry.action for entry in LedgerEntry.objects.all()))
            seen.append(_seen())
            with context.acting(scene.actor("teacher")):
                assert Concern.objects.visible().get().pk == made.shared
            transaction.set_rollback(True)
    assert counted[0] == counted[1] == counted[2]
    assert acts[0] == acts[1] == acts[2] != Counter()
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["suspect"] == []
