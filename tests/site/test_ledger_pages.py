"""What people read of the ledger: sentences, page by page, and an auditor's filter."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.services import concerns
from fingerpost.ledger import recording
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.ledger_pages import pages
from support.people import member, organisation, signed_in

SUMMER = datetime(2026, 7, 1, 23, 5, tzinfo=UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the ledger's clock show this."""
    with patch("fingerpost.ledger.recording.timezone", SimpleNamespace(now=lambda: moment)):
        yield


def acting_as(held: Membership) -> Actor:
    return Actor(held.user_id, held.pk, held.organisation_id, held.role, held.team, held.intake, uuid4())


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


@pytest.fixture
def concern(teacher: Membership) -> Concern:
    with context.acting(acting_as(teacher)):
        return concerns.open_concern()


@pytest.fixture
def auditor(db: None) -> Client:  # noqa: ARG001
    return signed_in(member("auditor@example.org", "auditor", organisation("Northbank audit", "other")))


def lines(client: Client, address: str, **asked: str) -> list[str]:
    """The entries on a page, as they are read."""
    text = client.get(address, asked).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    found = re.findall(r"<li>(.*?)</li>", main, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", line)).split()).replace(" ,", ",") for line in found]


def test_who_looked_at_a_concern_is_told_in_sentences(teacher: Membership, concern: Concern) -> None:
    client = signed_in(teacher)
    with at(datetime(2026, 11, 24, 14, 5, 1, tzinfo=UTC)), context.acting(acting_as(teacher)):
        recording.look("looked", "concern", concern.pk, within=concern.pk, compartment="common")
    stranger = member(
        "stranger@example.org", "social_worker", organisation("Northbank children’s services", "social_care")
    )
    assert signed_in(stranger).get(f"/concerns/{concern.pk}/").status_code == 404
    told = lines(client, f"/concerns/{concern.pk}/looks/")
    assert (
        "Invented Teacher, practitioner, Northgate School, looked at the common record, 24 November 2026, 14:05" in told
    )
    assert any(
        line.startswith(
            "Invented Stranger, social worker, Northbank children’s services, asked for this concern and was refused, "
        )
        for line in told
    )
    assert any("added an involvement in the common record" in line for line in told)


def test_times_are_those_of_london(teacher: Membership, concern: Concern) -> None:
    with at(SUMMER), context.acting(acting_as(teacher)):
        recording.look("looked", "concern", concern.pk, within=concern.pk, compartment="common")
    assert any(line.endswith("2 July 2026, 00:05") for line in lines(signed_in(teacher), "/account/looks/"))


def test_what_lies_beyond_the_wall_is_not_among_it(teacher: Membership, concern: Concern) -> None:
    officer = member("officer@example.org", "police_officer", organisation("The force", "police"))
    Membership.objects.filter(pk=officer.pk).update(intake=True)
    with context.acting(acting_as(teacher)):
        concerns.involve_organisation(concern.pk, officer.organisation_id, compartment=Compartment.POLICE)
    police = signed_in(officer)
    assert police.get(f"/concerns/{concern.pk}/").status_code == 200
    assert any("looked at the police part" in line for line in lines(police, f"/concerns/{concern.pk}/looks/"))
    common = lines(signed_in(teacher), f"/concerns/{concern.pk}/looks/")
    assert common
    assert not any("Invented Officer" in line for line in common)


def test_ones_own_looks_have_what_one_searched_for_and_nobody_elses(teacher: Membership, concern: Concern) -> None:
    from fingerpost.record.services.search import Query, search

    with context.acting(acting_as(teacher)):
        search(Query(name="Quillon Marsh"))
    told = lines(signed_in(teacher), "/account/looks/")
    assert any("searched for a person" in line and line.endswith("name: Quillon Marsh") for line in told)
    assert any("Invented Teacher, signed in," in line for line in told)
    assert any(f"opened concern {concern.reference}" in line for line in told)
    other = lines(signed_in(member("other@example.org")), "/account/looks/")
    assert not any("Quillon" in line or "Teacher" in line for line in other)


def test_an_auditor_filters_everything_and_reads_no_word_of_a_search(concern: Concern, auditor: Client) -> None:
    from fingerpost.record.services.search import Query, search

    other = member("other@example.org", at=organisation("Southgate School"))
    with at(datetime(2026, 3, 2, 12, tzinfo=UTC)), context.acting(acting_as(other)):
        concerns.open_concern()
        search(Query(name="Quillon Marsh"))
    assert "Quillon" not in auditor.get("/ledger/").content.decode()
    by_person = lines(auditor, "/ledger/", person="invented teach")
    assert by_person
    assert all("Invented Teacher" in line for line in by_person)
    assert all("Southgate" in line for line in lines(auditor, "/ledger/", organisation="southgate"))
    by_reference = lines(auditor, "/ledger/", reference=concern.reference.lower().replace("-", " "))
    assert by_reference
    assert all(concern.reference in line for line in by_reference)
    assert all("searched" in line for line in lines(auditor, "/ledger/", action="searched"))
    assert all("an involvement" in line for line in lines(auditor, "/ledger/", kind="involvement"))
    in_march = lines(
        auditor, "/ledger/", first_0="2", first_1="3", first_2="2026", last_0="2", last_1="3", last_2="2026"
    )
    assert len(in_march) == 4
    assert all(line.endswith("2 March 2026, 12:00") for line in in_march)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"person": "nobody of that name"}, "Nobody here has that name or address"),
        ({"organisation": "no such place"}, "No organisation has that name"),
        ({"reference": "what"}, "A reference looks like FP-7K3M4-9QXDA"),
        ({"reference": "FP-00000-00000"}, "No concern has that reference"),
        ({"action": "danced"}, "Choose one from the list"),
        ({"first_0": "31", "first_1": "2", "first_2": "2026"}, "There is no such day"),
    ],
)
def test_a_mistake_in_the_filter_is_said_by_its_field_and_nothing_is_shown(
    auditor: Client, asked: dict[str, str], said: str
) -> None:
    page = auditor.get("/ledger/", asked).content.decode()
    assert page.count(said) == 2  # at the top and by the field
    assert "<title>Error: " in page
    assert "Mend what is said above" in page


