"""A document has what its maker sees and no more, goes to nobody who must not be told, and is in the ledger."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

import docx
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from access import scene, worlds
from access.anywhere import Anywhere
from access.database import Guarded
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, context, embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Membership, Organisation
from fingerpost.access.services import concerns
from fingerpost.casework.models import Addressee, Referral, Way
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.documents import papers
from fingerpost.documents import production as documents_production
from fingerpost.documents.chronology_filter import ChronologyFilter
from fingerpost.documents.models import Copy, Ended, Ending, Format, Mark, Production
from fingerpost.documents.papers import NothingToShowError, plan
from fingerpost.documents.production import DocumentRequest
from fingerpost.documents.room import DOCUMENTS
from fingerpost.ledger.models import LedgerEntry
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import DetailKind, NoteKind, PartInConcern, PersonKind
from fingerpost.record.services import events, notes, viewing
from fingerpost.record.services.people import add_appearance
from fingerpost.site.concern import summary
from fingerpost.site.concern.people import people_of
from fingerpost.site.concern.shell import Reading
from support.rooms import changed

GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


def asked(kind: str, key: str = "", *, part: str = "common", to: str = "own", **others: object) -> DocumentRequest:
    fields = {"format": Format.PDF, "outside": "", **others}
    return DocumentRequest(kind, key, compartment=part, recipient=to, **fields)  # type: ignore[arg-type]


def made(concern: Concern, *args: object, **others: object) -> Production:
    """Ask for a document and make it, in the name of whoever is acting."""
    production = documents_production.ask(concern, asked(*args, **others))  # type: ignore[arg-type]
    assert documents_production.produce(production).ending == Ending.MADE
    return production


def text_of(production: Production) -> str:
    content = documents_production.fetch(production)
    assert content is not None
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def known_to_the_police(anywhere: Anywhere) -> Concern:
    """Return a concern with a note in the common record, and one in the police's."""
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        notes.add_note(concern, NoteKind.LEARNED, "Said in class.")
    with anywhere.acting("officer"):
        notes.add_note(concern, NoteKind.LEARNED, "Known to officers.", compartment="police")
    return concern


def test_a_document_has_the_part_that_was_chosen_and_no_other(anywhere: Anywhere) -> None:
    concern = known_to_the_police(anywhere)
    with anywhere.acting("officer"):
        common, theirs = made(concern, "chronology"), made(concern, "chronology", part="police")
        assert "Known to officers" not in text_of(common)
        assert "Known to officers" in text_of(theirs)
        assert "Said in class" in text_of(theirs)
    with anywhere.acting("teacher"):
        with pytest.raises(AccessError, match="not yours to see"):
            documents_production.ask(concern, asked("chronology", part="police"))
        assert documents_production.of_concern(concern, {"common", "police"}) == [common]
        assert not Production.objects.visible().filter(pk=theirs.pk).exists()
        entries = [one.sentence for one in chronology.of_concern(concern, frozenset({"common", "police"}))]
        assert sum("A document was produced" in sentence for sentence in entries) == 1


def test_a_chronology_can_be_a_part_by_days_and_kinds_and_as_known_on_a_day(anywhere: Anywhere) -> None:
    concern = known_to_the_police(anywhere)
    day = london_day(timezone.now())
    with anywhere.serving():
        client = client_of("teacher")
        page = f"/concerns/{concern.pk}/documents/"
        asks = {"what": "chronology:", "part": "common", "whom": "own", "format": "pdf"}
        boxes = {"last_0": "1", "last_1": "1", "last_2": "2020", "first_0": "2", "first_1": "1", "first_2": "2020"}
        assert "The last day is before the first day" in client.post(page, asks | boxes).content.decode()
        other = {"what": "action_plan:", "kinds": ["notes"]}
        assert "This is for a chronology only" in client.post(page, asks | other).content.decode()
        known = {f"known_{place}": str(number) for place, number in enumerate((1, 1, day.year + 1))}
        assert "This day has not come yet" in client.post(page, asks | known).content.decode()
        assert client.post(page, {**asks, "kinds": ["notes"]}).status_code == 302
    with anywhere.acting("teacher"):
        (asked_for,) = documents_production.of_concern(concern, {"common"})
        assert documents_production.produce(asked_for).ending == Ending.MADE
        words = " ".join(text_of(asked_for).split())
        assert "This is a part of the chronology: what is of these kinds only: Notes and viewing decisions." in words
        assert "Said in class" in words
        assert "applies" not in words
        assert documents_production.title_of(asked_for) == "Chronology, a part of it"
        before = ChronologyFilter(known=day - timedelta(days=1)).key
        words = " ".join(text_of(made(concern, "chronology", before)).split())
        assert "Said in class" not in words
        assert "Nothing of this was recorded." in words


