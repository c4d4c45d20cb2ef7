# ruff: noqa: S311, E501, RUF001, PT012, SIM117, RUF005, RUF100
"""A picture written as text gets into no field, form, draft or service, and the ledger says that somebody was refused."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.db import connection
from django.test import Client

from fingerpost.access import context
from fingerpost.access.models import Concern, Membership
from fingerpost.intake.block_text import texts
from fingerpost.keys.errors import NotWordsError
from fingerpost.keys.fields import SecretText, made_here, one_text
from fingerpost.keys.words import answers_of
from fingerpost.ledger.models import LedgerEntry
from fingerpost.manual.models import LocalText, ProcedureDraft, ProcedureRevision
from fingerpost.record.models import Note, NoteKind
from fingerpost.record.models.pupils import cells
from fingerpost.record.services import notes
from fingerpost.web.fields import OnlyWords, WordsField
from fingerpost.web.models import Draft
from fingerpost.wording import TELLING
from record import making
from record.test_adding_pages import client_of, fields
from record.test_pages import acting_as
from support.people import member
from wording.writings import NOISE, WRITINGS

PICTURE = WRITINGS["base64 in lines"](NOISE)
SHOWN = f"It is line 1: “{PICTURE[:59]}…”"


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


@pytest.fixture
def concern(teacher: Membership) -> Concern:
    with context.acting(acting_as(teacher)):
        return making.account().concern


@pytest.fixture
def page(teacher: Membership) -> Client:
    return client_of(teacher)


def refusals() -> list[LedgerEntry]:
    return [entry for entry in LedgerEntry.objects.order_by("leaf_index") if entry.action == "refused"]


def everything_stored() -> str:
    """Return the database as text: SQLite's own dump of it."""
    connection.ensure_connection()
    return "\n".join(connection.connection.iterdump())


def test_a_form_says_what_to_do_and_keeps_nothing(page: Client, concern: Concern) -> None:
    address = f"/concerns/{concern.pk}/notes/new/"
    form = fields(page.get(address).content.decode())
    answer = page.post(address, {**form, "what": "learned", "words": f"This is it: {PICTURE}"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert TELLING.split(". ")[1] in shown
    assert 'href="#id_words"' in shown  # the summary leads to the field
    assert SHOWN.replace("line 1: “", "line 1: “This is it: ")[:60] in shown  # the line that is the reason
    assert shown.count(PICTURE.splitlines()[1]) == 1  # whoever typed it loses nothing, and it is nowhere else
    assert not Note._base_manager.exists()
    assert not Draft.objects.exclude(text__isnull=True).filter(revision__gt=0).exists()
    (entry,) = refusals()
    assert (entry.within, entry.compartment, entry.object_kind) == (concern.pk, "common", "concern")
    leaf = bytes(entry.leaf).decode()
    assert '"attempted":"wrote"' in leaf
    kept = everything_stored()
    for trace in (PICTURE[:40], hashlib.sha256(PICTURE.encode()).hexdigest()):
        assert trace not in kept
        assert trace not in leaf
    assert not any(json.loads(leaf)[name] for name in ("why", "payload"))  # where anything else would stand

    trail = page.get(f"/concerns/{concern.pk}/looks/").content.decode()
    assert "what does not read as words, and was refused" in trail


def test_a_draft_is_not_kept_and_the_page_says_why(page: Client, concern: Concern) -> None:
    address = f"/concerns/{concern.pk}/notes/new/"
    form = fields(page.get(address).content.decode())
    first = {**form, "draft_path": address, "draft_changes": "1", "what": "learned", "words": "He wrote again."}
    assert page.post("/drafts/save/", first).status_code == 200
    answer = page.post("/drafts/save/", {**first, "draft_changes": "2", "words": PICTURE})
    assert answer.status_code == 422
    assert answer.json()["said"] == f"Not saved. {TELLING} {SHOWN}"
    assert len(refusals()) == 1
    assert [("He wrote again" in draft.text.replace("+", " ")) for draft in Draft.objects.all()] == [True]

    later = page.post(address, {**form, "draft_later": "1", "what": "learned", "words": PICTURE})
    assert later.status_code == 200
    assert TELLING.split(". ")[1] in later.content.decode()
    assert [draft.revision for draft in Draft.objects.all()] == [1]


def test_pieces_over_many_answers_of_a_draft_are_counted_together() -> None:
    pieces = {f"a{number}": PICTURE[number * 60 : number * 60 + 60] for number in range(13)}
    together = list(answers_of(urlencode(pieces)))[-1]
    assert PICTURE[:50] in together


def test_a_service_that_no_form_comes_before_refuses(teacher: Membership, concern: Concern) -> None:
    with context.acting(acting_as(teacher)):
        with pytest.raises(NotWordsError) as refused:
            notes.add_note(concern, NoteKind.LEARNED, PICTURE)
    assert PICTURE[:20] not in f"{refused.value} {refused.value!r} {refused.value.args}"
    assert refused.value.told == f"{TELLING} {SHOWN}"
    assert "tell the police" in str(refused.value)


@pytest.mark.parametrize("made", ["revision", "words"])
def test_texts_of_procedures_are_words_too(teacher: Membership, made: str) -> None:
    with pytest.raises(NotWordsError):
        if made == "words":
            LocalText.objects.create(
                organisation=teacher.organisation,
                procedure="e-safety",
                place="2",
                number=1,
                text=PICTURE,
                written_by=teacher,
            )
        else:
            draft = ProcedureDraft.objects.create(base="e-safety@2017", begun_by=teacher)
            ProcedureRevision.objects.create(draft=draft, number=1, files={"pack.md": PICTURE}, saved_by=teacher)


def test_every_sealed_text_is_asked_about_but_files_made_here() -> None:
    sealed = {
        str(field): field.holds
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SecretText)
    }
    others = {name: holds for name, holds in sealed.items() if holds is not one_text}
    assert others == {
        "documents.Copy.content": made_here,
        "documents.Copy.password": made_here,
        "intake.TakenIn.words": texts,
        "record.PupilList.pupils": cells,
        "web.Draft.text": answers_of,
    }
    assert len(sealed) > 50


@pytest.mark.parametrize(
    "field",
    [
        forms.ChoiceField(choices=[("a", "A")]),
        forms.MultipleChoiceField(choices=[("a", "A")]),
        forms.ModelChoiceField(Concern._base_manager.none()),
        forms.ModelMultipleChoiceField(Concern._base_manager.none()),
        forms.UUIDField(),
        forms.IntegerField(),
        forms.TypedChoiceField(choices=[("a", "A")]),
    ],
    ids=lambda field: type(field).__name__,
)
@pytest.mark.django_db
def test_no_message_of_the_framework_shows_back_what_was_sent(field: forms.Field) -> None:
    sent = [PICTURE] if "Multiple" in type(field).__name__ else PICTURE
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(sent)
    assert PICTURE[:10] not in " ".join(refused.value.messages)


def forms_of(kind: type) -> set[type]:
    return {kind} | {below for one in kind.__subclasses__() for below in forms_of(one)}


def test_every_form_that_takes_text_asks_for_words() -> None:
    ours = {form for form in forms_of(forms.Form) if form.__module__.startswith("fingerpost.")}
    assert len(ours) > 40
    takes = {
        form.__name__
        for form in ours
        if any(isinstance(field, forms.CharField) for field in form.base_fields.values())
        and not issubclass(form, OnlyWords)
        and not form.__module__.startswith("fingerpost.site.signin")
        and not all(isinstance(f, WordsField) for f in form.base_fields.values() if isinstance(f, forms.CharField))
    }
    assert takes == set()
