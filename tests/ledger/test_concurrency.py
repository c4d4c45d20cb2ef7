"""Several at once, and processes killed in the middle: real processes on real databases."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from fingerpost.ledger.note import Signer
from ledger.databases import WORDS, Database, Postgresql, Sqlite, entry
from ledger.killing import Writers, check, kill_round, make_change_table
from support.postgres import running_cluster

SIGNER = Signer.generate("fingerpost.example/ledger")


def test_processes_that_append_at_once_keep_the_log_whole(database: Database) -> None:
    make_change_table(database)
    writers = Writers(database, range(3), changes=60)
    assert len(writers.confirmed()) == 180
    assert check(database, writers.confirmed(), killed=0) == writers.confirmed()


def test_who_comes_second_waits_for_the_first_and_goes_on_from_there(database: Database) -> None:
    appended = list[range]()
    second = threading.Thread(target=lambda: appended.append(database.append([entry(2)])))
    with database.transaction() as cursor:
        assert database.ledger.append(cursor, [entry(0), entry(1)], WORDS) == range(2)
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join()
    assert appended == [range(2, 3)]
    assert database.verify().ok


def test_two_that_publish_at_once_publish_the_same(database: Database) -> None:
    database.append([entry(0)])
    notes = list[str]()

    def publish() -> None:
        with database.transaction() as cursor:
            notes.append(database.ledger.publish(cursor, SIGNER))

    second = threading.Thread(target=publish)
    with database.transaction() as cursor:
        first = database.ledger.publish(cursor, SIGNER)
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join()
    assert notes == [first]


def test_writers_killed_in_the_middle_lose_nothing_confirmed(database: Database) -> None:
    make_change_table(database)
    confirmed = set[int]()
    for number in range(3):
        confirmed |= kill_round(database, range(2 * number, 2 * number + 2), Writers.kill, seconds=0.05 * number)
        assert check(database, confirmed, killed=2 * (number + 1)) >= confirmed


def test_a_server_killed_in_the_middle_loses_nothing_confirmed() -> None:
    with ExitStack() as stack:
        cluster = stack.enter_context(running_cluster(durable=True))
        database = Postgresql(cluster)
        make_change_table(database)
        confirmed = kill_round(database, range(2), lambda _: cluster.crash(), seconds=0.2)
        cluster.start()
        assert check(database, confirmed, killed=2) >= confirmed
        assert len(confirmed) > 2


def test_the_check_itself_sees_a_lost_change_a_change_without_entry_and_an_entry_without_change(sqlite: Sqlite) -> None:
    make_change_table(sqlite)
    confirmed = Writers(sqlite, range(1), changes=3).confirmed()
    assert check(sqlite, confirmed, killed=0) == confirmed == {0, 1, 2}
    with pytest.raises(AssertionError, match="confirmed, but lost"):
        check(sqlite, {*confirmed, 99}, killed=0)
    with pytest.raises(AssertionError, match="confirmed to nobody"):
        check(sqlite, {0, 1}, killed=0)
    sqlite.tamper("INSERT INTO change VALUES (50)")
    with pytest.raises(AssertionError):
        check(sqlite, confirmed, killed=1)
    sqlite.tamper("DELETE FROM change WHERE number IN (50, 1)")
    with pytest.raises(AssertionError):
        check(sqlite, confirmed - {1}, killed=1)
