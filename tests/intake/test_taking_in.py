"""A document is judged in memory, read by whoever sent it, and kept as words; nothing else of it is anywhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost import gate
from fingerpost.access import chronology
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.access.services import concerns
from fingerpost.duties.models import DutyState
from fingerpost.gate import Heading, Kind, Left, Paragraph, Refused, Words
from fingerpost.intake import document_upload, queries, services
from fingerpost.intake.block_text import decoded
from fingerpost.intake.forms import HeldElsewhereForm
from fingerpost.intake.models import HeldElsewhere, LinkKind, ReportedTo, TakenIn
from fingerpost.ledger.models import LedgerEntry
from fingerpost.web.models import Draft
from gate import making as documents

NAME = "quvxzarn-letter.docx"
SAID = {"kind": "letter", "sender": "Ms Sample", "dated_0": "3", "dated_1": "3", "dated_2": "2026"}
WORDS = Words("docx", (Heading(1, "Report"), Paragraph("She is well."), Paragraph("Zlatko rang.")), {Left.PICTURE: 1})
LATER = datetime(2026, 3, 25, 9, tzinfo=UTC)
on_one = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
_opened: list[tuple[str, object]] = []
_watches = False


def _heard(event: str, said: tuple[object, ...]) -> None:
    if _watches and event in {"open", "tempfile.mkstemp", "tempfile.mkdtemp"}:
        _opened.append((event, said))


sys.addaudithook(_heard)


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """Hear of every file that this process opens to write to, or makes for a while."""
    global _watches  # noqa: PLW0603 - a hook can never be taken away
    _opened.clear()
    _watches, written = True, []
    try:
        yield written
    finally:
        _watches = False
        for event, said in _opened:
            assert isinstance(said, tuple)
            mode = said[1] if len(said) > 1 else None
            # By number are pipes: to the process that judges.
            by_path = not isinstance(said[0], int)
            if event != "open" or (by_path and isinstance(mode, str) and set(mode) & set("wax+")):
                written.append((event, said))


def page_of(concern: Concern) -> str:
    return reverse("take_in_document", args=[concern.pk])


def send(client: Client, concern: Concern, data: bytes, **others: object) -> HttpResponse:
    file = SimpleUploadedFile(NAME, data, "image/png")
    return client.post(page_of(concern), {"document": file, **others})  # type: ignore[return-value]


def told(anywhere: Anywhere) -> Concern:
    with anywhere.acting("teacher"):
        return making.concern()


def everything() -> str:
    """Return what the database holds, every column of every table that may tell of a document."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("intake_", "record_", "ledger_", "site_", "django_session", "access_")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
                found += [str(bytes(it) if isinstance(it, memoryview) else it) for row in cursor for it in row]
    return "\n".join(found)


def test_its_words_are_read_confirmed_and_kept_and_nothing_else_is_anywhere(
    anywhere: Anywhere, caplog: pytest.LogCaptureFixture
) -> None:
    concern = told(anywhere)
    picture = documents.png(documents.NOISE)
    said = ["A report of the school", "She is well.", "Quvxzarnoph rang."]
    body = "".join(map(documents.p, said)) + "<w:p><w:r><w:drawing/></w:r></w:p>"
    data = documents.docx(body, {"word/media/image1.png": picture}, around=False)
    with anywhere.serving():
        client = client_of("teacher")
        with watched() as written:
            answer = send(client, concern, data)
        assert written == []
        assert answer.status_code == 302, answer.content.decode()
        page = client.get(answer["Location"]).content.decode()
        assert "Quvxzarnoph rang." in page
        assert "One picture was left out" in page
        draft = answer["Location"].partition("draft=")[2]
        wrong = client.post(page_of(concern), {"draft": draft, "kind": "letter"})
        assert wrong.status_code == 200
        assert "Say who it is from" in wrong.content.decode()
        kept = client.post(page_of(concern), {**SAID, "draft": draft, "leave": ["2"]})
        assert kept.status_code == 302
        again = client.post(page_of(concern), {**SAID, "draft": draft, "leave": ["2"]})
        assert again["Location"] == kept["Location"]  # sent twice, kept once
        shown = client.get(kept["Location"]).content.decode()
        assert "She is well." in shown
        assert "Quvxzarnoph" not in shown
        assert "left out one part" in shown
        assert client_of("other-teacher").get(kept["Location"]).status_code == 404
    with anywhere.acting("teacher"):
        (row,) = queries.documents(concern, {"common"})
        assert [block.text for block in decoded(row.words)] == ["A report of the school", "She is well."]  # type: ignore[union-attr]
        assert (row.omitted, row.left_out) == (1, "One picture was left out: only words are kept.")
        entries = [one.sentence for one in chronology.of_concern(concern, frozenset({"common"}))]
        assert "A letter of Ms Sample was taken in, its words only." in entries
        assert not Draft.objects.filter(ended_at=None).exists()
    with anywhere.laying():
        there = everything()
    for marker in ("Quvxzarnoph", "quvxzarn", "She is well", NAME, str(picture[60:90])[2:-1]):
        assert marker not in there
        assert marker not in caplog.text


