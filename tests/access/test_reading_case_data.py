"""Outside the room `access`, case data is read through `.visible()` and in no other way: held by reading the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fingerpost.access.models import Concern
from fingerpost.access.models.case_data import case_models

SOURCE = Path(__file__).parents[2] / "src" / "fingerpost"
MODELS = frozenset({Concern.__name__, *(model.__name__ for model in case_models())})
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})

# Where the source goes round `.visible()`, and why nobody learns anything by it.
_A_COMMAND = "a command of the owner's, which shows nobody anything"
EXCEPTIONS = {
    (
        "record/services/search_renewal.py",
        "SearchToken._base_manager",
    ): _A_COMMAND,
    ("record/services/search_renewal.py", "Detail._base_manager"): _A_COMMAND,
    (
        "record/services/search_renewal.py",
        "Appearance._base_manager",
    ): _A_COMMAND,
    (
        "record/services/hidden_hits.py",
        "SearchToken._base_manager",
    ): "finds whom to tell of a hidden hit, and returns nothing",
    ("record/services/hidden_hits.py", "HiddenHit._base_manager"): "tells the other side that somebody was looked for",
    **{
        (
            f"disposal/services/{file}.py",
            f"{model}._base_manager",
        ): "destroys on SQLite what the guard does on PostgreSQL"
        for file, models in {
            "destruction": (
                "Involvement",
                "Concern",
                "Production",
                "Proposal",
                "ProposalAnswer",
                "Hold",
                "HoldRelease",
                "TurnTaken",
            ),
            "tombstones": ("Involvement",),
            "replay": ("Involvement", "Concern"),
        }.items()
        for model in models
    },
    **{
        (
            "casework/referrals/strand_exclusions.py",
            f"{model}._base_manager",
        ): "carries on SQLite what the guard carries"
        for model in ("Exclusion", "Involvement", "Concern", "Strand")
    },
    **{
        ("record/services/hidden_hits.py", f"{model}._base_manager"): "finds whom to tell of a try, and returns nothing"
        for model in ("Exclusion", "Involvement")
    },
    (
        "duties/services/duty_state_cache.py",
        "DutyState._base_manager",
    ): "keeps what follows from rows that were checked",
    ("duties/management/commands/renew_duties.py", "Duty._base_manager"): _A_COMMAND,
    ("duties/management/commands/renew_duties.py", "Involvement._base_manager"): _A_COMMAND,
    ("duties/services/whose.py", "Involvement._base_manager"): "asked of what is seen, where involvements are",
    ("duties/services/handover.py", "DutyState._base_manager"): "counts on SQLite what the guard counts on PostgreSQL",
    (
        "duties/services/handover.py",
        "Involvement._base_manager",
    ): "counts on SQLite what the guard counts on PostgreSQL",
}
# Rooms that speak SQL themselves: those beneath, which know of no case, and what asks PostgreSQL's guard.
SPEAK_SQL = re.compile(
    r"(?:access|keys|ledger)/.*|record/services/hidden_hits\.py|record/(?:migrations|guards).*"
    r"|duties/services/handover\.py"
    r"|casework/referrals/strand_exclusions\.py"
    r"|disposal/services/(?:destruction|replay)\.py|disposal/(?:guard_additions|migrations).*"
    r"|site/backup/(?:postgres|sqlite)\.py"  # a whole database, sealed, for whoever keeps it; no page reaches it
    r"|site/notify\.py"  # reads the raw answer of another service, no database
    r"|site/signin/counts\.py"  # how often somebody tried to sign in, in a table of its own that knows of no case
    r"|site/status\.py"  # writes a row of the cache, to see that the disk takes one
    r"|(?:procedure|proof|bulk|cli)/.*"  # these hold no case of the service's
)


def parsed(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name.split("/")[0] in rooms or not rooms:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def reads_of_case_data(tree: ast.AST) -> set[str]:
    """Return each use of a manager of case data but `Model.objects.visible`, as it is written."""
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"visible", "bulk_create"}  # which see for themselves that it may be done
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
    }
    found = set()
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in allowed):
            continue
        if not (isinstance(node.value, ast.Name) and node.value.id in MODELS):
            continue
        parent = parents.get(id(node))
        used = f".{parent.attr}" if isinstance(parent, ast.Attribute) and node.attr == "objects" else ""
        found.add(f"{node.value.id}.{node.attr}{used}")
    return found


def plain_sql(tree: ast.AST) -> set[str]:
    """Return the ways in which SQL is spoken past the models."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"cursor", "raw", "extra", "RawSQL"}
    } | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "RawSQL"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Concern.objects.visible().filter(pk=1)", set()),
        ("Concern.objects.visible", set()),
        ("Concern.objects.all()", {"Concern.objects.all"}),
        ("Concern.objects.get(pk=1)", {"Concern.objects.get"}),
        ("Concern.objects.filter(pk=1).visible()", {"Concern.objects.filter"}),
        ("f(Involvement.objects)", {"Involvement.objects"}),
        ("Involvement._base_manager.visible()", {"Involvement._base_manager"}),
        ("Embargo._default_manager.all()", {"Embargo._default_manager"}),
        ("Organisation.objects.all()", set()),
    ],
)
def test_the_reader_of_the_source_sees_it(source: str, expected: set[str]) -> None:
    assert reads_of_case_data(ast.parse(source)) == expected


def test_case_data_is_read_through_need_to_know() -> None:
    found = {
        (name, use) for name, tree in parsed() if not name.startswith("access/") for use in reads_of_case_data(tree)
    }
    assert found == set(EXCEPTIONS)


def test_no_room_above_speaks_sql_past_the_models() -> None:
    assert plain_sql(ast.parse("connection.cursor()")) == {"cursor"}
    found = {name: plain_sql(tree) for name, tree in parsed() if not SPEAK_SQL.fullmatch(name)}
    assert {name: used for name, used in found.items() if used} == {}


def test_views_and_templates_reach_no_manager_of_case_data() -> None:
    templates = list(SOURCE.rglob("templates/**/*.html"))
    assert templates
    for path in templates:
        assert not re.search(r"\.objects\b|\b_\w*manager\b|\.visible\b|_set\b", path.read_text(encoding="utf-8")), (
            path.name
        )
    for name, tree in parsed():
        if name.startswith("access/") and "views" in name:
            assert reads_of_case_data(tree) == set(), name
