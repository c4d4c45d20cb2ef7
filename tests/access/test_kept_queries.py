"""A query that is kept as SQL finds what it finds when Django puts it together, for whoever reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from access.anywhere import Anywhere
from fingerpost.access import context, queries
from fingerpost.access.actor import Actor
from fingerpost.access.models import Embargo, Involvement

PEOPLE = ("teacher", "front-door", "worker", "officer", "lado", "council-auditor", "suspect", "other-teacher", "policy")
PARTS = ("common", "police")


def _whole(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[Involvement]:
    rows = Involvement.objects.visible(actor, at=now).filter(queries.current(now), concern=concern)
    held = Embargo.objects.visible(actor, at=now).filter(concern=OuterRef("concern"))
    rows = rows.filter(compartment__in=parts).annotate(is_held=Exists(held))
    return rows.select_related("organisation", "membership__user").order_by("-starts", "pk")


def _told(rows: list[Involvement]) -> list[object]:
    return [
        (row.pk, row.organisation.name, row.membership and row.membership.user.name, row.reason, row.is_held)  # type: ignore[attr-defined]
        for row in rows
    ]


def test_it_finds_for_each_reader_what_the_queryset_does(anywhere: Anywhere) -> None:
    found = {}
    for concern in (anywhere.scene.shared, anywhere.scene.others):
        for who in PEOPLE:
            with anywhere.acting(who):
                for parts in (PARTS, PARTS[:1], PARTS[1:]):
                    kept = queries.read("test whole", _whole, concern, parts)
                    built = list(_whole(context.required(), timezone.now(), concern, parts))
                    assert _told(kept) == _told(built), (who, parts)
                    found[who, concern, parts] = len(kept)
    # It was tried on those who see some, and on those who see nothing.
    assert found["teacher", anywhere.scene.shared, PARTS] > 0
    assert found["suspect", anywhere.scene.shared, PARTS] == 0
    assert found["other-teacher", anywhere.scene.others, PARTS] > 0


def test_values_come_as_they_are_asked_for(anywhere: Anywhere) -> None:
    def build(
        actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]
    ) -> QuerySet[Involvement, tuple[str, str]]:
        rows = Involvement.objects.visible(actor, at=now).filter(concern=concern, compartment__in=parts)
        return rows.order_by("ground").values_list("ground", "compartment")

    with anywhere.acting("teacher"):
        found = queries.read("test values", build, anywhere.scene.shared, ["common"])
    assert found
    assert {part for _, part in found} == {"common"}
    assert [ground for ground, _ in found] == sorted(ground for ground, _ in found)


def test_what_is_about_a_reader_in_an_unknown_form_is_refused(anywhere: Anywhere) -> None:
    # It would be kept for the next reader as it was for the first.
    def build(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[Involvement]:
        rows = Involvement.objects.visible(actor, at=now).filter(concern=concern, compartment__in=parts)
        return rows.filter(ground=f"not {actor.team}")

    with anywhere.acting("teacher"), pytest.raises(RuntimeError, match="a value of no reader"):
        queries.read("test unknown", build, anywhere.scene.shared, ["common"])
