"""From a draft to a version that nobody can change: who may do what, what forbids it, and what it never changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.models import User
from fingerpost.ledger.models import LedgerEntry
from fingerpost.manual import texts
from fingerpost.manual.models import ProcedureVersion
from fingerpost.manual.room import MANUAL
from fingerpost.manual.services import meaning, publishing, sentences
from fingerpost.manual.services.published import PUBLISHED
from fingerpost.manual.services.publishing import PublishingError
from fingerpost.manual.services.trial_runs import tried
from fingerpost.procedure.errors import CaseError, PackError
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.reading import pack_from
from fingerpost.record.services import procedures
from fingerpost.record.services.procedures import in_force, named
from manual.officers import NEW, NOW, OLD, RULES, TODAY, TOMORROW, approved, draft, saved, second
from support.rooms import changed

SHIPPED = load_pack("e-safety@2017")


def client_of(who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(memberships=worlds.name(who)))
    session = client.session
    session["acting_membership"] = str(worlds.name(who))
    session.save()
    return client


def test_a_change_of_one_line_from_draft_to_version(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    one = draft(anywhere)
    # A slip: what cannot be read is kept, with what is wrong with it, and goes no further.
    saved(anywhere, one, OLD, "by: some_day")
    with anywhere.acting(officer):
        newest = publishing.newest_of(one)
        assert (newest.number, newest.digest) == (2, "")
        (problem,) = publishing.forbidding(one, TODAY)
        assert problem.where.startswith(f"{RULES}:")
        with pytest.raises(PublishingError):
            publishing.approve(one, newest.digest, TODAY, NOW)
    saved(anywhere, one, "by: some_day", NEW)
    with anywhere.acting("policy"), pytest.raises(PublishingError, match="written in this text yourself"):
        publishing.approve(one, publishing.newest_of(one).digest, TODAY, NOW)
    version = approved(anywhere, one, officer)
    with anywhere.acting(officer):
        pack = named("e-safety@2017.1")
        assert pack.digest == version.digest != SHIPPED.digest
        (changed,) = meaning.changes(SHIPPED, pack)
        assert "It asks for less than before." in changed.says
        assert changed.cases
        # It holds from its day on and changes nothing of any moment before.
        eve = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)
        assert in_force(eve).name == "e-safety@2017"
        assert in_force(eve + timedelta(minutes=1)).name == "e-safety@2017.1"
        said = [one.says for one in sentences.of_draft(one)]
        assert "began it from e-safety@2017" in said[0]
        assert f"saved {RULES} as revision 2. The text could not be read then." in said[1]
        assert "approved revision 3 as e-safety@2017.1, in force from Thursday 26 November 2026." in said[3]
    with anywhere.laying():
        kinds = LedgerEntry.objects.filter(action="created").values_list("object_kind", flat=True)
        assert {"procedure-draft", "procedure-revision", "procedure-version"} <= set(kinds)


def test_approved_is_exactly_what_was_read(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    one = draft(anywhere)
    with anywhere.acting(officer):
        read = publishing.newest_of(one).digest
    saved(anywhere, one, OLD, NEW)
    with anywhere.acting(officer), pytest.raises(PublishingError, match="somebody has saved since"):
        publishing.approve(one, read, TODAY, NOW)
    approved(anywhere, one, officer)
    with anywhere.acting("policy"), pytest.raises(PublishingError, match=r"it was approved as e-safety@2017\.1"):
        publishing.save(one, RULES, "anything", after=2, now=NOW)


def test_what_the_head_of_a_text_forbids(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    for number, (old, new, says) in enumerate(
        (
            ("in_force: 2026-11-26", "in_force: 2026-11-24", "which has passed"),
            ('version: "2017.1"', 'version: "2026"', "there is a version e-safety@2026 already"),
            ("nation:", "status: draft\nnation:", "says of itself that it is a draft"),
        )
    ):
        one = draft(anywhere, f"2017.{number}")
        saved(anywhere, one, old, new, "pack.md")
        with pytest.raises(PublishingError, match=says):
            approved(anywhere, one, officer)


def test_a_finding_forbids(anywhere: Anywhere) -> None:
    """A text that verify finds fault with is refused, with the rule and its place."""
    officer = second(anywhere)
    one = draft(anywhere)
    checks = "concern: any_child(significant_harm) or not any_child(significant_harm)\n"
    with anywhere.acting("policy"):
        publishing.save(one, texts.CHECKS, checks, after=1, now=NOW)
    with pytest.raises(PublishingError, match=r"\d+"):
        approved(anywhere, one, officer)


def test_nobody_else_writes_or_approves(anywhere: Anywhere) -> None:
    one = draft(anywhere)
    for who in ("manager-east", "administrator", "teacher"):
        with anywhere.acting(who):
            with pytest.raises(AccessError):
                publishing.begin("e-safety@2017", "2017.2", TOMORROW, NOW)
            with pytest.raises(AccessError):
                publishing.save(one, RULES, "text", after=1, now=NOW)
            with pytest.raises(AccessError):
                publishing.approve(one, publishing.newest_of(one).digest, TODAY, NOW)


def test_two_who_write_at_once_lose_nothing(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    one = draft(anywhere)
    saved(anywhere, one, OLD, NEW)
    with anywhere.serving():
        page = client_of(officer).post(
            f"/procedures/drafts/{one.pk}/sections/{RULES}/", {"text": "# What I wrote", "after": "1"}
        )
        assert "saved revision 2 while you wrote" in page.content.decode()
        assert "# What I wrote</textarea>" in page.content.decode()


def test_the_database_refuses_to_change_what_was_written(anywhere: Anywhere) -> None:
    approved(anywhere, draft(anywhere), second(anywhere))
    for table in ("proceduredraft", "procedurerevision", "procedureversion"):
        for change in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with anywhere.laying(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change.format(f"manual_{table}"))


def test_an_altered_text_is_refused_and_said_so(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    version = approved(anywhere, draft(anywhere), officer)
    PUBLISHED.forget()
    with anywhere.laying(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER manual_procedurerevision_no_update")
        else:
            cursor.execute("ALTER TABLE manual_procedurerevision DISABLE TRIGGER USER")
        altered = {**version.revision.files, RULES: version.revision.files[RULES].replace(OLD, NEW)}
        type(version.revision).objects.filter(pk=version.revision_id).update(files=altered)
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE manual_procedurerevision ENABLE TRIGGER USER")
    with anywhere.acting(officer):
        with pytest.raises(PackError, match="altered in the database"):
            named(version.name)
        with pytest.raises(PackError):
            in_force(NOW + timedelta(days=2))
        assert in_force(NOW).name == "e-safety@2017"
    with anywhere.serving():
        page = client_of(officer).get(f"/procedures/versions/{version.pk}/").content.decode()
        assert "Its text was altered. Nothing is decided by it." in page
        with mock.patch.object(timezone, "now", return_value=NOW):
            assert "2017.1" not in client_of(officer).get("/manual/e-safety/2017/").content.decode()
        # From its first day it is in force and cannot be read: nothing is decided by it, and people read on.
        with mock.patch.object(timezone, "now", return_value=NOW + timedelta(days=1)):
            assert client_of(officer).get("/manual/").url == "/manual/e-safety/2017/"
            page = client_of(officer).get("/manual/e-safety/2017/").content.decode()
            assert "This is not the version that holds today." in page
            page = client_of(officer).get("/procedures/").content.decode()
            assert "The text of e-safety@2017.1, which is in force, was altered in the database." in page


moments = st.integers(0, 800 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@given(st.lists(st.tuples(moments, st.integers(0, 400)), max_size=5), moments)
def test_whatever_is_approved_a_moment_before_is_decided_as_before(
    approvals: list[tuple[datetime, int]], moment: datetime
) -> None:
    made = [
        procedures.Version(f"v{n}", max(procedures.begins_on(at.date() + timedelta(days)), at), lambda: SHIPPED)
        for n, (at, days) in enumerate(sorted(approvals))
    ]

    class Some:
        def __init__(self, versions: list[procedures.Version]) -> None:
            self._versions = versions

        def versions(self) -> list[procedures.Version]:
            return self._versions

        def named(self, name: str) -> None:
            """Has none."""

    before = [one for one, (at, _) in zip(made, sorted(approvals), strict=True) if at <= moment]
    with changed(MANUAL, procedures=Some(before)):
        then = procedures.deciding(moment).name
    with changed(MANUAL, procedures=Some(made)):
        assert procedures.deciding(moment).name == then


@given(st.dates(TODAY, TODAY + timedelta(days=4000)), st.from_regex(r"[0-9A-Za-z][0-9A-Za-z.]{0,19}", fullmatch=True))
def test_a_new_head_changes_the_version_and_the_day_and_nothing_else(day: object, version: str) -> None:
    files = publishing.shipped_files("e-safety@2017")
    made = texts.headed(files, version, day)  # type: ignore[arg-type]
    pack = pack_from({name: text for name, text in made.items() if name != texts.CHECKS})
    assert (pack.version, pack.in_force, pack.draft) == (version, day, False)
    back = texts.headed(made, SHIPPED.version, SHIPPED.in_force)
    assert back == files


def test_cases_are_tried_and_what_is_no_case_is_told_by_its_line() -> None:
    new = load_pack("e-safety@2026")
    line = '{"reference": "one", "reported_at": "2026-11-24T12:00:00+00:00", "facts": {}, "people": []}'
    assert tried(SHIPPED, new, f"{line}\n\n{line}\n").cases == 2
    with pytest.raises(CaseError, match="line 2"):
        tried(SHIPPED, new, f"{line}\n[]\n")


def test_the_pages_of_a_draft(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    one = draft(anywhere, in_force=today() + timedelta(days=1))  # pages know no other day than today
    saved(anywhere, one, OLD, NEW)
    with anywhere.serving():
        client, other = client_of("policy"), client_of(officer)
        for page, words in (
            ("/procedures/", "From e-safety@2017"),
            ("/procedures/drafts/new/", "Name of the new version"),
            (f"/procedures/drafts/{one.pk}/", "a second policy officer approves it"),
            (f"/procedures/drafts/{one.pk}/sections/{RULES}/", "As it will be read"),
            (f"/procedures/drafts/{one.pk}/sections/checks.yaml/", "no page of the manual"),
            (f"/procedures/drafts/{one.pk}/checks/", "Proved just now"),
            (f"/procedures/drafts/{one.pk}/approve/", "It asks for less than before."),
            (f"/procedures/drafts/{one.pk}/impact/", "A policy officer sees no concern"),
            (f"/procedures/drafts/{one.pk}/approve/", "written in this text yourself"),
        ):
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert words in answer.content.decode(), page
        for page in (f"/procedures/drafts/{uuid4()}/", f"/procedures/drafts/{one.pk}/sections/nothing.md/"):
            assert client.get(page).status_code == 404
        asked = other.get(f"/procedures/drafts/{one.pk}/approve/").content.decode()
        assert "I have read the whole text" in asked
        assert "Say that you have read" in other.post(f"/procedures/drafts/{one.pk}/approve/").content.decode()
    with anywhere.acting(officer):
        assert not ProcedureVersion.objects.exists()
