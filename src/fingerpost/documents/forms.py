"""Producing a document, and checking one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms

from fingerpost.access import compartments
from fingerpost.access.chronology import EntryKind
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import releases
from fingerpost.access.models import Compartment, Concern, Releasing
from fingerpost.documents import papers
from fingerpost.documents.chronology_filter import ChronologyFilter
from fingerpost.documents.models import Format
from fingerpost.documents.outgoing import OutgoingPaper
from fingerpost.documents.production import DocumentRequest
from fingerpost.documents.recipients import OUTSIDE, OWN, Recipient, is_a_person, is_outside, only_for, person_of
from fingerpost.web.fields import DayField, Words, WordsField

NARROWING: Final = ("first", "last", "kinds", "known")
"""The fields that say which part of a chronology is wanted."""


CHANGED: Final = "The record has changed meanwhile: read again what would go, and choose from what is there now"


class ProduceDocumentForm(Words, forms.Form):
    """Which document, from which part of the record, who for, and in which format."""

    what = forms.ChoiceField(label="Which document?", error_messages={"required": "Choose a document"})
    part = forms.ChoiceField(label="From which part of the record?", error_messages={"required": "Choose a part"})
    whom = forms.ChoiceField(label="Who is it for?", error_messages={"required": "Choose who it is for"})
    outside = WordsField(label="If it is for somebody else: who?")
    format = forms.ChoiceField(
        choices=Format, label="As what?", initial=Format.PDF, error_messages={"required": "Choose PDF or DOCX"}
    )
    first = DayField("first day", required=False, label="From")
    last = DayField("last day", required=False, label="To")
    kinds = forms.MultipleChoiceField(
        required=False, choices=[(kind.name.lower(), kind.value) for kind in EntryKind], label="What it is about"
    )
    known = DayField("day as known on which", required=False, label="As known on another day")

    def __init__(
        self,
        *args: Any,
        concern: Concern,
        seen: frozenset[str],
        recipients: Sequence[Recipient],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.concern = concern
        parts = compartments.decisions_for(seen)
        self.parts = {one: part_in_words(one) for one in parts}
        self.things = {
            f"{kind.name}:{thing.key}": thing
            for kind in papers.kinds()
            if kind.things
            for thing in kind.things(concern, seen)
        }
        self.fields["what"].choices = list(self._documents())  # type: ignore[attr-defined]
        self.fields["part"].choices = list(self.parts.items())  # type: ignore[attr-defined]
        self.fields["part"].initial = next(iter(parts), "")
        self.fields["whom"].choices = [(one.word, one.choice) for one in recipients]  # type: ignore[attr-defined]

    def _documents(self) -> list[tuple[str, str]]:
        found = []
        for kind in papers.kinds():
            if kind.things is None:
                found.append((f"{kind.name}:", kind.title))
            found += [
                (word, f"{kind.title}: {thing.text}")
                for word, thing in self.things.items()
                if word.startswith(f"{kind.name}:")
            ]
        return found

    def clean(self) -> dict[str, Any]:
        """Check together what is asked for: each kind has its formats, and a thing is in one part."""
        data = self.cleaned_data
        kind = papers.kind(data.get("what", "").partition(":")[0])
        if kind and data.get("format") and data["format"] not in kind.formats:
            self.add_error("format", f"{kind.title}: only as {' or '.join(one.upper() for one in kind.formats)}")
        thing = self.things.get(data.get("what", ""))
        if thing and data.get("part") and thing.compartment not in SOURCES[data["part"]]:
            self.add_error("part", f"This document is from {part_in_words(thing.compartment)}")
        if data.get("what") and only_for(data.get("whom", "")) not in ("", data["what"]):
            self.add_error("whom", "Only their referral can go to them: choose that, or somebody else")
        if data.get("whom") == OUTSIDE and not data.get("outside"):
            self.add_error("outside", "Write who it is for")
        if is_outside(data.get("whom", OWN)) and data.get("format") == Format.DOCX:
            self.add_error("format", "For somebody outside the agencies: only as PDF, which is encrypted")
        self._narrow(kind)
        return data

    def _narrow(self, kind: papers.DocumentKind | None) -> None:
        """Refuse a part that cannot be: the chronology has parts, and no other document."""
        data = self.cleaned_data
        given = [name for name in NARROWING if data.get(name)]
        if given and kind and not kind.is_narrowed:
            self.add_error(given[0], "This is for a chronology only: leave it empty, or choose the chronology")
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last day is before the first day")
        if data.get("known") and data["known"] > self.today:
            self.add_error("known", "This day has not come yet")

    @property
    def narrows(self) -> bool:
        """Whether a part was asked for, or something about it is wrong."""
        return any(self[name].errors or (self.is_bound and self.cleaned_data.get(name)) for name in NARROWING)

    @property
    def asked(self) -> DocumentRequest:
        """What a valid form asks for."""
        data = self.cleaned_data
        kind, _, key = data["what"].partition(":")
        chosen = papers.kind(kind)
        if chosen is not None and chosen.is_narrowed:
            kinds = frozenset(one for one in EntryKind if one.name.lower() in data["kinds"])
            key = ChronologyFilter(data["first"], data["last"], kinds, data["known"]).key
        return DocumentRequest(kind, key, Format(data["format"]), data["part"], data["whom"], data["outside"])


class ChoiceForm(Words, forms.Form):
    """Which sections somebody outside the agencies needs, of those whose words were shown.

    None is chosen beforehand, but of a referral those that go to where it was sent.

    `seen`: the fingerprint of what was shown.
    """

    headings = forms.MultipleChoiceField(
        label="What do they need?",
        error_messages={
            "required": "Choose what they need",
            "invalid_choice": CHANGED,
        },
    )

    def __init__(self, *args: Any, going: OutgoingPaper, **options: Any) -> None:
        super().__init__(*args, **options)
        self.going = going
        self.fields["headings"].choices = [(one, one) for one in going.headings]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See that what goes is what was shown, to the word."""
        data = super().clean() or {}
        if not self.errors and self.data.get("seen") != self.going.fingerprint:
            self.add_error("headings", CHANGED)
        return data