def test_nothing_goes_to_whoever_must_not_be_told(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        child, adult = making.child(concern), making.adult(concern)
        before = documents_production.ask(
            concern, asked("action_plan", to=f"parents:{child.pk}", headings=("What is due",))
        )
        embargo.place(concern.pk, adult.pk)
        for to in (f"parents:{child.pk}", f"self:{child.pk}", f"self:{adult.pk}", f"partner:{adult.pk}", "outside"):
            with pytest.raises(AccessError, match="must not be told"):
                documents_production.ask(concern, asked("action_plan", to=to, outside="The grandmother"))
        assert documents_production.produce(before).ending == Ending.HELD
        assert not Copy.objects.filter(pk=before.pk).exists()
        assert "Do not tell anybody outside the agencies" in text_of(made(concern, "action_plan"))


def test_what_was_made_before_an_embargo_is_not_handed_out_under_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        child, adult = making.child(concern), making.adult(concern)
        production = made(concern, "chronology", to=f"parents:{child.pk}", headings=("What was told",))
        embargo.place(concern.pk, adult.pk)
        with pytest.raises(AccessError, match="must not be told"):
            documents_production.fetch(production)


def test_nobody_is_said_to_be_free_to_be_told_whom_an_embargo_holds_again(anywhere: Anywhere) -> None:
    # 2.2-no-disclosure, on the first page of a concern and in the plan that is printed of it
    with anywhere.acting("teacher"):
        concern = making.concern()
        for organisation, compartment in (("council", "common"), ("force", "common"), ("force", "police")):
            concerns.involve_organisation(concern.pk, worlds.name(organisation), compartment=compartment)
        child, adult = making.child(concern), making.adult(concern)
        embargo.place(concern.pk, adult.pk)
    parents = Person(Relation.PARENTS, child.pk)

    def said() -> list[bool]:
        now, seen = timezone.now(), frozenset({"common"})
        reading = Reading(concern, seen, now)
        first = summary.whom_not_to_tell(reading, people_of(reading))
        printed = str(plan.build(concern, seen, "", now))
        is_named = any("parents or carers" in one.whom.partition("other than")[0] for one in first)
        is_free = any("parents or carers" in whom for one in first for whom, _ in one.free)
        assert is_named != is_free, first
        return [is_free, "may be told since" in printed]

    with anywhere.acting("front-door"):
        agreed = events.record_event(concern, "disclosure_agreed", making.TUESDAY, about=adult, to=parents)
        assert said() == [True, True]
        events.take_back(agreed, reason="It was about somebody else.")
        assert said() == [False, False]
        events.record_event(concern, "disclosure_agreed", making.TUESDAY, about=adult, to=parents)
        assert said() == [True, True]
    with anywhere.acting("officer"):
        embargo.place(concern.pk, None, compartment="police")
    with anywhere.acting("front-door"):
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, parents), HeldBack)
        assert said() == [False, False]


def test_an_embargo_that_the_asker_cannot_see_holds_too(anywhere: Anywhere) -> None:
    concern = known_to_the_police(anywhere)
    with anywhere.acting("teacher"):
        child = making.child(concern)
    with anywhere.acting("officer"):
        embargo.place(concern.pk, None, compartment="police")
    with anywhere.acting("teacher"), pytest.raises(AccessError, match="must not be told"):
        documents_production.ask(concern, asked("chronology", to=f"parents:{child.pk}"))


