"""Producing a document, and checking one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from fingerpost.access import compartments
from fingerpost.access.compartments import SOURCES
from fingerpost.access.fields import Words
from fingerpost.access.models import Compartment, Matter
from fingerpost.documents import papers
from fingerpost.documents.models import Format
from fingerpost.documents.producing import Asked
from fingerpost.documents.recipients import OUTSIDE, OWN, Recipient, is_outside
from fingerpost.record.forms.fields import WordsField


class DocumentForm(Words, forms.Form):
    """Which document, from which part of the record, for whom, and as what."""

    what = forms.ChoiceField(label="Which document?", error_messages={"required": "Choose a document"})
    part = forms.ChoiceField(label="From which part of the record?", error_messages={"required": "Choose a part"})
    whom = forms.ChoiceField(label="For whom is it?", error_messages={"required": "Choose for whom it is"})
    outside = WordsField(label="If it is for somebody else: for whom?")
    format = forms.ChoiceField(
        choices=Format, label="As what?", initial=Format.PDF, error_messages={"required": "Choose PDF or DOCX"}
    )

    def __init__(
        self, *args: Any, matter: Matter, seen: frozenset[str], recipients: Sequence[Recipient], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        parts = compartments.decisions_for(seen)
        self.parts = {one: part_in_words(one) for one in parts}
        self.things = {
            f"{kind.name}:{thing.key}": thing
            for kind in papers.kinds()
            if kind.things
            for thing in kind.things(matter, seen)
        }
        self.fields["what"].choices = list(self._documents())  # type: ignore[attr-defined]
        self.fields["part"].choices = list(self.parts.items())  # type: ignore[attr-defined]
        self.fields["part"].initial = next(iter(parts), "")
        self.fields["whom"].choices = [(one.word, one.text) for one in recipients]  # type: ignore[attr-defined]

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
        """Hold together what is asked for: each kind has its formats, and a thing stands in one part."""
        data = self.cleaned_data
        kind = papers.kind(data.get("what", "").partition(":")[0])
        if kind and data.get("format") and data["format"] not in kind.formats:
            self.add_error("format", f"{kind.title}: only as {' or '.join(one.upper() for one in kind.formats)}")
        thing = self.things.get(data.get("what", ""))
        if thing and data.get("part") and thing.compartment not in SOURCES[data["part"]]:
            self.add_error("part", f"This document is from {part_in_words(thing.compartment)}")
        if data.get("whom") == OUTSIDE and not data.get("outside"):
            self.add_error("outside", "Write for whom it is")
        if is_outside(data.get("whom", OWN)) and data.get("format") == Format.DOCX:
            self.add_error("format", "For somebody outside the agencies: only as PDF, which is encrypted")
        return data

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        data = self.cleaned_data
        kind, _, key = data["what"].partition(":")
        return Asked(kind, key, Format(data["format"]), data["part"], data["whom"], data["outside"])


class ChoiceForm(Words, forms.Form):
    """Which sections somebody outside the agencies needs. Nothing is chosen beforehand."""

    headings = forms.MultipleChoiceField(
        label="What do they need?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what they need",
            "invalid_choice": "The record has changed meanwhile: choose again from what is there now",
        },
    )

    def __init__(self, *args: Any, headings: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["headings"].choices = [(one, one) for one in headings]  # type: ignore[attr-defined]


class CheckForm(Words, forms.Form):
    """A document's number and fingerprint."""

    number = forms.CharField(label="Number of the document", error_messages={"required": "Enter its number"})
    digest = forms.CharField(label="Its fingerprint (SHA-256)", error_messages={"required": "Enter its fingerprint"})

    def clean_number(self) -> UUID:
        """Read a number as it stands in a document."""
        try:
            return UUID(self.cleaned_data["number"].strip())
        except ValueError:
            raise forms.ValidationError("Enter the number as it stands at the end of the document") from None

    def clean_digest(self) -> str:
        """Read a fingerprint, with or without spaces and hyphens between its digits."""
        digest = re.sub(r"[\s:-]", "", self.cleaned_data["digest"]).lower()
        if not re.fullmatch("[0-9a-f]{64}", digest):
            raise forms.ValidationError("A fingerprint has 64 digits and letters from a to f")
        return digest


def part_in_words(compartment: str) -> str:
    """Return what a document of a compartment is made from, in words: “Common record and Police”."""
    return " and ".join(str(one.label) for one in Compartment if one in SOURCES[compartment])
