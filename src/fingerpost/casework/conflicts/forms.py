"""The small forms of the page of conflicts: each says in `do` what it is, and in `of` what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from fingerpost.access.models import Membership, Organisation
from fingerpost.record.models import ConflictAnswer
from fingerpost.web.fields import ColleagueField, Words, WordsField

NONE = "none"


class ConflictAnswerForm(Words, forms.Form):
    """Whether an exclusion is right, or whether a user is the person in the concern, and why."""

    answer = forms.ChoiceField(label="What do you say?")
    why = WordsField("Say how you know", rows=2, label="How do you know?")

    required_words: ClassVar = {"answer": "Choose an answer"}

    def __init__(self, *args: Any, answers: Iterable[ConflictAnswer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = [(one.value, one.label) for one in answers]  # type: ignore[attr-defined]


class PlaceForm(Words, forms.Form):
    """Which organisation of the directory a place of work is."""

    organisation = forms.ChoiceField(label="Which organisation is it?")

    required_words: ClassVar = {"organisation": "Choose the organisation, or that it is none of these"}

    def __init__(self, *args: Any, likely: Iterable[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        first = list(likely)
        others = [one for one in Organisation.objects.all() if one not in first]
        choices = [("", "Choose"), *((str(one.pk), one.name) for one in first), (NONE, "None of these")]
        choices += [(str(one.pk), one.name) for one in others]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation | None:
        """The organisation; None: none of them."""
        chosen = self.cleaned_data["organisation"]
        return None if chosen == NONE else Organisation.objects.get(pk=chosen)


class KeepForm(Words, forms.Form):
    """Who of an organisation keeps sight by name, and why."""

    who = ColleagueField(Membership.objects.none(), empty_label="Choose somebody", label="Who may go on seeing it?")
    why = WordsField("Say why they need it", label="Why do they need it?")

    required_words: ClassVar = {"who": "Choose somebody"}

    def __init__(self, *args: Any, there: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].queryset = there  # type: ignore[attr-defined]


class DeclareForm(Words, forms.Form):
    """That somebody is close to a person in the concern, and who takes over what they hold."""

    why = WordsField("Say how you know them", rows=2, label="How do you know them?")
    successor = ColleagueField(
        Membership.objects.none(),
        required=False,
        empty_label="The people who take in concerns here",
        label="Who takes over what you hold in it?",
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