def test_what_is_refused_is_told_and_noted_by_its_kind_alone(anywhere: Anywhere) -> None:
    concern = told(anywhere)
    with anywhere.serving():
        client = client_of("teacher")
        answer = send(client, concern, documents.png(documents.NOISE)).content.decode()
        assert "do not copy, forward, print or delete it" in answer
        assert "999" in answer
        assert "Who holds it" in answer
        held = reverse("held_elsewhere", args=[concern.pk])
        said = {"kind": "imagery", "holder": "Ms Sample", "device": "A phone", "reference": "WX one"}
        assert client.post(held, said).status_code == 302
        with patch.object(gate, "judge", return_value=Refused(Kind.ENCRYPTED)):
            locked = send(client, concern, b"x").content.decode()
        code = documents.NOISE.hex()
        coded = send(client, concern, f"{documents.PROSE}\n\n{code}".encode()).content.decode()
        assert "This line is why" in coded
        assert f"{code[:59]}…" in coded
        assert code[:61] not in coded
        # What was refused for its form says first what to do instead; nobody has seen what it shows
        assert locked.index("locked with a password") < locked.index("Send another document")
        assert locked.index("Send another document") < locked.index("If it shows a child, or may")
        for page in (answer, locked):
            assert "The file was refused" in page
            assert "Do not copy it, forward it, print it or delete it" in page
            assert "Leave the device as it is" in page
            assert "Tell the police" in page
            assert held in page
    with anywhere.acting("teacher"):
        noted = [
            (entry.action, entry.object_kind, entry.object_id)
            for entry in LedgerEntry.objects.filter(action="sent-in-vain").order_by("leaf_index")
        ]
        assert noted == [
            ("sent-in-vain", "picture-or-video", None),
            ("sent-in-vain", "encrypted-document", None),
            ("sent-in-vain", "document-of-other-than-words", None),
        ]
        (holder,) = queries.held(concern, {"common"})
        assert (holder.holder, holder.device, holder.reference) == ("Ms Sample", "A phone", "WX one")
        assert not TakenIn.objects.visible().exists()
        assert not Draft.objects.exclude(text__isnull=True).filter(ended_at=None).exists()
    with anywhere.laying():
        there = everything()
    assert NAME not in there
    assert code[:20] not in there


def test_of_screenshots_of_bullying_the_record_says_where_the_school_keeps_them() -> None:
    said = {"kind": "bullying", "holder": "The school"}
    form = HeldElsewhereForm(said, compartments=["common"])
    assert form.errors == {"place": ["Say where the school keeps the screenshots"]}
    assert HeldElsewhereForm(said | {"place": "The safe"}, compartments=["common"]).is_valid()
    assert HeldElsewhereForm(said | {"kind": "imagery"}, compartments=["common"]).is_valid()


@on_one
def test_no_other_page_takes_a_file_and_this_one_takes_one_in_its_field(anywhere: Anywhere) -> None:
    concern = told(anywhere)
    with anywhere.serving(), patch.object(gate, "judge", return_value=WORDS) as judged:
        client = client_of("teacher")
        file = SimpleUploadedFile(NAME, b"x")
        for address in (
            reverse("held_elsewhere", args=[concern.pk]),
            reverse("new_note", args=[concern.pk]),
            "/sign-in/",
        ):
            assert client.post(address, {"document": file}).status_code == 400
            file.seek(0)
        assert client.post(page_of(concern), {"other": file}).status_code == 400
        two = [SimpleUploadedFile(NAME, b"x"), SimpleUploadedFile(NAME, b"y")]
        assert client.post(page_of(concern), {"document": two}).status_code == 400
        nobody = client_of("nobody").post(page_of(concern), {"document": SimpleUploadedFile(NAME, b"x")})
        assert nobody.status_code == 403
        assert judged.call_count == 0
        none = client.post(page_of(concern), {})
        assert "Choose a document" in none.content.decode()
        # Of a concern that somebody does not see, nothing is kept either.
        assert send(client_of("other-teacher"), concern, b"x").status_code == 404
    with anywhere.acting("teacher"):
        assert not Draft.objects.filter(ended_at=None).exists()


@pytest.fixture
def concern(anywhere: Anywhere) -> Concern:
    return told(anywhere)