TELLING: Final = "telling:"
NOT_RELEASED: Final = frozenset({"agreement", "assessment"})
"""What a family is given to keep: held for its recipient until the decision (`papers.HeldError`)."""


class ReleaseRequestForm(ProduceDocumentForm):
    """What is to be let go although an embargo holds it, to which person, and why."""

    words = WordsField(rows=3, label="If you say it to them: what exactly?")
    reason = WordsField(
        "Write why this cannot wait for the strategy meeting or the police",
        rows=4,
        label="Why can it not wait for the strategy meeting or the police?",
    )

    def __init__(self, *args: Any, recipients: Sequence[Recipient], **options: Any) -> None:
        super().__init__(*args, recipients=[one for one in recipients if is_a_person(one.word)], **options)
        self.fields["what"].label = "What is to go?"
        self.fields["whom"].label = "Who to?"
        self.fields["format"].required = False
        self.fields["format"].initial = Format.PDF
        documents = [(word, text) for word, text in self._documents() if word.partition(":")[0] not in NOT_RELEASED]
        self.fields["what"].choices = [(TELLING, "Something that I say to them"), *documents]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check together what is asked for: what is said needs its words."""
        data = super().clean()
        data["format"] = data.get("format") or Format.PDF
        if data.get("what") == TELLING and not data.get("words"):
            self.add_error("words", "Write exactly what you would say")
        return data

    @property
    def asked_to_release(self) -> releases.ReleaseRequest:
        """What a valid form asks to be let go; its recipient is still to be looked up."""
        data = self.cleaned_data
        whom = data["outside"] if data["whom"] == OUTSIDE else dict(self.fields["whom"].choices)[data["whom"]]  # type: ignore[attr-defined]
        is_said = data["what"] == TELLING
        recipient = person_of(self.concern, data["whom"])
        assert recipient is not None  # noqa: S101 - only persons are offered
        return releases.ReleaseRequest(
            what=Releasing.TELLING if is_said else Releasing.DOCUMENT,
            for_whom=recipient,
            whom=whom,
            words=data["words"] if is_said else dict(self.fields["what"].choices)[data["what"]],  # type: ignore[attr-defined]
            reason=data["reason"],
            thing="" if is_said else f"{data['what']}:{data['format']}",
        )


class ReleaseAnswerForm(Words, forms.Form):
    """What somebody does with a release, and what they say to it."""

    release = forms.CharField(max_length=36)
    do = forms.ChoiceField(choices=[(one, one) for one in ("agree", "refuse", "withdraw", "use")])
    text = WordsField(rows=3, label="Why?")

    def clean(self) -> dict[str, Any]:
        """See that the person who answers says why."""
        data = super().clean() or {}
        if data.get("do") in ("agree", "refuse") and not data.get("text"):
            self.add_error("text", "Write why you agree or refuse")
        return data


class FingerprintForm(Words, forms.Form):
    """A document's number and fingerprint."""

    number = forms.CharField(label="Number of the document", error_messages={"required": "Enter its number"})
    digest = forms.CharField(label="Its fingerprint (SHA-256)", error_messages={"required": "Enter its fingerprint"})

    def clean_number(self) -> UUID:
        """Read a number as it is in a document, where it may be broken: copied, the marks come with it."""
        try:
            return UUID(re.sub(r"[\s\u200b]", "", self.cleaned_data["number"]))
        except ValueError:
            raise forms.ValidationError("Enter the number that is at the end of the document") from None

    def clean_digest(self) -> str:
        """Read a fingerprint, with or without spaces and hyphens between its digits."""
        digest = re.sub(r"[\s\u200b:-]", "", self.cleaned_data["digest"]).lower()
        if not re.fullmatch("[0-9a-f]{64}", digest):
            raise forms.ValidationError("A fingerprint has 64 digits and letters from a to f")
        return digest


def part_in_words(compartment: str) -> str:
    """Return what a document of a compartment is made from, in words: “Common record and Police”."""
    return " and ".join(str(one.label) for one in Compartment if one in SOURCES[compartment])
