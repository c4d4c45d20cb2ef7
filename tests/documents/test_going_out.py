"""To somebody outside the agencies goes an encrypted PDF with what they need, and its password by another way."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from django.utils import timezone
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.errors import FileNotDecryptedError
from pypdfium2 import PdfDocument, PdfiumError

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from documents.test_production import asked
from documents.test_setting import AT, ORIGIN
from duties import making
from fingerpost.access import chronology, embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.services import concerns
from fingerpost.casework.models import Addressee, Way
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.documents import outgoing
from fingerpost.documents import production as documents_production
from fingerpost.documents.models import Copy, Ending, Format
from fingerpost.documents.outgoing import HeldBackPart
from fingerpost.documents.paper import Fields, Items, Paper, Paragraph, Section, Table, words_of
from fingerpost.documents.papers import chronology as chronology_paper
from fingerpost.documents.pdf import pdf
from fingerpost.documents.pdf_password import new_password, protect, spoken
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record.models import NoteKind
from fingerpost.record.services import notes

ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
PAPER = Paper(
    "Action plan",
    (
        Section("Who must not be told", (Paragraph("Do not tell the father."),), "It is for the agencies alone."),
        Section("What is due", (Items(("Ring the school.", "Held: an Embargo stands.")), Paragraph("By Friday"))),
        Section("All of it", (Table(("When", "What"), (("Monday", "An embargo stands."),), (1, 1)),)),
        Section("Nothing of it", (Fields((("By", "Asha"),)),)),
    ),
)


def opened(content: bytes, password: str) -> PdfReader:
    found = PdfReader(BytesIO(content))
    assert found.is_encrypted
    assert found.decrypt(password)
    return found


def test_what_is_for_the_agencies_alone_is_held_back_with_its_reason_and_the_rest_is_chosen() -> None:
    # 2.2-no-disclosure
    going = outgoing.of_paper(PAPER)
    of_an_embargo = "Lines that speak of an embargo: they are for the agencies alone."
    assert going.held == (
        HeldBackPart("Who must not be told", "It is for the agencies alone."),
        HeldBackPart("What is due", of_an_embargo),
        HeldBackPart("All of it", of_an_embargo),
    )
    assert going.headings == ("What is due", "Nothing of it")
    assert going.paper.sections[0].blocks == (Items(("Ring the school.",)), Paragraph("By Friday"))
    assert outgoing.chosen(going, ["What is due", "All of it"]).sections == going.paper.sections[:1]


def test_the_file_is_encrypted_with_all_that_is_in_it_and_stays_tagged_for_whoever_has_the_password() -> None:
    plain = pdf(PAPER, ORIGIN, AT).content
    password = new_password()
    assert re.fullmatch(r"([a-z2-9]{4}-){4}[a-z2-9]{4}", password)
    assert new_password() != password
    content = protect(plain, password)
    for word in (b"Action plan", b"xpacket", b"pdfuaid", b"C-1234", b"Typst"):
        assert word not in content
    reader = PdfReader(BytesIO(content))
    entry = reader.trailer["/Encrypt"].get_object()
    assert (entry["/V"], entry["/R"], entry["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")
    assert entry.get("/EncryptMetadata", True)
    with pytest.raises(FileNotDecryptedError):
        _ = reader.pages[0]
    assert not reader.decrypt(password.upper())
    assert not reader.decrypt("")
    reader = opened(content, password)
    may = reader.user_access_permissions
    assert may is not None
    assert UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS in may, "programs that read aloud may"
    assert UserAccessPermissions.MODIFY not in may
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1" in root["/Metadata"].get_object().get_data()
    assert content.startswith(b"%PDF-1.7")
    assert root["/Extensions"]["/ADBE"]["/ExtensionLevel"] == 8
    assert not reader.metadata.author
    with pytest.raises(PdfiumError, match="password"):  # a second reader, which is not what wrote it
        PdfDocument(content)
    other = PdfDocument(content, password=password)
    assert "Ring the school." in "".join(page.get_textpage().get_text_range() for page in other)
    assert other.get_metadata_value("Title") == "Action plan"
    other.close()
    before = PdfReader(BytesIO(plain))
    assert [one.extract_text() for one in reader.pages] == [one.extract_text() for one in before.pages]


def test_a_password_can_be_said_on_a_telephone() -> None:
    assert spoken("k7px-ba29") == [("k7px", "kilo, 7, papa, x-ray"), ("ba29", "bravo, alfa, 2, 9")]


def test_what_is_there_by_now_is_told_from_what_was_read() -> None:
    def going(words: str, why: str = "It is for the agencies alone.") -> str:
        return outgoing.of_paper(
            Paper("Plan", (Section("One", (Paragraph(words),)), Section("Two", (), why)))
        ).fingerprint

    assert going("By Friday") == going("By Friday")
    assert len({going("By Friday"), going("By Monday"), going("By Friday", "Another reason.")}) == 3


def test_a_chronology_for_somebody_outside_is_in_sections_and_says_nothing_of_embargoes(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        child, adult = making.child(concern), making.adult(concern)
        notes.add_note(concern, NoteKind.LEARNED, "Said in class.")
        embargo.place(concern.pk, adult.pk)
        seen, now = frozenset({"common"}), timezone.now()
        going = outgoing.of_paper(chronology_paper.build_outside(concern, seen, "", now))
        assert chronology.EntryKind.NOTES in going.headings
        assert {one.heading for one in going.held} >= {chronology.EntryKind.EMBARGOES, chronology.EntryKind.INVOLVED}
        assert "embargo" not in str(going.paper).casefold()
        assert "Who recorded each entry" in {one.heading for one in going.held}
        assert "u-teacher" not in str(going.paper), "who recorded it may be who told"
        before = outgoing.of_paper(chronology_paper.build_outside(concern, seen, "", now))
        notes.add_note(concern, NoteKind.LEARNED, "Said later.")
        assert outgoing.of_paper(chronology_paper.build_outside(concern, seen, "", now)) == before
        with pytest.raises(AccessError, match="must not be told"):
            documents_production.preview(concern, asked("chronology", to=f"parents:{child.pk}"))


def test_it_is_seen_first_and_chosen_then_encrypted_and_its_password_is_shown_once(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        notes.add_note(concern, NoteKind.LEARNED, "Said in class.")
        with pytest.raises(AccessError, match="nothing of it is chosen"):
            documents_production.ask(concern, asked("chronology", to="outside", outside="Ms Grandmother"))
        with pytest.raises(AccessError, match="format"):
            documents_production.ask(
                concern, asked("minutes", to="outside", outside="Her", format=Format.DOCX, headings=("One",))
            )
    page = f"/concerns/{concern.pk}/documents/"
    given = {"what": "chronology:", "part": "common", "whom": "outside", "outside": "Ms Grandmother", "format": "pdf"}
    with anywhere.serving():
        client = client_of("teacher")
        first = client.post(page, given).content.decode()
        assert "Nothing has been produced yet" in first
        assert "Said in class" in first, "what would go is read before it goes"
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', first)
        assert seen is not None
        given |= {"seen": seen[1]}
        unchosen = client.post(page, given | {"choosing": "yes"}).content.decode()
        assert "There is a problem" in unchosen
        assert "Choose what they need" in unchosen
        choice = {"choosing": "yes", "headings": [str(chronology.EntryKind.NOTES)]}
        with anywhere.acting("teacher"):
            notes.add_note(concern, NoteKind.LEARNED, "Said to her teacher alone.")
        changed = client.post(page, given | choice).content.decode()
        assert "The record has changed meanwhile" in changed
        assert "Said to her teacher alone" in changed
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', changed)
        assert seen is not None
        sent = client.post(page, given | choice | {"seen": seen[1]})
        assert sent.status_code == 302, sent.content.decode()
        address = sent.headers["Location"]
    with anywhere.serving():
        making.work("documents")
    with anywhere.serving():
        client = client_of("teacher")
        assert "Show the password" in client.get(address).content.decode()
        shown = client.post(address, {"password": "show"})
        found = re.search(r"<code>(.+?)</code>", shown.content.decode())
        assert found is not None
        assert shown.headers["Cache-Control"] == "no-store"
        assert "What was chosen" in shown.content.decode()
        again = client.post(address, {"password": "show"}).content.decode()
        assert "<code>" not in again
        assert "was shown already" in again
        content = client.post(address).content
        reader = opened(content, found[1])
        said = "\n".join(one.extract_text() for one in reader.pages)
        assert "Said in class" in said
        assert chronology.EntryKind.TOLD not in said
        assert "fingerprint is that of" in said
        number = UUID(address.rstrip("/").rpartition("/")[2])
        checked = {"number": str(number), "digest": sha256(content).hexdigest()}
        assert "This document was made here" in client.post("/documents/check/", checked).content.decode()
    with anywhere.acting("teacher"):
        rows = LedgerEntry.objects.filter(object_id=number).exclude(action="shown").order_by("leaf_index")
        assert [one.action for one in rows] == ["created", "produced", "revealed", "downloaded"]
        assert not any(found[1] in bytes(one.leaf).decode() for one in rows)
        assert Copy.objects.get(pk=number).password is None


@ON_SQLITE
def test_a_part_of_the_chronology_stays_that_part_on_the_way_through_the_preview(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for words, day in (("In spring.", date(2026, 3, 2)), ("In autumn.", date(2025, 10, 6))):
            notes.add_note(concern, NoteKind.LEARNED, words, happened_on=day)
    page = f"/concerns/{concern.pk}/documents/"
    first = {"first_0": "1", "first_1": "1", "first_2": "2026", "kinds": ["notes"]}
    given = {"what": "chronology:", "part": "common", "whom": "outside", "outside": "Her", "format": "pdf", **first}
    with anywhere.serving():
        client = client_of("teacher")
        shown = client.post(page, given).content.decode()
        assert "In spring." in shown
        assert "In autumn." not in shown
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
        assert {**first, "kinds": "notes"}.items() <= hidden.items()
        sent = client.post(page, hidden | {"headings": [str(chronology.EntryKind.NOTES)]})
        number = sent.headers["Location"].rstrip("/").rpartition("/")[2]
    with anywhere.acting("teacher"):
        (made,) = documents_production.of_concern(concern, {"common"})
        assert (str(made.pk), made.key) == (number, "20260101---10")
        said = "\n".join(words_of(documents_production._paper_of(made, timezone.now())))
        assert "In spring." in said
        assert "In autumn." not in said


@ON_SQLITE
def test_a_file_whose_password_was_not_shown_stays_for_the_day(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        wanted = asked("chronology", to="outside", outside="Her", headings=(str(chronology.EntryKind.TOLD),))
        made = documents_production.ask(concern, wanted)
        documents_production.produce(made)
        assert documents_production.fetch(made)
        later = timezone.now() + timedelta(minutes=20)
        documents_production.drop(later)
        assert documents_production.reveal(made), "it was sent, and waits for its password"
        documents_production.drop(later)
        assert not documents_production.is_waiting(made)


def test_what_has_gone_meanwhile_makes_no_empty_document(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        production = documents_production.ask(
            concern, asked("chronology", to="outside", outside="Her", headings=("No such",))
        )
        assert documents_production.produce(production).ending == Ending.GONE
        assert not Copy.objects.exists()
        documents_production.drop(timezone.now() + timedelta(days=2))


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_referral_goes_to_the_agency_that_is_not_on_the_service_though_nobody_else_may_know(
    anywhere: Anywhere,
) -> None:
    # 2.2-no-disclosure: referring to the police, social care and the designated officer is not disclosure.
    words = "An embargo stands: tell nobody at home."
    with anywhere.acting("teacher"):
        concern = making.concern()
        embargo.place(concern.pk, making.adult(concern).pk)
        outside = ReferralInput(
            Addressee.POLICE, None, "The county’s police", Way.DOCUMENT, "Look into it.", words, making.TUESDAY
        )
        referral = referrals.send(concern, outside)
        word = f"referral:{referral.pk}"
        with pytest.raises(AccessError, match="must not be told"):
            documents_production.preview(
                concern, asked("referral", str(referral.pk), to="outside", outside="The county")
            )
        with pytest.raises(AccessError, match="only their referral can go to them"):
            documents_production.ask(concern, asked("action_plan", to=word, headings=("What is due",)))
    page, referred = f"/concerns/{concern.pk}/documents/", f"/concerns/{concern.pk}/casework/referrals/{referral.pk}/"
    with anywhere.serving():
        client = client_of("teacher")
        linked = f"{page}?what={word}&amp;whom={word}#id_what"
        assert linked in client.get(referred).content.decode()
        opened_page = client.get(linked.replace("&amp;", "&")).content.decode()
        assert len(re.findall(rf'value="{word}"\s+checked', opened_page)) == 2
        given = {"what": word, "part": "common", "whom": word, "format": "pdf"}
        refused = client.post(page, given | {"what": "action_plan:"}).content.decode()
        assert "Only their referral can go to them" in refused
        assert "as DOCX" not in refused
        first = client.post(page, given).content.decode()
        headings = ["The referral", "What is asked", "What you are told"]
        for heading in headings:
            assert re.search(rf'value="{heading}"\s+checked', first), f"{heading}: the sender has checked it"
        shown = dict(re.findall(r'name="(seen)" value="([^"]+)"', first))
        made = client.post(page, given | shown | {"choosing": "yes", "headings": headings})
        assert made.status_code == 302, made.content.decode()
    with anywhere.serving():
        making.work("documents")
    with anywhere.acting("teacher"):
        (production,) = documents_production.of_concern(concern, {"common"})
        password = documents_production.reveal(production)
        content = documents_production.fetch(production)
        assert content is not None
        said = " ".join(one.extract_text() for one in opened(content, password).pages)
        assert words in " ".join(said.split())
