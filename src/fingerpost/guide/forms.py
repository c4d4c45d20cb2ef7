"""What is sent to the guide, made into answers; or what to tell somebody, by the field."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from fingerpost.guide.answers import MOST_PEOPLE, Answers, Given, Happening, called, kind_of
from fingerpost.guide.asking import Row, events_that_matter
from fingerpost.procedure.calendar import age_on
from fingerpost.procedure.explaining.words import told_person
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Fact, Pack, Tick
from fingerpost.record.forms.concern import by_person
from fingerpost.web.fields import DayField, OnlyWords, PastMoment

UNKNOWN = "unknown"
_DO_NOT_KNOW = (UNKNOWN, "I don’t know")
_YES_OR_NO = {"yes": True, "no": False}


class HappenedForm(forms.Form):
    """“What has happened?”: what is ticked is so, what is not is not known."""

    def __init__(self, offered: Iterable[Tick], data: Any = None, ticked: Collection[str] = ()) -> None:
        super().__init__(data)
        for name, choices in by_person(offered).items():
            initial = [tick for tick, _ in choices if tick in ticked]
            self.fields[name] = forms.MultipleChoiceField(choices=choices, required=False, initial=initial)

    def ticked(self) -> set[str]:
        """Return the ids of what was ticked."""
        return {tick for ticks in self.cleaned_data.values() for tick in ticks}


class QuestionForm(OnlyWords, forms.Form):
    """The questions of one page. `names` of the rows come with the form: a page that is out of date answers its own."""

    def __init__(self, rows: Sequence[Row], day: datetime.date, data: Any = None, given: Any = None) -> None:
        super().__init__(data)
        self.rows = rows
        self.day = day
        for row in rows:
            self.fields[row.name] = forms.ChoiceField(
                choices=_choices(row.fact),
                required=False,
                initial=_initial(row, given or {}),
                error_messages={"invalid_choice": "Select one of the answers"},
            )
            if row.fact.type == "int":
                born = (given or {}).get(row.birth_name)
                age = (given or {}).get(row.name)
                self.fields[f"{row.name}.years"] = forms.CharField(required=False, initial=age.value if age else None)
                if row.birth_name:
                    self.fields[f"{row.name}.born"] = DayField(
                        "date of birth", required=False, initial=born.value if born else None
                    )

    def clean(self) -> dict[str, Any]:
        """See that an age is one. What is left open is not known, and no error."""
        data = super().clean() or {}
        for row in self.rows:
            if row.fact.type == "int" and self._was_answered(row, data):
                self._check_age(row, data)
        return data

    def _was_answered(self, row: Row, data: Mapping[str, Any]) -> bool:
        return any(data.get(name) for name in (row.name, f"{row.name}.years", f"{row.name}.born"))

    def _check_age(self, row: Row, data: dict[str, Any]) -> None:
        chosen = data.get(row.name) or ("years" if data.get(f"{row.name}.years") else "born")
        numbers = [value for value in row.fact.values if isinstance(value, int)]
        years = str(data.get(f"{row.name}.years") or "").strip()
        born = data.get(f"{row.name}.born")
        if chosen == "years" and not (years.isascii() and years.isdigit() and int(years) in numbers):
            self.add_error(f"{row.name}.years", f"Enter an age from {numbers[0]} to {numbers[-1]}")
        elif chosen == "born" and not isinstance(born, datetime.date):
            if f"{row.name}.born" not in self.errors:
                self.add_error(f"{row.name}.born", "Enter the date of birth")
        elif chosen == "born" and isinstance(born, datetime.date) and age_on(born, self.day) not in numbers:
            late = born > self.day
            self.add_error(
                f"{row.name}.born",
                "The date of birth is after the day on which you became aware"
                if late
                else "Somebody born on that day was no child on the day on which you became aware",
            )
        data[row.name] = chosen

    def answers(self) -> dict[str, Value | datetime.date | None]:
        """Return the answers by name; what was left open is not known."""
        return dict(self._answer(row) for row in self.rows)

    def _answer(self, row: Row) -> tuple[str, Value | datetime.date | None]:
        said = self.cleaned_data[row.name]
        match row.fact.type:
            case "bool":
                return row.name, _YES_OR_NO.get(said)
            case "enum":
                return row.name, said if said in row.fact.values else None
            case "int":
                if said == "born" and row.birth_name:
                    born: datetime.date = self.cleaned_data[f"{row.name}.born"]
                    return row.birth_name, born
                return row.name, int(self.cleaned_data[f"{row.name}.years"]) if said == "years" else None


def _choices(fact: Fact) -> list[tuple[str, str]]:
    match fact.type:
        case "bool":
            return [("yes", "Yes"), ("no", "No"), _DO_NOT_KNOW]
        case "enum":
            return [*((str(value), fact.labels.get(str(value), str(value))) for value in fact.values), _DO_NOT_KNOW]
        case "int":
            born = [("born", "I know the date of birth")] if fact.birth_date else []
            return [("years", "I know the age"), *born, _DO_NOT_KNOW]


def _initial(row: Row, given: Mapping[str, Given]) -> str | None:
    if row.birth_name and (born := given.get(row.birth_name)) and born.value is not None:
        return "born"
    answer = given.get(row.name)
    if answer is None:
        return None
    if answer.value is None:
        return UNKNOWN
    if row.fact.type == "int":
        return "years"
    return {True: "yes", False: "no"}[answer.value] if isinstance(answer.value, bool) else str(answer.value)


class PeopleForm(OnlyWords, forms.Form):
    """How many children and adults are involved."""

    children = forms.CharField(required=False)
    adults = forms.CharField(required=False)

    def __init__(self, answers: Answers, data: Any = None) -> None:
        self.listed = {"children": len(answers.of_kind("child")), "adults": len(answers.of_kind("adult"))}
        super().__init__(data, initial={name: number or "" for name, number in self.listed.items()})

    def clean(self) -> dict[str, Any]:
        """Read the numbers. Nobody is taken off the list by a smaller one."""
        data = super().clean() or {}
        for name, listed in self.listed.items():
            said = str(data.get(name) or "").strip() or str(listed)
            if not (said.isascii() and said.isdigit() and len(said) <= 3):
                self.add_error(name, f"Write the number of {name} in digits, such as {max(listed, 1)}")
            elif int(said) < listed:
                self.add_error(name, f"To take somebody off the list, use “Remove” beside them. {listed} are listed")
            else:
                data[name] = int(said)
        if not self.errors and data["children"] + data["adults"] > MOST_PEOPLE:
            self.add_error(
                "children",
                f"The guide takes {MOST_PEOPLE} people at most. List those first who matter for what is due today, "
                "and tell children’s social care or the police about the others when you ring",
            )
        return data

    def listing(self, answers: Answers) -> Answers:
        """Return the answers with as many people listed as were said."""
        more = {name: self.cleaned_data[name] - listed for name, listed in self.listed.items()}
        return answers.with_more("child", more["children"]).with_more("adult", more["adults"])


class AwareForm(PastMoment):
    """When the practitioner became aware, by the clock in London."""

    what = "you became aware"


class EventForm(PastMoment):
    """Something that has happened since, when, and for an agreement to tell: who may be told."""

    what = "it happened"

    def __init__(self, pack: Pack, answers: Answers, now: datetime.datetime, data: Any = None) -> None:
        super().__init__(data, now=now)
        self.pack = pack
        self.fields["event"] = forms.ChoiceField(
            choices=list(_event_choices(pack, answers)),
            error_messages={"required": "Select what has happened", "invalid_choice": "Select what has happened"},
        )
        self.fields["to"] = forms.ChoiceField(choices=[("", "Choose"), *_recipients(answers)], required=False)

    def clean(self) -> dict[str, Any]:
        """See that an agreement to tell says whom."""
        data = super().clean()
        event = self.pack.events.get(str(data.get("event", "")).partition("/")[0])
        if event is not None and event.to and not data.get("to"):
            self.add_error("to", "Select who may be told")
        return data

    def happening(self) -> Happening:
        """Return what has happened."""
        event, _, person = self.cleaned_data["event"].partition("/")
        to = self.cleaned_data["to"] if self.pack.events[event].to else None
        return Happening(event, self.cleaned_data["moment"], person or None, to)


def _event_choices(pack: Pack, answers: Answers) -> Iterator[tuple[str, str]]:
    for event in events_that_matter(pack):
        if event.about == "concern":
            yield event.id, event.text
        for person in answers.people if event.about != "concern" else ():
            if kind_of(person) == event.about:
                yield f"{event.id}/{person}", f"{called(person)}: {event.text}"


def _recipients(answers: Answers) -> Iterator[tuple[str, str]]:
    for person in answers.people:
        yield person, called(person)
        relations = ("parents",) if kind_of(person) == "child" else ("partner", "employer")
        for relation in relations:
            yield f"{relation}:{person}", told_person(f"{relation}:", person, called)