@on_one
def test_what_is_too_large_too_much_or_too_soon_is_said(anywhere: Anywhere, concern: Concern) -> None:
    with anywhere.serving(), patch.object(gate, "judge", return_value=WORDS) as judged:
        client = client_of("teacher")
        large = send(client, concern, b"x" * (gate.Limits().size + 1)).content.decode()
        assert "larger than 10 MB" in large
        far = client.post(page_of(concern), {"document": ""}, headers={"content-length": str(65 * 2**20)})
        assert far.status_code == 413
        assert judged.call_count == 0
        with patch.object(document_upload, "_turns") as turns:
            turns.acquire.return_value = False
            busy = send(client, concern, b"x")
        assert busy.status_code == 503
        assert "Other documents are being read just now" in busy.content.decode()
        cache.clear()
        with patch.object(document_upload, "AN_HOUR", 1):
            assert send(client, concern, b"x").status_code == 302
            many = send(client, concern, b"x")
        assert many.status_code == 429
        assert "in an hour" in many.content.decode()
        assert judged.call_count == 1


@on_one
def test_only_what_came_through_the_gate_is_confirmed_by_whoever_sent_it(anywhere: Anywhere, concern: Concern) -> None:
    with anywhere.serving(), patch.object(gate, "judge", return_value=WORDS):
        client = client_of("teacher")
        draft = send(client, concern, b"x")["Location"].partition("draft=")[2]
        forged = {"draft_path": page_of(concern), "draft_changes": "5", "draft_opened": "1", "draft": draft}
        assert client.post(reverse("save_draft"), {**forged, "words": "Paragraph: Another."}).status_code < 400
        answer = client.post(page_of(concern), {**SAID, "draft": draft})
        assert answer["Location"] == page_of(concern)
        theirs = send(client, concern, b"x")["Location"].partition("draft=")[2]
        with anywhere.acting("teacher"):
            concerns.involve_organisation(concern.pk, worlds.name("council"))
        other = client_of("front-door").post(page_of(concern), {**SAID, "draft": theirs})
        assert other["Location"] == page_of(concern)
        nothing = client.post(page_of(concern), {**SAID, "draft": theirs, "leave": ["0", "1", "2"]})
        assert "Nothing of it is left" in nothing.content.decode()
    with anywhere.acting("teacher"):
        assert queries.documents(concern, {"common"}) == []


def waits(concern: Concern, link: UUID) -> list[bool]:
    states = DutyState.objects.visible().filter(concern=concern, duty__work=link)
    return [state.is_open for state in states]


def test_a_link_is_no_link_is_seen_by_few_and_waits_to_be_reported(anywhere: Anywhere) -> None:
    concern = told(anywhere)
    with anywhere.acting("teacher"):
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        link = services.record_link(concern, "common", LinkKind.IMAGERY, "https://bad.example.org/a?b=c@d")  # type: ignore[arg-type]
        (found,) = queries.links(concern, {"common"})
        assert found.where is not None
        assert found.where.address == "hxxps[:]//bad[.]example[.]org/a?b=c[at]d"
        assert waits(concern, link.pk) == [True]
        said_of = {"text": "It was https://bad.example.org/a", "reference": "WX.20.1107"}
        services.report_link(link, ReportedTo.PLATFORM, "A. B. Sample", **said_of)
        assert waits(concern, link.pk) == [True]
        with pytest.raises(AccessError):
            services.report_link(link, ReportedTo.IWF, " ")
    address = reverse("suspected_links", args=[concern.pk])
    with anywhere.serving():
        own, other = client_of("teacher"), client_of("front-door")
        page = own.get(address).content.decode()
        assert "hxxps[:]//bad[.]example[.]org" in page
        assert "bad.example.org" not in page
        assert "It was hxxps" in page
        assert "WX.20.1107" in page
        assert "example[.]org" not in other.get(address).content.decode()
        at = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "15:00"}
        said = {"do": "report", "link": str(link.pk), "to": "iwf", "who": "A Sample", "reference": "IWF one", **at}
        assert own.post(address, said).status_code == 302
        assert "reference IWF one" in other.get(address).content.decode()
    with anywhere.acting("teacher"):
        assert waits(concern, link.pk) == [False]
        (one,) = queries.links(concern, {"common"})
        assert one.is_reported
        said = " ".join(entry.sentence for entry in chronology.of_concern(concern, frozenset({"common"})))
        assert "reported to Internet Watch Foundation in the name of A Sample, reference IWF one" in said
        assert "example" not in said
        assert not HeldElsewhere.objects.visible().exists()


def test_where_a_link_leads_is_read_by_those_who_report_it_whatever_the_application_asks(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        services.record_link(concern, "common", LinkKind.TERRORISM, "https://bad.example.org/")  # type: ignore[arg-type]
    asked = set()
    for who in ("teacher", "lead", "officer", "front-door", "manager-east"):
        reads = who not in ("front-door", "manager-east")
        with anywhere.acting(who):
            (found,) = queries.links(concern, {"common"})
            assert (found.where is not None) == reads, who
            if connection.vendor == "postgresql":  # by a policy of its own; on SQLite the application decides alone
                asked.add(who)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM intake_linkaddress")
                    assert cursor.fetchone() == (int(reads),), who
    with anywhere.laying():
        assert len(asked) == (5 if connection.vendor == "postgresql" else 0)
