"""A form for one step among several: its page lists the steps, and asks only what the chosen one needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from fingerpost.access.models import Concern
from fingerpost.casework.enquiries.queries import COMMON
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.web.field_spec import FieldSpec
from fingerpost.web.fields import PastMoment, Words
from fingerpost.web.form_post import FormDraft


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step that can be recorded: what it says on the page, and what it asks."""

    kind: str
    says: str
    asks: tuple[FieldSpec, ...]


class ChosenStepForm(Words, PastMoment):
    """The form of the step that was sent or, before that, of the one chosen."""

    what = "it was so"

    def __init__(self, *args: Any, now: datetime, choices: Mapping[str, StepChoice], kind: str, **options: Any) -> None:
        super().__init__(*args, now=now, **options)
        sent = self.data.get("step", "") if self.is_bound else ""
        self.step = choices.get(sent) or choices[kind]
        self.is_stale = self.is_bound and sent not in choices
        self.fields |= {ask.name: ask.field() for ask in self.step.asks}

    def clean(self) -> dict[str, Any]:
        """Refuse a step that is not among those on the page: nothing is recorded as another one."""
        data = super().clean()
        if self.is_stale:
            raise forms.ValidationError("This step cannot be recorded, or not any more. Choose one of those below.")
        return data


def chosen[Choice](choices: Mapping[str, Choice], asked: str | None) -> str:
    """Return the step that an address asks for, or the one that makes sense next."""
    return asked if asked and asked in choices else next(iter(choices), "")


def ordered(choices: Iterable[StepChoice], first: Iterable[str]) -> dict[str, StepChoice]:
    """Return the steps, those that make sense next before all others."""
    likely = list(first)
    place = {kind: number for number, kind in enumerate(likely)}
    return {one.kind: one for one in sorted(choices, key=lambda one: place.get(one.kind, len(likely)))}


def step_form[Form: ChosenStepForm](
    draft: FormDraft, form_class: type[Form], choices: Mapping[str, StepChoice]
) -> Form:
    """Return the form of the step that was sent, or that the address asks for; there has to be one to choose."""
    return draft.form(
        form_class,
        now=draft.now,
        choices=choices,
        kind=chosen(choices, draft.request.GET.get("step")),
        initial=form_class.at(draft.now),
    )


class Everybody:
    """The people of a concern’s common record, by name: to choose among them."""

    def __init__(self, concern: Concern) -> None:
        self.people = PeopleOfConcern(concern, COMMON)

    def choices(self, *kinds: PersonKind) -> tuple[tuple[str, str], ...]:
        """Return ids and names, of these kinds or of everybody."""
        return tuple(
            (str(one.appearance.pk), one.name) for one in self.people if not kinds or one.appearance.kind in kinds
        )

    def chosen(self, keys: Iterable[str]) -> list[Appearance]:
        """Return the people who were chosen, in the order of the page."""
        wanted = set(keys)
        return [one.appearance for one in self.people if str(one.appearance.pk) in wanted]
