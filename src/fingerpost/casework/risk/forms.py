"""The forms of a risk assessment. Nothing in them is chosen beforehand that somebody has to judge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms

from fingerpost.access.models import Concern
from fingerpost.casework.models import (
    Dimension,
    FactorEffect,
    FoundBy,
    HeadingKnown,
    Interviewed,
    Level,
    RiskAnswer,
    RiskJudgement,
    RiskStepKind,
    Separately,
)
from fingerpost.casework.risk import rules
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Fact
from fingerpost.record.forms.headings import HeadingsField
from fingerpost.web.fields import DayField, PastMoment, Words, WordsField

EFFECTS: Final = {
    "risk": "What does it do to the risk that the adult poses?",
    "vulnerability": "What does it do to the children’s vulnerability?",
    "protection": "What does it do to the protection around them?",
}
PROTECTION: Final = {"high": "Strong", "medium": "Partial", "low": "Weak", "not_yet": Level.NOT_YET.label}
"""What the levels are called where protection is judged."""
_AS_IT_IS: Final = ("", "Leave it as it is")


class BeginAssessmentForm(Words, PastMoment):
    """Whose risk is assessed, and since when."""

    what = "it was opened"

    about = forms.ChoiceField(
        label="Of which adult?", error_messages={"required": "Choose the adult whose risk is assessed"}
    )

    def __init__(self, *args: Any, now: datetime, adults: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, now=now, **options)
        self.fields["about"].choices = [(str(pk), name) for pk, name in adults]  # type: ignore[attr-defined]


class FactsForm(Words, forms.Form):
    """Facts that can be stated of the adult: each is left as it is unless somebody answers."""

    def __init__(self, *args: Any, facts: Iterable[Fact], **options: Any) -> None:
        super().__init__(*args, **options)
        self.facts = list(facts)
        choices = [("true", "Yes"), ("false", "No"), ("null", "Not known"), _AS_IT_IS]
        for fact in self.facts:
            self.fields[f"fact_{fact.id}"] = forms.ChoiceField(choices=choices, required=False, label=fact.ask)

    def stated(self) -> dict[str, Value | None]:
        """Return the facts that were answered."""
        given = {fact.id: self.cleaned_data[f"fact_{fact.id}"] for fact in self.facts}
        return {fact: json.loads(value) for fact, value in given.items() if value}

    def asked(self) -> Iterator[tuple[Fact, forms.BoundField]]:
        """Yield each fact with its field."""
        for fact in self.facts:
            yield fact, self[f"fact_{fact.id}"]


class HeadingForm(FactsForm):
    """An answer under a heading: what is known and from where, or who is asked for it, or why it is not known."""

    status = forms.ChoiceField(
        choices=HeadingKnown,
        label="What is known?",
        error_messages={"required": "Say whether it is known, sought, or not known"},
    )
    text = WordsField(rows=5, label="What is known")
    found_by = forms.ChoiceField(choices=FoundBy, required=False, label="From where?")
    found_where = WordsField(label="The source in words (optional)")
    sought_from = WordsField(label="Who is asked for it?")
    reason = WordsField(rows=3, label="Why is it not known?")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["sought_since"] = DayField("day since which it is sought", required=False)
        for name, ask in EFFECTS.items():
            choices = [*FactorEffect.choices, ("", "Not judged yet")]
            self.fields[f"effect_{name}"] = forms.ChoiceField(choices=choices, required=False, label=ask)

    @staticmethod
    def of(answer: RiskAnswer | None, today: date) -> dict[str, Any]:
        """Return the fields' values for what was said last, to begin a form with."""
        if answer is None:
            return {"sought_since": today, **{f"effect_{name}": "" for name in EFFECTS}}
        is_not_known = answer.status == HeadingKnown.NOT_KNOWN
        return {
            "status": answer.status,
            "text": "" if is_not_known else str(answer.text or ""),
            "reason": str(answer.text or "") if is_not_known else "",
            "found_by": answer.found_by,
            "found_where": str(answer.found_where or ""),
            "sought_from": str(answer.sought_from or ""),
            "sought_since": answer.sought_since or today,
            **{f"effect_{name}": answer.effect.get(name, "") for name in EFFECTS},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what an answer of this status cannot do without."""
        data = super().clean() or {}
        match data.get("status"):
            case HeadingKnown.KNOWN:
                self._needs("text", "Write what is known")
                self._needs("found_by", "Say where it is from")
            case HeadingKnown.SOUGHT:
                self._needs("sought_from", "Write who is asked for it")
                self._needs("sought_since", "Enter the day since which it is sought")
                if (data.get("sought_since") or self.today) > self.today:
                    self.add_error("sought_since", "The day since which it is sought is in the future")
            case HeadingKnown.NOT_KNOWN:
                self._needs("reason", "Write why it is not known")
        return data

    def effects(self) -> dict[str, str]:
        """Return what the answer raises or lowers."""
        return {name: self.cleaned_data[f"effect_{name}"] for name in EFFECTS}

    def _needs(self, name: str, words: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)


class ModelForm(Words, forms.Form):
    """The assessment model that is used."""

    model = WordsField("Name the assessment model that you use", label="Which assessment model do you use?")


class InterviewForm(Words, PastMoment):
    """An interview, as it was."""

    what = "it was held"

    whom = forms.ChoiceField(
        choices=Interviewed, label="Who was interviewed?", error_messages={"required": "Choose who was interviewed"}
    )
    who = WordsField("Write who was interviewed, and who did it", label="Their name, and who spoke with them")
    separately = forms.ChoiceField(
        choices=Separately,
        label="Were the partner and the alleged abuser interviewed separately?",
        error_messages={"required": "Say whether they were interviewed separately"},
    )
    text = WordsField(rows=5, label="What came of it (optional)")

    def __init__(self, *args: Any, concern: Concern, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["headings"] = HeadingsField(concern)


class JudgementsForm(Words, forms.Form):
    """The three judgements, of which vulnerability goes child by child; and, apart from them, the rating of others."""

    public_level = WordsField(label="How do others rate the risk to the general public?")
    public_reasons = WordsField(rows=3, label="Who rates it so, and on what grounds?")

    def __init__(
        self, *args: Any, children: Mapping[str, str], judged: Mapping[rules.HeadingKey, RiskJudgement], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.children = children
        self.judged = judged
        self.keys = rules.to_be_judged(children)
        for key in self.keys:
            name = name_of(key)
            levels = PROTECTION.items() if key[0] == Dimension.PROTECTION else Level.choices
            self.fields[f"{name}_level"] = forms.ChoiceField(
                choices=[*levels], required=False, label="The protection is" if levels is not Level.choices else "It is"
            )
            self.fields[f"{name}_reasons"] = WordsField(rows=4, label="Reasons")
        for key in (*self.keys, (rules.PUBLIC, "")):
            before = judged.get(key)
            if before is not None:
                self.initial[f"{name_of(key)}_level"] = str(before.level)
                self.initial[f"{name_of(key)}_reasons"] = str(before.reasons or "")

    def clean(self) -> dict[str, Any]:
        """See that what is judged has a level and reasons."""
        data = super().clean() or {}
        for key in (*self.keys, (rules.PUBLIC, "")):
            name = name_of(key)
            level, reasons = data.get(f"{name}_level"), data.get(f"{name}_reasons")
            if level and not reasons:
                self.add_error(f"{name}_reasons", "Write the reasons")
            if reasons and not level:
                self.add_error(f"{name}_level", "Say how it is rated" if key[0] == rules.PUBLIC else "Choose a level")
        return data

    def changed(self) -> Iterator[tuple[rules.HeadingKey, str, str]]:
        """Yield what is judged otherwise than before: of what, the level, and the reasons."""
        for key in (*self.keys, (rules.PUBLIC, "")):
            level, reasons = (self.cleaned_data[f"{name_of(key)}_{part}"] for part in ("level", "reasons"))
            before = self.judged.get(key)
            if level and (before is None or (before.level, before.reasons) != (level, reasons)):
                yield key, level, reasons

    def fields_of(self, dimension: str) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield the person, the level and the reasons, for what is judged."""
        for key in self.keys:
            if key[0] == dimension:
                name = name_of(key)
                yield self.children.get(key[1], ""), self[f"{name}_level"], self[f"{name}_reasons"]


class ConclusionForm(Words, PastMoment):
    """What becomes of the assessment: its conclusion, agreement to it, or its being opened again."""

    what = "it was so"

    text = WordsField(rows=5, label="In words")

    def __init__(self, *args: Any, now: datetime, kinds: list[RiskStepKind], **options: Any) -> None:
        super().__init__(*args, now=now, **options)
        self.fields["kind"] = forms.ChoiceField(
            choices=[(kind, _SAYS[kind]) for kind in kinds],
            label="What becomes of it?",
            error_messages={"required": "Choose what becomes of it"},
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the words that a step cannot do without."""
        data = super().clean()
        if data.get("kind") in _MISSING and not data.get("text"):
            self.add_error("text", _MISSING[RiskStepKind(data["kind"])])
        return data


def name_of(key: rules.HeadingKey) -> str:
    """Return how the form names a judgement."""
    return "_".join(part for part in key if part)


_SAYS: Final = {
    RiskStepKind.CONCLUDED: "It is concluded",
    RiskStepKind.AGREED: "A team manager agrees to the conclusion",
    RiskStepKind.REOPENED: "It is opened again",
}
_MISSING: Final = {
    RiskStepKind.CONCLUDED: "Write what the assessment comes to",
    RiskStepKind.REOPENED: "Write why it is opened again",
}
