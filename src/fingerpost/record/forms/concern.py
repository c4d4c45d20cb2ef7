"""Recording a concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from fingerpost.procedure.pack.model import Tick
from fingerpost.record.models import AbuseForm, Reporter, Setting
from fingerpost.record.services.concerns import ConcernInput
from fingerpost.web.fields import PastMoment, Words, WordsField


class ConcernForm(Words, PastMoment):
    """What somebody is worried about. Only what happened has to be said; whatever else is not known can be left.

    `ticks`: what is offered to be ticked; none where it was asked already. `works_in`: where whoever records works, as
    their account knows it; then it is not asked.
    """

    what = "you became aware"
    TICKS: Final = ("child", "adult", "concern")
    """What is ticked, by whom it is about."""

    child_name = WordsField(label="Who is the child?")
    narrative = WordsField("Write what has happened, as far as you know", rows=6, label="What has happened?")
    keep_from_intake = forms.BooleanField(required=False)
    childs_voice = WordsField(rows=4, label="What has the child said, in the child’s own words?")
    how = WordsField(rows=3, label="How did you become aware of it?")
    reporter = forms.ChoiceField(choices=Reporter, required=False, label="Who told you?")
    reported_by = WordsField(label="Their name")
    forms_of_abuse = forms.MultipleChoiceField(choices=AbuseForm, required=False, label="What else may it be?")
    platform = WordsField(label="Where online: site, app or game")
    handles = WordsField(label="Names that are used there")
    device = WordsField(label="On which device, and who has it now")
    setting = forms.ChoiceField(choices=Setting, required=False, label="Where do you work?")

    def __init__(self, *args: Any, ticks: Iterable[Tick] = (), works_in: Setting | None = None, **options: Any) -> None:
        options["initial"] = {**self.at(options["now"]), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.ticks, self.works_in = list(ticks), works_in
        for about, choices in by_person(self.ticks).items():
            self.fields[about] = forms.MultipleChoiceField(choices=choices, required=False)
        if works_in:
            del self.fields["setting"]

    @property
    def more_is_said(self) -> bool:
        """Whether something is said in the fields that are folded, or is wrong with it."""
        at_once = {"child_name", "narrative", "keep_from_intake", *self.TICKS}
        begun = {"day", "clock", "setting"}
        folded = [name for name in self.fields if name not in at_once]
        given = self.is_bound and any(self.data.get(name) for name in folded if name not in begun)
        return given or any(name in self.errors for name in folded)

    @property
    def is_ticked(self) -> bool:
        """Whether something is ticked, or is wrong with it: then the ticks are not folded."""
        return self.is_bound and any(self.data.get(name) or name in self.errors for name in self.TICKS)

    def told(self) -> dict[str, Any]:
        """Return what was answered, as `record_concern` takes it."""
        data = self.cleaned_data
        ticked = {one for about in self.TICKS for one in data.get(about, ())}
        ticks = [tick for tick in self.ticks if tick.id in ticked]
        setting = data.get("setting") or self.works_in
        return {
            "became_aware_at": data["moment"],
            "narrative": data["narrative"],
            "childs_voice": data["childs_voice"],
            "how": data["how"],
            "tell_intake": not data["keep_from_intake"],
            "told": ConcernInput(
                child=data["child_name"],
                ticks=[tick.id for tick in ticks],
                setting=Setting(setting) if setting else None,
                forms=[
                    AbuseForm(form)
                    for form in dict.fromkeys([*(tick.form for tick in ticks if tick.form), *data["forms_of_abuse"]])
                ],
                device=data["device"],
                platform=data["platform"],
                handles=data["handles"],
                reporter=Reporter(data["reporter"]) if data["reporter"] else None,
                reported_by=data["reported_by"],
            ),
        }


def by_person(ticks: Iterable[Tick]) -> dict[str, list[tuple[str, str]]]:
    """Return ticks with their words: about a child, about an adult, about what happened."""
    groups: dict[str, list[tuple[str, str]]] = {about: [] for about in ConcernForm.TICKS}
    for tick in ticks:
        about = "adult" if "adult" in tick.lists else "child" if tick.lists else "concern"
        groups[about].append((tick.id, tick.text))
    return groups
