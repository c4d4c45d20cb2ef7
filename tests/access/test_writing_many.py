"""Case data is written row by row, or many at once after the same check; and it refers to what its readers may know."""

from __future__ import annotations

import ast
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from access import worlds
from access.anywhere import Anywhere
from access.test_reading_case_data import EXCEPTIONS, MODELS, parsed
from fingerpost.access import embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Embargo, EmbargoLift, Involvement, LiftingDecision
from fingerpost.access.models.case_data import CaseRows

MANY = {
    "update": lambda rows: rows.update(ends=None),
    "delete": lambda rows: rows.delete(),
    "bulk_update": lambda rows: rows.bulk_update(list(rows), ["ends"]),
}


def involvement(concern: UUID, compartment: str = "common") -> Involvement:
    return Involvement(
        concern_id=concern,
        compartment=compartment,
        organisation_id=worlds.name("council"),
        ground="intake",
        by_id=worlds.name("teacher"),
    )


@pytest.mark.parametrize("name", MANY)
def test_rows_are_not_changed_many_at_once(anywhere: Anywhere, name: str) -> None:
    change: Callable[[CaseRows[Involvement]], object] = MANY[name]  # type: ignore[assignment]
    with anywhere.acting("teacher"):
        with pytest.raises(AccessError, match="not changed many at once"):
            change(Involvement.objects.visible())  # type: ignore[arg-type]
        with pytest.raises(AccessError, match="not changed many at once"):
            change(Involvement.objects.all())  # type: ignore[arg-type]


def lifts(about: Embargo, concern: UUID, compartment: str = "common") -> list[EmbargoLift]:
    return [
        EmbargoLift(
            concern_id=concern,
            compartment=compartment,
            embargo=about,
            for_whom=f"person {number}",
            decision=LiftingDecision.POLICE,
            by_id=worlds.name("teacher"),
        )
        for number in range(2)
    ]


def test_rows_are_added_many_at_once_where_one_may_be(anywhere: Anywhere) -> None:
    shared, others = anywhere.scene.shared, anywhere.scene.others
    with anywhere.acting("teacher"):
        about = embargo.place(shared, worlds.name("somebody"))
        for concern, compartment in ((others, "common"), (shared, "police")):
            with pytest.raises(AccessError):
                EmbargoLift.objects.bulk_create(lifts(about, concern, compartment))
        if connection.vendor == "sqlite":  # on PostgreSQL the guard says who may speak for the decision
            assert len(EmbargoLift.objects.bulk_create(lifts(about, shared))) == 2


def test_a_row_refers_to_its_own_concern_and_to_what_its_readers_may_know(anywhere: Anywhere) -> None:
    shared = anywhere.scene.shared
    with anywhere.acting("teacher"):
        from fingerpost.access.services.concerns import open_concern

        mine = open_concern().pk
        elsewhere = embargo.place(mine, worlds.name("somebody"))
    with anywhere.acting("teacher"):
        for one in lifts(elsewhere, shared):
            with pytest.raises(AccessError, match="no such concern"):
                one.save()
        by_id = lifts(elsewhere, shared)[0]
        by_id.embargo_id = UUID(int=5)
        with pytest.raises(AccessError, match="no such concern"):
            by_id.save()
        with pytest.raises(AccessError, match="no such concern"):
            EmbargoLift.objects.bulk_create(lifts(elsewhere, shared))
        fitting = lifts(elsewhere, mine)[0]
        fitting.require_own_references()
        in_police = Embargo(concern_id=mine, compartment="police", by_id=worlds.name("teacher"))
        with pytest.raises(AccessError, match="no such concern"):
            lifts(in_police, mine)[0].require_own_references()
        lifts(in_police, mine, "police")[0].require_own_references()
        lifts(elsewhere, mine, "police")[0].require_own_references()  # the common record is open to all


def test_no_room_writes_many_rows_past_the_check() -> None:
    """`_base_manager` goes round it: outside `access`, each use has its reason in `test_reading_case_data`."""

    def written(tree: ast.AST) -> set[str]:
        return {
            f"{node.value.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"bulk_create", "bulk_update", "update", "delete"}
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in {"_base_manager", "_default_manager"}
            and isinstance(node.value.value, ast.Name)
            and node.value.value.id in MODELS
        }

    assert written(ast.parse("Involvement._base_manager.bulk_create(x)")) == {"Involvement.bulk_create"}
    found = {(name, f"{use.partition('.')[0]}._base_manager") for name, tree in parsed() for use in written(tree)}
    assert {use for use in found if not use[0].startswith("access/")} <= set(EXCEPTIONS)
