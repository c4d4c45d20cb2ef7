"""Every route that the resolver knows, asked by every role, with GET and POST, on both databases.

Of the concern in the middle of the scene some see one compartment, some another, some nothing: an own colleague, people
of other organisations, the suspect with an account, an administrator, somebody who is not signed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from access import worlds
from access.anywhere import Anywhere
from access.routes import (
    CHANGE_WHEN_LOOKED_AT,
    FORMS_OF_A_CONCERN,
    OF_A_CONCERN,
    PAGES_OF_A_CONCERN,
    ROUTES,
    WITHIN_A_CONCERN,
)
from duties import making
from fingerpost.access import permissions
from fingerpost.access.models import ExclusionGround, Involvement, Membership, User
from fingerpost.access.models.people import Role
from fingerpost.access.permissions import Access, Who
from fingerpost.access.rules import READING_ROLES
from fingerpost.access.services import concerns, emergencies, exclusions
from fingerpost.casework.conflicts import services as conflicts
from fingerpost.site import calendars
from fingerpost.site.reminders import remind

WALKERS = {
    # sees the common part
    "teacher": {"common"},
    "lead": {"common"},
    "worker": {"common"},
    "manager-east": {"common"},
    "manager-west": {"common"},
    "front-door": {"common"},
    "council-auditor": {"common"},
    # sees another compartment only
    "officer": {"police"},
    "lado": {"designated_officer"},
    # sees nothing: of the same organisation
    "worker-2": set(),
    "suspect": set(),
    "administrator": set(),
    "council-administrator": set(),
    "policy": set(),
    "officer-2": set(),
    # sees nothing: shut out of it, though they work on it (`shut_out`) - worker-2 above by a match, and of where
    # the suspected adult works
    "other-teacher": set(),
    # sees nothing: of another organisation
    "nurse": set(),
    "nobody": set(),
}
# On PostgreSQL, where the same views answer, one walks for each kind of sight there is.
ON_POSTGRESQL = ("teacher", "council-auditor", "officer", "suspect", "other-teacher", "nobody")
# What is not about the concern is answered by the role alone: somebody else of the same role walks there.
ABOUT_THE_CONCERN_ALONE = {
    "manager-west": "manager-east",
    "front-door": "worker",
    "worker-2": "worker",
    "suspect": "lead",
    "council-administrator": "administrator",
    "officer-2": "officer",
    "other-teacher": "teacher",
}
ARGUMENTS: dict[str, Any] = {
    "provider_id": "no-such-directory",
    "uidb36": "1",
    "key": "no-such-key",
    "secret": "no-such-secret",
    "session_id": 987_654,
    "pk": 987_654,
    "number": 1,
    "about": "concern",
    "topic": "agenda",
    "file": "pack.md",
}
SIGN_IN = "/sign-in/"
# Savepoints are numbered.
_SAVEPOINT = re.compile(r'"s\d+_x\d+"')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


# Of those who see it: who neither takes in what comes nor manages gives it to nobody.
TAKE_NOTHING_IN = frozenset({"teacher", "worker"})
SHUT_OUT = frozenset({"worker-2", "other-teacher"})


def shut_out(anywhere: Anywhere) -> None:
    """Let two walkers work on the concern who are shut out: one by a match, one with all of where the adult works."""
    with anywhere.acting("front-door"):
        for who in sorted(SHUT_OUT):
            concerns.involve_member(anywhere.scene.shared, worlds.name(who))
        school = worlds.name("other-school")
        concerns.involve_organisation(anywhere.scene.shared, school)
        match = {"ground": ExclusionGround.CONFLICT, "reason": "It is the same person."}
        exclusions.shut_out_user(anywhere.scene.shared, worlds.name("u-worker-2"), **match)
        exclusions.shut_out_organisation(anywhere.scene.shared, school, reason="The adult works there.")


def names() -> list[str]:
    return sorted(route.name or route.pattern for route in permissions.every_route())


def address(route: permissions.Route, concern: UUID) -> str:
    arguments = {name: concern if name == "concern_id" else ARGUMENTS.get(name) or uuid4() for name in route.arguments}
    return reverse(route.name or "", kwargs=arguments)


def client_of(who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(User.objects.get(memberships=worlds.name(who)))
        session = client.session
        session["acting_membership"] = str(worlds.name(who))
        session.save()
    return client


def role_of(who: str) -> str:
    return "nobody" if who == "nobody" else Membership.objects.get(pk=worlds.name(who)).role


def expected(route: permissions.Route, method: str, who: str, role: str) -> set[int]:
    """Return the statuses that are right, from the table and from who sees the concern."""
    assert route.name is not None
    if role not in ROUTES[route.name]:
        return {302} if role == "nobody" and method == "get" else {403}
    if route.name in OF_A_CONCERN and not WALKERS[who]:
        return {404}
    if route.name in WITHIN_A_CONCERN:
        return {404, 405} if method == "post" else {404}
    if route.name == "allocate" and who in TAKE_NOTHING_IN:
        return {403}
    if route.name in FORMS_OF_A_CONCERN:
        # Whoever reads only is shown the page, and is refused or shown it again when they send something.
        return {200, 403} if method == "post" and role in READING_ROLES else {200}
    if route.name in PAGES_OF_A_CONCERN:
        return {200} if method == "get" else {405}
    if route.name == "scim":
        return {401}  # whoever has no token, signed in or not
    if route.name.startswith("api_"):
        return {200, 404, 405, 415}  # the same for everybody
    return {200, 302, 400, 403, 404, 405, 410, 429}


def test_every_role_walks() -> None:
    roles = {who: worlds.MEMBERSHIPS[who][2] for who in WALKERS if who in worlds.MEMBERSHIPS}
    assert {*roles.values(), "health_professional"} == set(Role.values)


def test_every_route_is_in_the_table_and_declares_what_the_table_says() -> None:
    routes = list(permissions.every_route())
    assert sorted(route.name or route.pattern for route in routes) == sorted(ROUTES)
    for route in routes:
        access = route.access
        assert isinstance(access, Access), route.pattern
        assert route.name is not None
        admitted = {role for role in Role.values if access.admits(role)} | (
            {"nobody"} if access.admits(None) else set()
        )
        assert admitted == ROUTES[route.name], route.name
        assert (access.who is Who.CONCERN) == (route.name in OF_A_CONCERN), route.name
        assert ("concern_id" in route.arguments) == (route.name in OF_A_CONCERN), route.name
        assert bool(access.changes_on_get) == (route.name in CHANGE_WHEN_LOOKED_AT), route.name
        assert (access.who is not Who.ANYBODY) or access.because, route.name


@pytest.mark.parametrize(
    ("anywhere", "who"),
    [*(("sqlite", who) for who in WALKERS), *(("postgresql", who) for who in ON_POSTGRESQL)],
    indirect=["anywhere"],
)
def test_the_walk(anywhere: Anywhere, who: str) -> None:
    """First all that only looks, which changes nothing but the ledger; then all else."""
    if who in SHUT_OUT:
        shut_out(anywhere)
    with anywhere.serving():
        role, client = role_of(who), client_of(who)
        other = ABOUT_THE_CONCERN_ALONE.get(who, who)
        assert role == role_of(other)
        walks_everywhere = other == who or (connection.vendor == "postgresql" and other not in ON_POSTGRESQL)
        routes = routes_for(everywhere=walks_everywhere)
    with anywhere.laying():
        before = contents()
    looking = [("get", route) for route in routes if only_looks(route)]
    changing = [(how, route) for route in routes for how in ("get", "post") if how == "post" or not only_looks(route)]
    wrong = []
    for asked in (looking, changing):
        with anywhere.serving():
            for method, route in asked:
                response: HttpResponse = getattr(client, method)(address(route, anywhere.scene.shared))
                right = expected(route, method, who, role)
                to = response.headers.get("Location", "")
                is_turned_away = to.startswith(SIGN_IN) and role != "nobody" and not is_leaving(route)
                if response.status_code not in right or is_turned_away:
                    wrong.append((route.name, method, response.status_code, right, to))
        if asked is looking:
            with anywhere.laying():
                assert changed_since(before) == set()
    assert not wrong, wrong


def only_looks(route: permissions.Route) -> bool:
    """Whether it declares that a look changes nothing."""
    return route.access is not None and not route.access.changes_on_get


def is_leaving(route: permissions.Route) -> bool:
    """Whether it is signing out."""
    return route.name == "account_logout"


def routes_for(*, everywhere: bool) -> list[permissions.Route]:
    """Return where somebody walks. Signing out comes last: it ends the walk."""
    return [
        route for route in sorted(permissions.every_route(), key=is_leaving) if everywhere or route.name in OF_A_CONCERN
    ]


MAY_CHANGE_ON_GET = {"django_session", "usersessions_usersession", "site_cache"}


def contents() -> dict[str, list[Any]]:
    """Return all rows that a look may not change, by table: a look is noted in the ledger, and a session goes on."""
    tables = [table for table in connection.introspection.table_names() if table not in MAY_CHANGE_ON_GET]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            if not table.startswith("ledger_"):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def changed_since(before: dict[str, list[Any]]) -> set[str]:
    """Return the tables whose rows are others now."""
    after = contents()
    return {table for table in before if before[table] != after[table]}


_BLIND = {who for who, seen in WALKERS.items() if not seen}


def test_what_is_hidden_and_what_is_not_there_are_answered_alike_to_the_byte(anywhere: Anywhere) -> None:
    shut_out(anywhere)
    with anywhere.serving():
        for who in sorted(_BLIND & set(ON_POSTGRESQL)):
            asked = [(client_of(who), concern) for concern in (anywhere.scene.shared, uuid4())]
            for route in permissions.every_route():
                if route.name not in OF_A_CONCERN:
                    continue
                for method in ("get", "post"):
                    # The queries too are the same, by number and text: what takes as many steps takes as long.
                    (hidden, of_hidden), (absent, of_absent) = (
                        with_its_statements(client, method, address(route, concern)) for client, concern in asked
                    )
                    assert of_hidden == of_absent, (who, route.name)
                    assert hidden.status_code == absent.status_code, (who, route.name)
                    assert without_token(hidden) == without_token(absent), (who, route.name)
                    headers = [
                        {name: value for name, value in answer.headers.items() if name != "Location"}
                        for answer in (hidden, absent)
                    ]
                    assert headers[0] == headers[1], (who, route.name)


def without_token(answer: HttpResponse) -> bytes:
    """Return a page without the token of the form in its head, which is drawn anew for each."""
    return _TOKEN.sub(b"", answer.content)


def with_its_statements(client: Client, method: str, where: str) -> tuple[HttpResponse, list[str]]:
    """Return the answer to a request, and its statements without their values. The ledger’s tree is left out: it takes
    more nodes with some entries than with others, whatever they are of."""
    found: list[str] = []
    cache.clear()  # how often they have asked before counts, and is the same for both

    def execute(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "ledger_node" not in sql:
            found.append(_SAVEPOINT.sub("a savepoint", sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute):
        answer = getattr(client, method)(where)
    return answer, found


def test_a_list_is_the_same_whatever_else_there_is(anywhere: Anywhere) -> None:
    """No count, no numbering, no page more: what somebody does not see changes nothing of what they do."""
    from fingerpost.access.services.concerns import open_concern

    lists = []
    for _ in range(2):
        with anywhere.serving():
            readers = ("teacher", "nurse", "lado")
            lists.append({who: without_token(client_of(who).get(reverse("concerns"))) for who in readers})
        with anywhere.acting("other-teacher"):
            for _ in range(3):
                open_concern()
    assert lists[0] == lists[1]


def test_no_calendar_message_or_list_tells_of_it_whoever_was_shut_out_or_looks_in_an_emergency(
    anywhere: Anywhere, settings: Settings
) -> None:
    """What goes out of the service, and what a home page counts, has nothing of what its reader does not act on."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    with anywhere.acting("teacher"):
        ground = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}
        concern = making.concern(timezone.now() - timedelta(days=9), **ground)
    with anywhere.laying():
        intake = Involvement._base_manager.filter(ground="intake")
        intake.exclude(concern=concern).update(ends=timezone.now())  # nothing else is new to anybody
    readers = ("teacher", "worker-2", "other-teacher", "officer", "nurse")
    before = _told(anywhere, readers)
    assert before["teacher"].count(concern.reference) > 1, "whoever works on it has it in their calendar"
    # When whoever works on it says that they are close, and somebody else looks in an emergency
    with anywhere.acting("teacher"):
        conflicts.declare(concern, "He is my cousin.")
    with anywhere.acting("worker-2"):
        assert emergencies.break_glass(concern.reference, "Tonight.") is not None
    after = _told(anywhere, readers)
    for who in readers:
        assert concern.reference not in after[who], who
        # (whoever looks in an emergency reads what waits for others, as on the concern's own page)
        assert after[who] == before[who] or who in ("teacher", "worker-2"), who
    with anywhere.serving():
        remind.call(str(timezone.localdate()))
    told = {address for message in mail.outbox for address in message.to}
    assert "u-lead@example.org" in told
    assert not {f"{before}{who}@example.org" for who in readers for before in ("", "u-")} & told
    for message in mail.outbox:
        assert not {concern.reference, str(concern.pk)} & set(re.split(r"[\s/]", f"{message.subject} {message.body}"))


def _told(anywhere: Anywhere, readers: Iterable[str]) -> dict[str, str]:
    """Return what a calendar, and the counts and lists of a home page, tell each of them."""
    found = {}
    for who in readers:
        with anywhere.serving():
            calendar = calendars.make(making.member(worlds.name(who)), timezone.now())
            feed = Client().get(reverse("calendar_feed", args=[calendar])).content.decode()
            home = client_of(who).get(reverse("home")).content.decode()
        counted = re.findall(r"\(\d+ due\)|\d+ overdue|FP-[0-9A-Z]{5}-[0-9A-Z]{5}", home)
        found[who] = re.sub(r"UID:\S+", "", f"{feed} {counted}")
    return found


def test_each_reader_is_shown_their_compartments_and_no_other(anywhere: Anywhere) -> None:
    labels = {"common": "Common record", "police": "Police", "designated_officer": "Designated officer’s strand"}
    with anywhere.serving():
        for who, seen in WALKERS.items():
            if not seen:
                continue
            page = client_of(who).get(reverse("concern_access", args=[anywhere.scene.shared])).content.decode()
            shown = {name for name, label in labels.items() if f">{label}</h2>" in page}
            assert shown == seen, who