def test_the_worker_makes_it_for_whoever_asked_and_the_ledger_has_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        production = documents_production.ask(concern, asked("action_plan"))
        assert not documents_production.is_waiting(production)
    with anywhere.acting("front-door"):
        assert not Copy.objects.filter(pk=production.pk).exists()
    with anywhere.serving():
        making.work("documents")
    with anywhere.acting("teacher"):
        content = documents_production.fetch(production)
        assert content is not None
        (ended,) = Ended.objects.visible().filter(production=production)
        assert ended.sha256 == sha256(content).hexdigest()
        assert ended.pages == len(PdfReader(BytesIO(content)).pages)
        assert documents_production.is_genuine(production.pk, ended.sha256.upper())
        assert not documents_production.is_genuine(production.pk, "0" * 64)
        assert not documents_production.is_genuine(uuid4(), ended.sha256)
        assert documents_production.produce(production) == ended, "done twice it changes nothing"
    with anywhere.acting("teacher"):
        rows = LedgerEntry.objects.filter(object_id=production.pk, within=concern.pk, compartment="common")
        assert list(rows.order_by("leaf_index").values_list("action", flat=True)) == [
            "created",
            "produced",
            "downloaded",
        ]
        assert all(ended.sha256 in bytes(row.leaf).decode() for row in rows.exclude(action="created"))


def test_the_file_is_its_asker_s_and_is_dropped_after_it_was_fetched_or_a_day(anywhere: Anywhere) -> None:
    concern = known_to_the_police(anywhere)
    now = timezone.now()
    with anywhere.acting("teacher"):
        one, other = made(concern, "chronology"), made(concern, "viewing_record")
        assert b"Said in class" not in bytes(Copy.objects.values_list("content", flat=True).get(pk=one.pk).box)
    with anywhere.acting("officer"):
        assert not documents_production.is_waiting(one)
        assert documents_production.fetch(one) is None
    with anywhere.acting("teacher"):
        assert documents_production.fetch(one)
    with anywhere.serving():
        documents_production.drop(now + timedelta(minutes=5))
        assert Copy.objects.filter(pk__in=[one.pk, other.pk]).count() == 2
        documents_production.drop(now + timedelta(hours=1))
        assert list(Copy.objects.values_list("pk", flat=True)) == [other.pk]
        documents_production.drop(now + timedelta(days=1, hours=1))
        assert not Copy.objects.exists()
        assert Mark.objects.filter(pk__in=[one.pk, other.pk]).count() == 2
    with anywhere.acting("teacher"):
        assert documents_production.fetch(one) is None


def test_on_postgresql_a_file_is_no_row_for_anybody_but_its_asker(guarded: Guarded) -> None:
    with guarded.superuser():
        scene.make()
        teacher, officer = scene.actor("teacher"), scene.actor("officer")
    with guarded.application(teacher):
        production = made(making.concern(), "viewing_record")
    with guarded.application(officer):
        assert not Copy.objects.exists()
        assert Copy.objects.update(fetched_at=timezone.now()) == 0
        assert Copy.objects.all().delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO documents_copy (id, user_id, content, made_at) VALUES (%s, %s, '', now())",
                [uuid4(), teacher.user_id],
            )
    with guarded.application(teacher):
        assert documents_production.fetch(production)
    with guarded.application_connection():
        # Nobody is acting where the worker drops what is over.
        documents_production.drop(timezone.now() + timedelta(days=2))
        assert not Copy.objects.exists()


