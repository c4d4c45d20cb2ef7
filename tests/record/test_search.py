"""Searching: the likeliest first, among what one may see, and silent about the rest."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import scene
from access.anywhere import Anywhere
from access.database import Guarded
from fingerpost.access import context, queries, sign_in_database
from fingerpost.access.models import Compartment, Concern
from fingerpost.keys import services as keys
from fingerpost.keys.errors import NoKeyError, SealError
from fingerpost.keys.likeness import EXACT, NEAR, WORD, Kind
from fingerpost.ledger.entry import Sealed, decode
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record import audit, services
from fingerpost.record.models import Appearance, Detail, DetailKind, HiddenHit, PartInConcern, PersonKind, SearchToken
from fingerpost.record.services import hidden_hits, search_renewal
from fingerpost.record.services.search import MOST, Query, search
from fingerpost.record.services.search_query import MatchStrength, SearchTokens, add_match, search_tokens
from record import making


def found(**query: object) -> list[str]:
    """Return the names of the matches, in their order."""
    return [_name(match.appearance) for match in search(Query(**query)).matches]  # type: ignore[arg-type]


def _name(appearance: Appearance) -> str:
    return Detail.objects.visible().filter(appearance=appearance, kind=DetailKind.NAME)[0].value


def hits() -> list[tuple[str, str, int]]:
    """Return all hidden hits there are, whoever may see them: the name, what was found, and how strongly."""
    rows = HiddenHit._base_manager.order_by("at", "strength").select_related("appearance")
    return [
        (
            Detail._base_manager.filter(appearance=row.appearance, kind=DetailKind.NAME)[0].value,
            row.found,
            row.strength,
        )
        for row in rows
    ]


def test_people_are_found_by_what_is_like_what_is_asked(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        making.person(
            concern,
            "Shawn Kathryn O'Brien",
            born="2012-05-04",
            handle="@sk8r.boi_09",
            phone="01632 960001",
            email="sk8@example.org",
            address="4 Invented Row",
        )
        making.person(concern, "Noor Begum", born="2011-01-02", other_name="Nora Beecham")
    for query, expected in (
        ({"name": "Sean Catherine OBrien"}, "Shawn Kathryn O'Brien"),
        ({"name": "O’Brien, Shawn"}, "Shawn Kathryn O'Brien"),
        ({"name": "obrien"}, "Shawn Kathryn O'Brien"),
        ({"born": date(2012, 5, 4)}, "Shawn Kathryn O'Brien"),
        ({"born": date(2012, 4, 5)}, "Shawn Kathryn O'Brien"),
        ({"handle": "SK8RBOI09"}, "Shawn Kathryn O'Brien"),
        ({"phone": "+44 1632 960001"}, "Shawn Kathryn O'Brien"),
        ({"email": "SK8@example.org"}, "Shawn Kathryn O'Brien"),
        ({"name": "Nour Begam"}, "Noor Begum"),
        ({"name": "Nora Beecham"}, "Noor Begum"),
    ):
        with anywhere.acting("teacher"):
            assert found(**query) == [expected], query
    for nothing in (
        {},
        {"name": "  "},
        {"name": "4 Invented Row"},
        {"name": "Sean Miller"},
        {"born": date(1999, 9, 9)},
        {"name": "Somebody Else", "born": date(2012, 5, 4)},
    ):
        with anywhere.acting("teacher"):
            assert found(**nothing) == [], nothing


def test_the_likeliest_comes_first_and_says_how_like_it_is(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        for name, born in (
            ("Kathryn Smyth", "2010-10-10"),
            ("Catherine Smith", "2012-05-04"),
            ("Smith Catherine", "2012-05-05"),
            ("Catherine Smyth", "2010-10-10"),
            ("Catherine Jones", "2012-05-04"),
        ):
            making.person(concern, name, born=born)
        result = search(Query(name="Catherine Smith", born=date(2012, 5, 4)))
        assert [_name(match.appearance) for match in result.matches] == [
            "Catherine Smith",
            "Smith Catherine",
            "Catherine Smyth",
            "Kathryn Smyth",
        ]
        assert [match.strength for match in result.matches] == [
            {Kind.NAME: EXACT, Kind.BORN: EXACT},
            {Kind.NAME: EXACT, Kind.BORN: NEAR},
            {Kind.NAME: NEAR},
            {Kind.NAME: NEAR},
        ]
        assert not result.more
        assert WORD in search(Query(name="Catherine")).matches[0].strength.values()


def test_a_former_name_still_finds_and_one_root_is_enough(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        person = making.person(making.account().concern, "Amina Yusuf")
        old = Detail.objects.visible().get(appearance=person)
        services.add_detail(person, DetailKind.NAME, "Amina Khalil", replaces=old)
        assert len(search(Query(name="Amina Yusuf")).matches) == len(search(Query(name="Amina Khalil")).matches) == 1
        assert list(keys.tokenisers()) == [1] or connection.vendor == "postgresql"


def test_however_many_are_found_the_number_of_queries_is_the_same(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        search(Query(name="Amina Yusuf"))  # the searcher's key is made by their first search
    counted = []
    for more in (1, 10, 60):
        with anywhere.acting("teacher"):
            concern = making.account().concern
            for _ in range(more):
                making.person(concern, "Amina Yusuf")
        with anywhere.acting("teacher"), keys.keys_at_hand(), CaptureQueriesContext(connection) as executed:
            result = search(Query(name="Amina Yusuf"))
        counted.append(len(executed))
        assert result.more == (more == 60)
        assert len(result.matches) == min(MOST, {1: 1, 10: 11, 60: 71}[more])
    assert len(set(counted)) == 1


def test_a_search_is_in_the_ledger_and_its_words_are_sealed_for_the_searcher(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        actor = context.required()
        search(Query(name="Amina Yusuf", born=date(2012, 5, 4)))
    with anywhere.acting("teacher"):
        row = LedgerEntry.objects.filter(action="searched", actor=actor.user_id).latest("leaf_index")
        entry = decode(bytes(row.leaf))
        assert b"Amina" not in bytes(row.leaf)
        sealed = entry.payload["sought"]
        assert isinstance(sealed, Sealed)
        assert entry.request == actor.request_id
        assert audit.sought(actor.request_id, sealed) == {"born": "2012-05-04", "name": "Amina Yusuf"}
        with pytest.raises(SealError):
            audit.sought(uuid4(), sealed)
    with anywhere.acting("officer"):
        if connection.vendor == "postgresql":
            with pytest.raises(NoKeyError):
                audit.sought(actor.request_id, sealed)


# ---- need to know ----------------------------------------------------------------------------------------------------


def test_what_is_hidden_is_not_found_and_its_own_people_are_told(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        elsewhere = making.account().concern
        person = making.person(elsewhere, "Amina Yusuf", born="2012-05-04", phone="01632 960001")
    with anywhere.acting("teacher"):
        assert search(Query(name="Ameena Yousef")) == search(Query(name="Nobody Atall"))
        assert found(phone="01632 960001") == []
        assert found(born=date(2012, 5, 4)) == []
        assert found(name="Yusuf") == []
        assert not HiddenHit.objects.visible().exists()
        searcher = context.required().membership_id
        if connection.vendor == "postgresql":
            assert not HiddenHit._base_manager.exists()  # the database itself shows nothing
    with anywhere.acting("other-teacher"):
        told = HiddenHit.objects.visible()
        assert [(hit.found, hit.strength) for hit in told.order_by("at")] == [("name", NEAR + NEAR), ("phone", EXACT)]
        assert {(hit.appearance_id, hit.by_id, hit.concern_id) for hit in told} == {(person.pk, searcher, elsewhere.pk)}


def test_a_search_asks_the_database_as_often_whether_or_not_somebody_is_hidden(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        making.person(making.account().concern, "Amina Yusuf", phone="01632 960001")
    asked = []
    with anywhere.acting("teacher"):
        for phone in ("01632 960009", "01632 960001", "01632 960009"):
            with CaptureQueriesContext(connection) as queries_made:
                assert found(phone=phone) == []
            asked.append([one["sql"].split()[0] for one in queries_made])
    assert len(asked[1]) == len(asked[2])  # the first of all makes a key
    with anywhere.laying():
        assert len(hits()) == 1


def test_a_name_and_a_birthday_tell_more_than_a_name(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        making.person(making.account().concern, "Amina Yusuf", born="2012-05-04")
    with anywhere.acting("teacher"):
        assert found(name="Yusuf", born=date(2012, 5, 5)) == []
    with anywhere.laying():
        assert hits() == [("Amina Yusuf", "born name", WORD + NEAR)]


def test_what_one_sees_oneself_is_no_hidden_hit(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        making.person(making.account().concern, "Amina Yusuf", phone="01632 960001")
        assert found(name="Amina Yusuf", phone="01632 960001") == ["Amina Yusuf"]
    with anywhere.laying():
        assert hits() == []


def test_a_hidden_compartment_of_a_concern_that_one_sees_is_hidden_too(anywhere: Anywhere) -> None:
    with anywhere.acting("officer"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
        person = services.add_appearance(
            concern,
            PersonKind.ADULT,
            [PartInConcern.ALLEGED_ABUSER],
            [(DetailKind.NAME, "Colin Grey")],
            compartment=Compartment.POLICE,
        )
    with anywhere.acting("teacher"):
        assert found(name="Colin Grey") == []
        assert not HiddenHit.objects.visible().exists()
    with anywhere.acting("officer"):
        (hit,) = HiddenHit.objects.visible()
        assert (hit.appearance_id, hit.compartment) == (person.pk, "police")
        assert found(name="Colin Gray") == ["Colin Grey"]


@pytest.mark.parametrize("who", ["administrator", "policy", "suspect"])
def test_who_sees_no_case_finds_nobody(anywhere: Anywhere, who: str) -> None:
    with anywhere.acting("teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
        making.person(concern, "Amina Yusuf")
    with anywhere.acting(who):
        assert found(name="Amina Yusuf") == []
    with anywhere.laying():
        assert [kind for _, kind, _ in hits()] == ["name"]


names = st.lists(st.sampled_from(["Amina", "Ameena", "Yusuf", "Sean", "Shawn", "Smith", "Noor"]), max_size=3).map(
    " ".join
)
searches = st.builds(
    Query,
    name=names,
    born=st.none() | st.sampled_from([date(2012, 5, 4), date(2012, 4, 5), date(2009, 9, 9)]),
    handle=st.sampled_from(["", "sk8rboi09"]),
    phone=st.sampled_from(["", "01632 960001", "01632 960002"]),
    email=st.sampled_from(["", "sk8@example.org"]),
)


@pytest.fixture
def _people_everywhere(guarded: Guarded) -> None:
    with guarded.superuser():
        made = scene.make()
        teacher, officer = scene.actor("teacher"), scene.actor("officer")
        other = scene.actor("other-teacher")
    with guarded.application(other):
        concern = making.account().concern
        making.person(concern, "Amina Yusuf", born="2012-05-04", phone="01632 960001")
        making.person(concern, "Shawn Smith Noor", handle="sk8rboi09")
    with guarded.application(officer):
        services.add_appearance(
            Concern.objects.visible().get(pk=made.shared),
            PersonKind.CHILD,
            [PartInConcern.TARGETED],
            [(DetailKind.NAME, "Noor Smith"), (DetailKind.EMAIL, "sk8@example.org"), (DetailKind.BORN, "2012-04-05")],
            compartment=Compartment.POLICE,
        )
    with guarded.application(teacher):
        making.person(Concern.objects.visible().get(pk=made.shared), "Noor Amina", born="2009-09-09")


def _beyond(asked: SearchTokens) -> dict[tuple[UUID, str, UUID], MatchStrength]:
    """Return what stands beyond the wall for whoever is acting, on a connection that sees everything."""
    shows = set(queries.involvements_that_show(context.required()).values_list("concern_id", "compartment"))
    found: dict[tuple[UUID, str, UUID], MatchStrength] = defaultdict(dict)
    for row in SearchToken._base_manager.filter(token__in=list(asked)):
        if (row.concern_id, row.compartment) not in shows:
            add_match(found[row.concern_id, row.compartment, row.appearance_id], asked, bytes(row.token))
    return found


@pytest.mark.usefixtures("_people_everywhere")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=searches, who=st.sampled_from(["teacher", "other-teacher", "officer", "worker"]))
def test_postgresql_notes_the_same_hits_as_the_rule(guarded: Guarded, query: Query, who: str) -> None:
    with guarded.superuser():
        actor = scene.actor(who)
        before = set(HiddenHit._base_manager.values_list("pk", flat=True))
    with guarded.application(actor):
        search(query)
    with guarded.superuser(), context.acting(actor):
        made = HiddenHit._base_manager.exclude(pk__in=before)
        by_rule = {
            (*place, " ".join(sorted({kind for kind, _ in parts})), sum(parts.values()))
            for place, parts in _beyond(search_tokens(query.texts())).items()
            if hidden_hits.is_enough(parts)
        }
        columns = ("concern_id", "compartment", "appearance_id", "found", "strength")
        assert set(made.values_list(*columns)) == by_rule
        assert made.count() == len(by_rule)
        assert set(made.values_list("by_id", flat=True)) <= {actor.membership_id}


def test_on_postgresql_nobody_notes_a_hit_in_nobodys_name(guarded: Guarded) -> None:
    with guarded.superuser():
        scene.make()
        actor = scene.actor("teacher")
    with guarded.application(actor):
        making.person(making.account().concern, "Amina Yusuf")
    with guarded.superuser():
        tokens = [bytes(token) for token in SearchToken._base_manager.values_list("token", flat=True)]
    note = "SELECT guard.note_hidden_hits(%s::bytea[], %s::text[], %s::integer[], %s::integer[])"
    asked = [tokens, ["phone"] * len(tokens), [0] * len(tokens), [3] * len(tokens)]
    with guarded.superuser():
        other = scene.actor("other-teacher")
    with guarded.application(None), connections[sign_in_database.SIGN_IN].cursor() as cursor:
        cursor.execute("SELECT set_config('fingerpost.context', 'forged', true)")
        cursor.execute(note, asked)
    # SQL beside cases can neither note one, nor see whether it did, nor take it back
    denied = pytest.raises(DatabaseError, match="permission denied")
    with guarded.application(other), denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(note, asked)
    with guarded.superuser():
        assert not HiddenHit._base_manager.exists()
    with suppress(RuntimeError), guarded.application(other):
        search(Query(name="Amina Yusuf"))  # as itself, for comparison
        raise RuntimeError
    with guarded.superuser():
        assert HiddenHit._base_manager.exists()


# ---- tokens ----------------------------------------------------------------------------------------------------------


def test_tokens_are_made_anew_under_another_root_and_the_old_one_is_destroyed(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        for name in ("Amina Yusuf", "Noor Begum", "Shawn Miller"):
            making.person(making.account().concern, name)
        assert found(name="Sean Miller") == ["Shawn Miller"]
    with anywhere.laying():
        (old,) = keys.tokenisers()
        running = search_renewal.renew_search()
        next(running)
        running.close()
        assert list(keys.tokenisers()) == [old, old + 1]
    with anywhere.acting("teacher"):  # in the middle everybody is found
        for name in ("Amina Yusuf", "Noor Begum", "Shawn Miller"):
            assert found(name=name) == [name]
        making.person(making.account().concern, "Late Comer")
    with anywhere.laying():
        assert [total for _, total in search_renewal.renew_search()] == [2, 2]
        assert list(keys.tokenisers()) == [old + 1]
        assert set(SearchToken._base_manager.values_list("root", flat=True)) == {old + 1}
    with anywhere.acting("teacher"):
        for name in ("Amina Yusuf", "Noor Begum", "Shawn Miller", "Late Comer"):
            assert found(name=name) == [name]


def test_a_query_is_not_shown() -> None:
    query = Query(name="Amina", born=date(2012, 5, 4))
    assert repr(query) == "<query by name, born>"
    assert repr(Query()) == "<query by nothing>"
