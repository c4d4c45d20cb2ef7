"""The service on disks that are really small, once on each database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from faults.asking import Person, concern_of, signed_in
from support import prepared
from support.postgres import PostgresCluster, _ordinary_user, running_cluster
from support.service import Service, running
from support.small_disk import NoDiskError, SmallDisk, small_disk

ASHA = "asha@example.org"
WAIT = "1"  # seconds for which a request waits for a lock, in the place of 20


@dataclass
class Place:
    """A service whose database has a disk of its own, and somebody with a concern there."""

    service: Service
    disk: SmallDisk
    cluster: PostgresCluster | None
    asha: Person
    concern: str

    @property
    def notes(self) -> str:
        """Where a note is added."""
        return f"/concerns/{self.concern}/notes/new/"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Place]:
    """The service on a small disk."""
    folder = tmp_path_factory.mktemp(f"faults-{request.param}")
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        try:
            made = _on_sqlite if request.param == "sqlite" else _on_postgresql
            disk, cluster, service = made(stack, folder)
        except NoDiskError as error:
            pytest.skip(f"A disk that fills up needs one of its own. {error}")
        asha = signed_in(service, ASHA)
        yield Place(service, disk, cluster, asha, concern_of(service, ASHA))


def _on_sqlite(stack: ExitStack, folder: Path) -> tuple[SmallDisk, None, Service]:
    path = folder / "disk"
    path.mkdir()
    disk = stack.enter_context(small_disk(path, "64m"))
    more = {"FINGERPOST_VAR": str(path), "FINGERPOST_TEST_WAIT": WAIT}
    return disk, None, stack.enter_context(running(folder, None, within=disk.within, **more))


def _on_postgresql(stack: ExitStack, folder: Path) -> tuple[SmallDisk, PostgresCluster, Service]:
    own = Path(tempfile.mkdtemp(prefix="fingerpost-postgres-"))  # a socket's path is short
    (own / "data").mkdir()
    user = _ordinary_user()
    ids = (user["user"], user["group"]) if user else (os.getuid(), os.getgid())
    disk = stack.enter_context(small_disk(own / "data", "256m", *ids))
    small = {"min_wal_size": "2MB", "max_wal_size": "16MB"}
    cluster = stack.enter_context(
        running_cluster(durable=True, folder=own, within=disk.within, data=prepared.cluster_data(), more=small)
    )
    return disk, cluster, stack.enter_context(running(folder, cluster, FINGERPOST_TEST_WAIT=WAIT))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one place in one process, so that its service is started once (`--dist loadgroup`)."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "place" in parameters and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group(f"faults on {parameters['place']}"))
