"""The list of disposals: kept beside the keys, refused unless it is whole, and gone by after a restore."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.database import Guarded
from access.test_walk import client_of
from disposal.test_disposing import LONG_AGO, NAME, ON_SQLITE, agree, old, rows_of, stored
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.services import concerns
from fingerpost.disposal import checks, disposal_format
from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.services import destruction, disposal_file, replay, tombstones
from fingerpost.keys import services as keys
from fingerpost.keys.masters import FILE_VARIABLE
from fingerpost.ledger.verify import verify


def test_what_a_backup_has_brought_back_is_disposed_of_again(
    anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    with anywhere.acting("teacher"):
        concern, gone = old(monkeypatch), old(monkeypatch)
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=Compartment.POLICE)
    agree(anywhere, gone, monkeypatch)
    with anywhere.acting("suspect"):
        assert destruction.dispose(gone.pk, timezone.now())
    with anywhere.laying():
        text = disposal_format.written(disposal_file.rows_of())
    assert NAME not in text
    (line,) = disposal_format.read(text)
    brought_back = replace(line, concern=concern.pk, reference=concern.reference)
    nowhere = replace(line, concern=uuid4(), reference="QQ-0000-0000")
    found = disposal_format.read(disposal_format.written([brought_back, line, nowhere]))
    with _as_owner(anywhere, request):
        applied = replay.apply(found)
        once_more = replay.apply(found)
    assert applied == replay.Applied((concern.reference,), (gone.reference,), ("QQ-0000-0000",))
    assert once_more.destroyed == ()
    assert rows_of(anywhere, concern) == {}
    with anywhere.laying():
        assert keys.is_destroyed(concern.pk)
        with connection.cursor() as cursor:
            assert verify(*stored(cursor)).ok
    with anywhere.acting("teacher"):
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
        assert [(one.compartment, one.rule) for one in tombstones.readable(concern.pk)] == [("common", line.rule)]
    # Those of a part that whoever wrote the list did not see are told when, and nothing that others agreed on.
    with anywhere.acting("officer"):
        (stone,) = tombstones.readable(concern.pk)
        assert (stone.compartment, stone.rule, stone.proposed_by, stone.listed) == ("police", "", None, [])
        assert stone.at == stone.proposed_at == stone.confirmed_at == line.at
    with anywhere.serving():
        page = client_of("officer").get(reverse("concern", args=[concern.pk]))
        assert "disposed of it again" in page.content.decode()
        assert "Proposed by" not in page.content.decode()


def _as_owner(anywhere: Anywhere, request: pytest.FixtureRequest) -> Any:
    if "postgresql" not in request.node.name:
        return anywhere.laying()
    guarded: Guarded = request.getfixturevalue("guarded")
    return guarded._default(guarded.roles.owner)


@ON_SQLITE
def test_a_disposal_is_in_the_list_beside_the_keys(
    anywhere: Anywhere,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "master.keys"))
    monkeypatch.delenv(disposal_file.VARIABLE, raising=False)
    monkeypatch.setattr(keys, "_leave_no_copy", lambda: None)  # this database has no log
    file = tmp_path / "disposals"
    for count in (1, 2):
        with anywhere.acting("teacher"):
            concern = old(monkeypatch)
        agree(anywhere, concern, monkeypatch)
        with django_capture_on_commit_callbacks(execute=True), anywhere.acting("suspect"):
            assert destruction.dispose(concern.pk, timezone.now())
        listed = disposal_file.read_file(file)
        assert len(listed) == count
        assert listed[-1].reference == concern.reference
    assert (file.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o600, [file])
    # None is taken out by a database that does not know it, and what is there twice is there once.
    assert disposal_file.add(file, [replace(listed[0], concern=uuid4()), listed[1]]) == 3
    # A list that is not whole is left as it is; whoever runs the service is told, and nobody is kept from anything.
    broken = file.read_bytes()[:-3]
    file.write_bytes(broken)
    disposal_file.add_or_say(listed)
    assert file.read_bytes() == broken
    assert "manage.py disposals export" in caplog.text
    call_command("disposals", "export", stdout=StringIO())
    assert len(disposal_file.read_file(file)) == 2
    assert (tmp_path / "disposals.damaged").read_bytes() == broken
    # The one that is named comes first; where there is no place there is no list.
    monkeypatch.setenv(disposal_file.VARIABLE, str(tmp_path / "nowhere" / "list"))
    assert [one.id for one in checks.list_is_kept()] == ["disposal.W002"]
    for name in (disposal_file.VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(name)
    assert disposal_file.place() is None
    assert [one.id for one in checks.list_is_kept()] == ["disposal.W001"]


def test_a_list_that_is_not_whole_destroys_nothing() -> None:
    line = disposal_format.DisposalLine(
        uuid4(), "common", "A", LONG_AGO, "claims", 2020, None, LONG_AGO, None, LONG_AGO, [["people", 2]]
    )
    text = disposal_format.written([line, replace(line, concern=uuid4())])
    assert len(disposal_format.read(text)) == 2
    first, *rest = text.splitlines(keepends=True)
    for broken in (
        "",
        "something else\n",
        first,  # cut off between two lines
        "".join([first, *rest[:1]]),
        text[:-1],
        text.replace("claims", "cla1ms"),
        disposal_format.written([replace(line, part="nowhere")]),
        disposal_format.written([replace(line, at=LONG_AGO.replace(tzinfo=None))]),
    ):
        with pytest.raises(DisposalError):
            disposal_format.read(broken)
