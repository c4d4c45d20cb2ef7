"""Data keys in the database: made, wrapped, used, destroyed, and nothing else."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from access.anywhere import Anywhere
from fingerpost.access import context
from fingerpost.keys import services
from fingerpost.keys.envelope import OwnerKind
from fingerpost.keys.errors import DestroyedKeyError, MasterKeyError, NoKeyError, SealError
from fingerpost.keys.masters import FILE_VARIABLE, VARIABLE
from fingerpost.keys.models import DataKey
from keys.masters import with_masters
from record import making

PLACE = "table:row:column"
_ON_POSTGRESQL = pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)  # SQLite has no roles


@pytest.fixture
def owner(db: None) -> UUID:  # noqa: ARG001
    owner_id = uuid4()
    services.create_key(owner_id)
    return owner_id


# ---- sealing ---------------------------------------------------------------------------------------------------------


def test_a_text_opens_for_its_owner_and_place(owner: UUID) -> None:
    box = services.encrypt(owner, PLACE, "text")
    assert services.decrypt(owner, PLACE, box) == "text"
    other = uuid4()
    services.create_key(other)
    for whose, where in ((other, PLACE), (owner, "table:row:other")):
        with pytest.raises(SealError):
            services.decrypt(whose, where, box)


def test_a_wrapped_key_that_was_moved_to_another_row_does_not_open(owner: UUID) -> None:
    other = uuid4()
    services.create_key(other)
    box = services.encrypt(owner, PLACE, "text")
    DataKey.objects.filter(pk=other).update(wrapped=DataKey.objects.get(pk=owner).wrapped)
    with pytest.raises(MasterKeyError):
        services.decrypt(other, PLACE, box)


def test_a_concerns_key_is_no_users_key(owner: UUID) -> None:
    row = DataKey.objects.get(pk=owner)
    row.kind = OwnerKind.USER
    with pytest.raises(MasterKeyError):
        services.master_keys().unwrap(row.owner, row.master_id, bytes(row.wrapped or b""))


def test_who_has_no_key_is_told_so(db: None) -> None:  # noqa: ARG001
    with pytest.raises(NoKeyError, match="there is none"):
        services.encrypt(uuid4(), PLACE, "text")


def test_an_owner_has_one_key(owner: UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.create_key(owner)
    user = uuid4()
    services.ensure_key(user, OwnerKind.USER)
    box = services.encrypt(user, PLACE, "draft")
    services.ensure_key(user, OwnerKind.USER)
    assert services.decrypt(user, PLACE, box) == "draft"


# ---- destroying ------------------------------------------------------------------------------------------------------


def test_a_destroyed_key_leaves_a_tombstone_and_opens_nothing(owner: UUID) -> None:
    box = services.encrypt(owner, PLACE, "text")
    with services.keys_at_hand():
        services.decrypt(owner, PLACE, box)
        services.destroy(owner)
        for doing in (lambda: services.decrypt(owner, PLACE, box), lambda: services.encrypt(owner, PLACE, "more")):
            with pytest.raises(DestroyedKeyError, match="destroyed"):
                doing()
    row = DataKey.objects.get(pk=owner)
    assert row.wrapped is None
    assert row.destroyed_at is not None
    assert services.is_destroyed(owner)
    with pytest.raises(DestroyedKeyError):
        services.destroy(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.create_key(owner)


def test_destroying_one_key_leaves_the_others(owner: UUID) -> None:
    other = uuid4()
    services.create_key(other)
    box = services.encrypt(other, PLACE, "text")
    services.destroy(owner)
    assert services.decrypt(other, PLACE, box) == "text"


_ROWS_CHANGED = (
    "DELETE FROM keys_datakey WHERE owner_id = %(id)s",
    "UPDATE keys_datakey SET kind = 'user' WHERE owner_id = %(id)s",
    "UPDATE keys_datakey SET owner_id = %(other)s WHERE owner_id = %(id)s",
    "UPDATE keys_datakey SET created_at = '2020-01-01T00:00:00Z' WHERE owner_id = %(id)s",
    "UPDATE keys_datakey SET wrapped = NULL WHERE owner_id = %(id)s",
)
_ROWS_BACK = (
    "UPDATE keys_datakey SET destroyed_at = NULL, wrapped = %(box)s WHERE owner_id = %(id)s",
    "UPDATE keys_datakey SET master_id = 'x' WHERE owner_id = %(id)s",
    "DELETE FROM keys_datakey WHERE owner_id = %(id)s",
)


def _try(statement: str, owner_id: UUID) -> None:
    """Run a statement as whoever has all rights on the database, and expect it to be refused."""
    value = DataKey._meta.pk.get_db_prep_value
    values = {"id": value(owner_id, connection), "other": value(uuid4(), connection), "box": b"x"}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_refuses_every_other_change_of_a_key(anywhere: Anywhere) -> None:
    with anywhere.laying():
        owner_id = uuid4()
        services.create_key(owner_id)
        for statement in _ROWS_CHANGED:
            _try(statement, owner_id)
        services.destroy(owner_id)
        for statement in _ROWS_BACK:
            _try(statement, owner_id)
        if connection.vendor == "sqlite":
            columns = "owner_id, kind, master_id, wrapped, created_at, destroyed_at"
            _try(
                f"INSERT OR REPLACE INTO keys_datakey ({columns})"  # noqa: S608
                " VALUES (%(id)s, 'concern', 'x', %(box)s, '2020-01-01', NULL)",
                owner_id,
            )
        assert services.is_destroyed(owner_id)


@_ON_POSTGRESQL
def test_the_application_on_postgresql_may_neither_change_nor_destroy_a_key(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern_id
        for statement in (*_ROWS_CHANGED, "UPDATE keys_datakey SET wrapped = NULL, destroyed_at = now()"):
            _try(statement, concern)


@_ON_POSTGRESQL
def test_on_postgresql_a_key_is_there_only_for_those_who_see_the_concern(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern_id
        assert DataKey.objects.filter(pk=concern).exists()
        user = context.required().user_id
        services.ensure_key(user, OwnerKind.USER)
        services.ensure_key(user, OwnerKind.USER)
        box = services.encrypt(user, PLACE, "draft")
        assert services.decrypt(user, PLACE, box) == "draft"
    with anywhere.acting("officer"):
        assert not DataKey.objects.filter(pk__in=[concern, user]).exists()
        with pytest.raises(NoKeyError):
            services.decrypt(user, PLACE, box)


# ---- how long keys are kept ------------------------------------------------------------------------------------------


def test_keys_are_at_hand_only_inside_the_block(owner: UUID) -> None:
    box = services.encrypt(owner, PLACE, "text")
    with services.keys_at_hand(), CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            services.decrypt(owner, PLACE, box)
        with services.keys_at_hand():
            services.decrypt(owner, PLACE, box)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        services.decrypt(owner, PLACE, box)
        services.decrypt(owner, PLACE, box)
    assert len(queries) == 2
    assert services._at_hand.get() is None


def test_many_keys_are_read_with_one_query(db: None) -> None:  # noqa: ARG001
    owners = [uuid4() for _ in range(60)]
    for owner_id in owners:
        services.create_key(owner_id)
    services.destroy(owners[7])
    boxes = {owner_id: services.encrypt(owner_id, PLACE, "text") for owner_id in owners if owner_id != owners[7]}
    with services.keys_at_hand(), CaptureQueriesContext(connection) as queries:
        services.fetch([*owners, owners[0], uuid4()])
        for owner_id, box in boxes.items():
            services.decrypt(owner_id, PLACE, box)
    assert len(queries) == 1
    services.fetch(owners)  # outside the block: nothing is kept
    assert services._at_hand.get() is None


def test_a_key_that_was_rolled_back_is_not_used_again(db: None) -> None:  # noqa: ARG001
    owner_id = uuid4()
    with services.keys_at_hand():
        with transaction.atomic():
            services.create_key(owner_id)
            services.encrypt(owner_id, PLACE, "lost")
            transaction.set_rollback(True)
        services.ensure_key(owner_id, OwnerKind.CONCERN)
        box = services.encrypt(owner_id, PLACE, "text")
    assert services.decrypt(owner_id, PLACE, box) == "text"


# ---- master keys -----------------------------------------------------------------------------------------------------


def test_without_a_master_key_nothing_is_made(settings: Settings, db: None) -> None:  # noqa: ARG001
    settings.DEMO_MASTER_KEYS = ""
    with with_masters({}), pytest.raises(MasterKeyError, match=VARIABLE):
        services.create_key(uuid4())
    assert not DataKey.objects.exists()


def test_the_environment_comes_before_the_demonstrations_key(db: None) -> None:  # noqa: ARG001
    assert services.master_keys().newest.id == "demo"
    with with_masters({VARIABLE: "broken"}), pytest.raises(MasterKeyError):
        services.master_keys()
    with with_masters({FILE_VARIABLE: "/nowhere"}), pytest.raises(MasterKeyError, match="No such file"):
        services.master_keys()


def test_with_another_master_key_of_the_same_name_nothing_opens(owner: UUID) -> None:
    box = services.encrypt(owner, PLACE, "text")
    with with_masters({VARIABLE: f"demo:{'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU='}"}):
        with pytest.raises(MasterKeyError, match="does not open it"):
            services.decrypt(owner, PLACE, box)
        with pytest.raises(MasterKeyError, match="does not open it"):
            services.encrypt(owner, PLACE, "more")
    assert services.decrypt(owner, PLACE, box) == "text"