def test_pages_follow_each_other_without_a_gap_and_cost_the_same(
    teacher: Membership, concern: Concern, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 10)
    moments = [datetime(2026, 2, 1, 9, minute // 3, tzinfo=UTC) for minute in range(45)]  # three of each moment
    for number, moment in enumerate(moments):
        with at(moment), context.acting(acting_as(teacher)):
            recording.note("looked", "concern", UUID(int=number), within=concern.pk, compartment="common")
    for client, address in (
        (signed_in(teacher), f"/concerns/{concern.pk}/looks/"),
        (signed_in(teacher), "/account/looks/"),
        (auditor, "/ledger/"),
    ):
        read, queries, asked = 0, set(), ""
        while True:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                text = client.get(f"{address}?{asked}").content.decode()
            queries.add(sum("ledger_entry" in one["sql"] and one["sql"].startswith("SELECT") for one in captured))
            read += text.count("1 February 2026, 09:")
            older = re.search(r'href="\?([^"]*before=[^"]*)"', text)
            if older is None:
                break
            asked = html.unescape(older[1])
        assert read == 45
        assert len(queries) == 1


@pytest.mark.parametrize("few_and_many", [(3, 40)])
def test_more_entries_take_no_more_queries(auditor: Client, teacher: Membership, few_and_many: tuple[int, int]) -> None:
    counts = []
    for number in few_and_many:
        for _ in range(number):
            with context.acting(acting_as(teacher)):
                concerns.open_concern(tell_intake=False)
        auditor.get("/ledger/")
        with CaptureQueriesContext(connection) as captured:
            assert auditor.get("/ledger/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 17, "9" * 40, "٣", "0"])
def test_an_address_that_was_tampered_with_is_a_page_all_the_same(auditor: Client, before: str) -> None:
    assert auditor.get("/ledger/", {"before": before}).status_code == 200


def test_every_action_and_kind_has_words(auditor: Client) -> None:
    page = auditor.get("/ledger/").content.decode()
    for words in ("looked at", "signed in", "ended a session", "a person", "an account"):
        assert words in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"within": UUID(int=1)},
        {"actor": UUID(int=1)},
        {"organisation": UUID(int=1)},
        {"action": "looked"},
        {"object_kind": "concern"},
        {"object_id": UUID(int=1)},
        {},
    ],
)
def test_the_database_reads_a_page_by_an_index_in_order(asked: dict[str, object]) -> None:
    rows = LedgerEntry.objects.filter(**asked, at__lt=SUMMER).order_by("-at", "-leaf_index")[:51]
    plan = rows.explain()
    assert re.search(r"SEARCH ledger_entry USING INDEX ledger_entry_read_\w+", plan), plan
    assert "TEMP B-TREE" not in plan
