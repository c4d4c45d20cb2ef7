"""Each look, each change and each refusal leaves its entry; what was taken back leaves none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from fingerpost.access import context
from fingerpost.access.models import Absence, Involvement, Membership, Organisation
from fingerpost.access.models.people import Contact
from fingerpost.access.services import concerns
from fingerpost.ledger.entry import Entry
from fingerpost.ledger.models import LedgerEntry

type Left = Callable[[], list[Entry]]
WALL = ("common", "police", "designated-officer")


@pytest.fixture
def left(anywhere: Anywhere) -> Left:
    """Return the entries since the test began, or since they were asked for last."""

    def entries() -> list[Entry]:
        with anywhere.laying():
            found = list(LedgerEntry.objects.all())
        since = seen[0]
        seen[0] = len(found)
        return [row.entry for row in found[since:] if row.action != "signed-in"]  # which tests do for everybody

    seen = [0]
    entries()
    return entries


@pytest.fixture
def served(anywhere: Anywhere, settings: Any) -> Anywhere:
    settings.ROOT_URLCONF = "access.pages"
    return anywhere


def told(entries: list[Entry]) -> list[tuple[Any, ...]]:
    """What entries say, but for who and when."""
    return [
        (one.action, *([one.attempted] if one.attempted else []), one.object_kind, one.within, one.compartment)
        for one in entries
    ]


def ask(anywhere: Anywhere, who: str, method: str, address: str, **data: str) -> int:
    with anywhere.serving():
        client = client_of(who)
        client.raise_request_exception = False
        answer = getattr(client, method)(address, data)
        b"".join(answer) if answer.streaming else answer.content
        return int(answer.status_code)


# ---- looks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"), [("teacher", ["common"]), ("officer", ["police"]), ("lado", ["designated-officer"])]
)
def test_a_page_about_a_concern_is_a_look_at_each_compartment_that_is_shown(
    served: Anywhere, left: Left, who: str, seen: list[str]
) -> None:
    shared = served.scene.shared
    assert ask(served, who, "get", f"/concerns/{shared}/") == 200
    entries = left()
    assert told(entries) == [("looked", "concern", shared, compartment) for compartment in seen]
    with served.laying():
        membership = Membership.objects.get(pk=worlds.name(who))
    for one in entries:
        assert (one.actor, one.organisation) == (membership.user_id, membership.organisation_id)
        assert one.role == membership.role.replace("_", "-")
        assert one.request is not None


def test_a_list_of_concerns_is_a_look(served: Anywhere, left: Left) -> None:
    assert ask(served, "teacher", "get", "/concerns/") == 200
    assert told(left()) == [("looked", "page", None, None)]


@pytest.mark.parametrize("address", ["/reasons/", "/reasons/sent/"])
def test_whatever_page_opens_a_sealed_text_has_looked_at_its_concern(
    served: Anywhere, left: Left, address: str
) -> None:
    with served.acting("teacher"):
        for concern in (served.scene.shared, concerns.open_concern().pk):
            concerns.involve_organisation(concern, worlds.name("council"), reason="one")
            concerns.involve_organisation(concern, worlds.name("council"), reason="and another")
    with served.acting("other-teacher"):
        concerns.involve_organisation(served.scene.others, worlds.name("council"), reason="of somebody else")
    opened = {one.within for one in left()} - {served.scene.others}
    assert ask(served, "teacher", "get", address) == 200
    entries = told(left())
    assert len(entries) == len(opened) == 2  # once for each, however many texts
    assert set(entries) == {("shown", "concern", concern, "common") for concern in opened}


def test_a_search_is_a_look(anywhere: Anywhere, left: Left) -> None:
    from fingerpost.record.services.search import Query, search
    from record import making

    with anywhere.acting("teacher"):
        concern = making.account().concern
        making.person(concern, "Amina Yusuf")
    left()
    with anywhere.acting("teacher"):
        assert search(Query(name="Ameena Yusuf")).matches
    assert told(left()) == [("searched", "appearance", None, None), ("shown", "concern", concern.pk, "common")]


# ---- changes ---------------------------------------------------------------------------------------------------------


def test_each_row_that_is_added_or_changed_is_noted(anywhere: Anywhere, left: Left) -> None:
    with anywhere.acting("teacher"):
        concern = concerns.open_concern(tell_intake=False)
        invited = concerns.involve_organisation(concern.pk, worlds.name("council"))
    assert told(left()) == [
        ("opened", "concern", concern.pk, "common"),
        ("created", "involvement", concern.pk, "common"),
        ("created", "involvement", concern.pk, "common"),
    ]
    with anywhere.acting("teacher"):
        concerns.end_involvement(invited)
    (changed,) = left()
    assert told([changed]) == [("changed", "involvement", concern.pk, "common")]
    assert changed.object_id == invited.pk


def test_what_is_changed_in_a_request_is_noted_in_its_name(served: Anywhere, left: Left) -> None:
    shared = served.scene.shared
    assert ask(served, "teacher", "post", f"/of/{shared}/add/") == 200
    looked, created = left()
    assert told([looked, created]) == [
        ("looked", "concern", shared, "common"),
        ("created", "involvement", shared, "health"),
    ]
    assert looked.request == created.request


@pytest.mark.parametrize("model", [Organisation, Contact, Membership, Absence])
def test_changes_of_people_and_organisations_are_noted(anywhere: Anywhere, left: Left, model: Any) -> None:
    school = worlds.name("school")
    new = {
        Organisation: {"name": "New", "kind": "school", "parent_id": school},
        Contact: {"organisation_id": school, "purpose": "x"},
        Membership: {
            "organisation_id": school,
            "user_id": worlds.name("u-teacher"),
            "role": "practitioner",
            "starts": "2026-01-01",
        },
        Absence: {
            "membership_id": worlds.name("teacher"),
            "covered_by_id": worlds.name("lead"),
            "starts": "2026-01-01",
            "ends": "2026-01-02",
        },
    }[model]
    with anywhere.acting("administrator"):
        row = model(**new)
        row.save()
        changed = {Organisation: ["name"], Membership: ["team"]}  # of a membership nothing else may change
        row.save(update_fields=changed.get(model))
        kind = model.__name__.lower()
        noted = [("created", kind, None, None), ("changed", kind, None, None)]
        if model in (Contact, Absence):
            row.delete()
            noted.append(("removed", kind, None, None))
    assert told(left()) == noted


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "attempted"), [("get", "looked"), ("post", "changed")])
@pytest.mark.parametrize("who", ["other-teacher", "suspect", "administrator", "nobody"])
def test_a_refused_attempt_is_noted_whether_the_concern_is_hidden_or_absent(
    served: Anywhere, left: Left, who: str, method: str, attempted: str
) -> None:
    for concern in (served.scene.shared, uuid4()):
        status = ask(served, who, method, f"/concerns/{concern}/")
        (entry,) = left() or [None]
        if status == 302:  # somebody who is not signed in is asked to, and has seen nothing
            assert (who, entry) == ("nobody", None)
            continue
        assert status in (403, 404)
        assert entry is not None
        assert told([entry]) == [("refused", attempted, "concern", concern, None)]
        assert (entry.actor is None) == (who == "nobody")


def test_a_refused_page_is_noted(served: Anywhere, left: Left) -> None:
    assert ask(served, "teacher", "get", "/auditors/") == 403
    assert told(left()) == [("refused", "looked", "page", None, None)]


def test_what_somebody_is_refused_in_a_concern_is_known_where_they_are_known(served: Anywhere, left: Left) -> None:
    shared = served.scene.shared
    assert ask(served, "officer", "get", f"/of/{shared}/refuse/") == 403
    assert told(left()) == [("refused", "looked", "concern", shared, "police")]


# ---- what is taken back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "status", "remains"),
    [("fail", 500, []), ("refuse", 403, ["refused"]), ("find nothing", 404, ["refused"])],
)
def test_what_is_rolled_back_leaves_nothing_but_a_refusal(
    served: Anywhere, left: Left, then: str, status: int, remains: list[str]
) -> None:
    with served.laying():
        before = Involvement._base_manager.count()
    assert ask(served, "teacher", "post", f"/of/{served.scene.shared}/add/", then=then) == status
    assert [entry.action for entry in left()] == remains
    with served.laying():
        assert Involvement._base_manager.count() == before


def test_what_a_savepoint_undoes_is_not_noted_and_what_was_seen_stays_seen(anywhere: Anywhere, left: Left) -> None:
    shared: UUID = anywhere.scene.shared
    with anywhere.acting("teacher"):
        concerns.involve_organisation(shared, worlds.name("council"), reason="because")
    left()
    with anywhere.acting("teacher"):
        with contextlib.suppress(RuntimeError), transaction.atomic():
            assert any(row.reason == "because" for row in Involvement.objects.visible().filter(concern=shared))
            concerns.involve_organisation(shared, worlds.name("trust"), compartment="health")
            raise RuntimeError
        assert context.current() is not None
    assert told(left()) == [("shown", "concern", shared, "common")]


def test_whoever_acts_within_somebody_elses_transaction_is_noted_in_their_own_name(
    anywhere: Anywhere, left: Left
) -> None:
    with anywhere.acting("teacher"):
        outer = concerns.open_concern().pk
        with context.acting(worlds.actor("worker")):
            inner = concerns.open_concern().pk
        concerns.involve_organisation(outer, worlds.name("council"))
    actors = {entry.within: set[UUID | None]() for entry in left()}
    assert set(actors) == {outer, inner}
    with anywhere.laying():
        for row in LedgerEntry.objects.all():
            if row.entry.within in actors:
                actors[row.entry.within].add(row.entry.actor)
    assert actors == {outer: {worlds.actor("teacher").user_id}, inner: {worlds.actor("worker").user_id}}
