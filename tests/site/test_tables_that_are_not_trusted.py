"""Whoever writes the tables that signing in and the worker need runs nothing here, and becomes nobody else.

Each test writes as somebody would who runs SQL as the role that may write the table.
"""

from __future__ import annotations

import base64
import os
import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access import sign_in_database
from fingerpost.access.models import User
from fingerpost.duties import tasks as duties
from fingerpost.record import tasks
from fingerpost.site import jobs
from fingerpost.site.signin import counts

_TOMORROW = timedelta(days=1)


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    where = DEFAULT_DB_ALIAS if "dbtaskresult" in statement else sign_in_database.alias()
    with connections[where].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


# ---- what is counted -------------------------------------------------------------------------------------------------


class Payload:
    """What makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def test_a_row_of_what_is_counted_is_never_code(anywhere: Anywhere, tmp_path: Path) -> None:
    made = tmp_path / "made"
    evil = base64.b64encode(pickle.dumps(Payload(made))).decode()
    with anywhere.serving():
        cache.set("attempts", [1.5])
        sql("UPDATE site_cache SET value = %s", evil)
        assert cache.get("attempts") is None
        for name in ("attempts", cache.make_key("attempts")):
            sql("DELETE FROM site_cache WHERE cache_key = %s", name)
            moment = connection.ops.adapt_datetimefield_value(timezone.now() + _TOMORROW)
            sql("INSERT INTO site_cache (cache_key, value, expires) VALUES (%s, %s, %s)", name, evil, moment)
        assert cache.get("attempts", "none") == "none"
        assert not cache.has_key("another")
    assert not made.exists()


def test_what_is_counted_is_kept_for_its_name_alone(anywhere: Anywhere) -> None:
    with anywhere.serving():
        cache.clear()
        assert cache.add("a", {"n": 1}, 60)
        assert not cache.add("a", 2, 60)
        cache.set("b", 7)
        assert (cache.get("a"), cache.get("b"), cache.get("c", 0), cache.incr("b")) == ({"n": 1}, 7, 0, 8)
        # The value of one in the row of the other is none
        (of_b,) = [key for (key,) in sql("SELECT cache_key FROM site_cache WHERE value LIKE '8:%%'")]
        sql("UPDATE site_cache SET value = (SELECT value FROM site_cache WHERE cache_key = %s)", of_b)
        assert (cache.get("a"), cache.get("b")) == (None, 8)
        assert cache.touch("b", 60)
        assert cache.delete("b")
        assert not cache.delete("b")
        cache.set("over", 1, timeout=-1)
        assert cache.get("over") is None
        assert cache.add("over", 2)
        counts.forget(timezone.now() + _TOMORROW)
        assert sql("SELECT count(*) FROM site_cache") == [(0,)]


# ---- sessions --------------------------------------------------------------------------------------------------------


def test_whoever_reads_the_sessions_goes_on_with_none_and_swaps_none(anywhere: Anywhere) -> None:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(memberships=worlds.name(who)))
        return client

    def name(client: Client) -> Any:
        return client.session.get("_auth_user_id")

    with anywhere.serving():
        victim, thief = signed_in("teacher"), signed_in("other-teacher")
        assert name(victim)
        rows = dict(sql("SELECT session_key, session_data FROM django_session"))
        assert len(rows) >= 2
        for row in rows:
            other = Client()
            other.cookies["sessionid"] = row
            assert name(other) is None
        # What stands in the one's row, in the other's: neither is somebody else
        before = name(victim), name(thief)
        for data in rows.values():
            sql("UPDATE django_session SET session_data = %s", data)
            assert name(victim) in (before[0], None)
            assert name(thief) in (before[1], None)


# ---- work that waits -------------------------------------------------------------------------------------------------


def test_a_row_of_the_worker_says_of_whom_it_is_about_to_nobody_and_goes(anywhere: Anywhere) -> None:
    with anywhere.serving():
        DBTaskResult.objects.all().delete()
        membership = worlds.name("teacher")
        tasks.look_again.enqueue(str(anywhere.scene.shared), [str(membership)])
        (row,) = sql("SELECT args_kwargs, return_value, queue_name FROM django_tasks_database_dbtaskresult")
        for ident in (anywhere.scene.shared, membership):
            assert str(ident)[:8] not in str(row)
        call_command("work", "--once")
        left = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path NOT LIKE %s"
        assert sql(left, "%remind") == [(0,)]


@pytest.mark.parametrize("forged", ["in clear", "another's", "another work's"])
def test_work_that_was_not_given_out_here_is_not_done(
    anywhere: Anywhere, forged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(duties, "_who_may_see", lambda _: done.append("done") or ())
    with anywhere.serving():
        DBTaskResult.objects.all().delete()
        duties.catch_up.enqueue(str(anywhere.scene.shared))
        if forged == "in clear":
            sql(
                "UPDATE django_tasks_database_dbtaskresult SET args_kwargs = %s",
                f'{{"args": ["{anywhere.scene.shared}"], "kwargs": {{}}}}',
            )
        elif forged == "another's":
            tasks.look_for.enqueue(str(anywhere.scene.shared))
            sql(
                "UPDATE django_tasks_database_dbtaskresult SET args_kwargs = (SELECT args_kwargs FROM"
                " django_tasks_database_dbtaskresult WHERE task_path LIKE %s)",
                "%look_for",
            )
            DBTaskResult.objects.exclude(task_path__endswith="catch_up").delete()
        else:
            sql("UPDATE django_tasks_database_dbtaskresult SET task_path = 'antigravity'")
        jobs.clear(timezone.now())
        call_command("work", "--once")
        assert not done
        assert not DBTaskResult.objects.exclude(task_path__endswith="remind").exists()
        # And what was given out here is
        duties.catch_up.enqueue(str(anywhere.scene.shared))
        call_command("work", "--once")
        assert done