def test_what_goes_wrong_is_said_without_its_words(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        lost = documents_production.ask(concern, asked("referral", str(uuid4())))
        broken = documents_production.ask(concern, asked("viewing_record"))

    def fails(*_: object) -> None:
        raise RuntimeError("What was told at break")

    failing = papers.DocumentKind("viewing_record", "", (Format.PDF,), fails)  # type: ignore[arg-type]
    kept = [kind for kind in papers.kinds() if kind.name != failing.name]
    with changed(DOCUMENTS, papers=(*kept, failing)), anywhere.serving():
        making.work("documents")
    with anywhere.acting("teacher"):
        ended = documents_production.ended_of([lost, broken])
        assert [ended[one.pk].ending for one in (lost, broken)] == [Ending.GONE, Ending.FAILED]
        assert not Copy.objects.exists()


def test_a_referral_is_as_it_was_sent_to_be_edited_too(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        council = Organisation.objects.get(pk=worlds.name("council"))
        sent = ReferralInput(
            Addressee.SOCIAL_CARE, council, "", Way.HERE, "Please decide.", "One.\n\nTwo.", making.TUESDAY
        )
        referral: Referral = referrals.send(concern, sent)
        production = made(concern, "referral", str(referral.pk), format=Format.DOCX, to=f"agency:{council.pk}")
        assert str(production.for_whom) == "council"
        content = documents_production.fetch(production)
        assert content is not None
        said = [line.text for line in docx.Document(BytesIO(content)).paragraphs]
        assert {"Please decide.", "One.", "Two."} <= set(said)
        assert documents_production.file_name(production) == f"referral-{concern.reference.lower()}.docx"
        with pytest.raises(AccessError, match="format"):
            documents_production.ask(concern, asked("chronology", format=Format.DOCX))
        other = making.concern()
        with pytest.raises(NothingToShowError):
            papers.referral.build(other, frozenset({"common"}), str(referral.pk), making.TUESDAY)


def test_a_plan_names_each_rule_with_its_clause_and_a_viewing_record_each_decision(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        add_appearance(concern, PersonKind.CHILD, [PartInConcern.DEPICTED], [(DetailKind.NAME, "Żaneta")])
        plan = text_of(made(concern, "action_plan")).replace("\n", " ")
        assert "ring 999 first" in plan
        # What cannot wait is first: who is told, and the words to say
        first = plan[plan.index("Do this now") : plan.index("What must not be done")]
        assert "Tell your safeguarding lead now" in first
        assert "Say: “" in first
        assert "Rule 2.1-refer-content:" in plan
        assert "What must not be done" in plan
        assert "No decision to view has been recorded." in text_of(made(concern, "viewing_record"))
        words = {name: f"Said of {name}." for name in ("decided_by", "viewed_by", "place", "present", "why")}
        viewing.record_viewing(concern, viewed_at=making.TUESDAY, **words)
        record = text_of(made(concern, "viewing_record"))
        assert all(said in record for said in words.values())


def test_whoever_lost_sight_of_the_concern_gets_nothing(anywhere: Anywhere) -> None:
    concern = known_to_the_police(anywhere)
    with anywhere.acting("officer"):
        production = documents_production.ask(concern, asked("chronology", part="police"))
    with anywhere.laying():
        Membership.objects.filter(pk=worlds.name("officer")).update(ends=timezone.localdate() - timedelta(days=1))
    with anywhere.serving():
        making.work("documents")
    with anywhere.laying():
        assert not Copy.objects.exists()
        assert not Mark.objects.filter(pk=production.pk).exists()


def test_the_pages_ask_for_a_document_hand_it_out_and_check_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
    with anywhere.serving():
        client = client_of("teacher")
        page = f"/concerns/{concern.pk}/documents/"
        wrong = client.post(page, {"what": "chronology:", "part": "common", "whom": "outside", "format": "docx"})
        assert "Chronology: only as PDF" in wrong.content.decode()
        assert "Write who it is for" in wrong.content.decode()
        sent = client.post(page, {"what": "chronology:", "part": "common", "whom": "own", "format": "pdf"})
        assert sent.status_code == 302, sent.content.decode()
        address = sent.headers["Location"]
        number = UUID(address.rstrip("/").rpartition("/")[2])
        assert "Being made" in client.get(address).content.decode()
    with anywhere.serving():
        making.work("documents")
    with anywhere.serving():
        client = client_of("teacher")
        assert "Download" in client.get(address).content.decode()
        file = client.post(address)
        assert file.headers["Content-Type"] == "application/pdf"
        assert file.headers["Cache-Control"] == "no-store"
        assert file.headers["Content-Disposition"] == (
            f'attachment; filename="chronology-{concern.reference.lower()}.pdf"'
        )
        digest = sha256(file.content).hexdigest()
        given = {"number": f" {number} ", "digest": f"{digest[:32]} {digest[32:].upper()}"}
        assert "This document was made here" in client.post("/documents/check/", given).content.decode()
        copied = given | {"number": str(given["number"]).replace("-", "-\u200b")}  # as it comes out of the PDF
        assert "This document was made here" in client.post("/documents/check/", copied).content.decode()
        changed = given | {"digest": sha256(file.content + b" ").hexdigest()}
        assert "No such document was made here" in client.post("/documents/check/", changed).content.decode()
        assert "64 digits" in client.post("/documents/check/", given | {"digest": "abc"}).content.decode()
        assert client_of("other-teacher").get(address).status_code == 404
    assert context.current() is None
