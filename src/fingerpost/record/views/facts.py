"""Facts and unknowns: every question with its answer and who gave it, and answering."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import compartments, permissions
from fingerpost.access.clock import today
from fingerpost.access.compartments import SOURCES
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost.record import previews, questions
from fingerpost.record.as_of import moment_in
from fingerpost.record.errors import NothingToldError
from fingerpost.record.forms.facts import AnswersForm
from fingerpost.record.models import DetailKind
from fingerpost.record.people_presentation import PeopleOfConcern, PersonShown
from fingerpost.record.questions import CONCERN
from fingerpost.record.services import facts as services
from fingerpost.record.services.cases import BESIDE, is_fitting
from fingerpost.record.services.decisions import CompartmentDecision, decision_of
from fingerpost.record.services.derived_facts import suggested
from fingerpost.record.services.facts import FactAnswer, KnownFact
from fingerpost.record.services.relationships import relationships_of

_FIRST: Final = 5
"""So many questions stand on top."""
_EVERYTHING: Final = "all"


@permissions.sees_concern
@require_GET
def facts(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show every question about a concern and its people, answered or not, as known on the day of the address.

    They are folded by heading; `?open=` names one that is open, or all. What is asked next is on top.
    """
    concern, seen = concern_of(request)
    at = moment_in(request, timezone.now())
    everybody = PeopleOfConcern(concern, seen, at)
    known, said = questions.told(concern, seen, at)
    pack = _pack(concern, seen)
    opened = request.GET.get("open", "")
    likely = {
        (person.pk, fact)
        for person, fact in suggested(
            [taken for one in everybody for taken in one.parts], relationships_of(concern, seen, at)
        )
    }
    owners = [
        {
            "about": str(person.appearance.pk) if person else CONCERN,
            "id": person.appearance.pk if person else None,
            "name": person.name if person else "The concern",
            "beside": _is_beside(person, known),
            "groups": [
                _folded(
                    group.title,
                    number,
                    questions.asked(
                        _not_known(group.facts, person, known), person.appearance.pk if person else None, known, said
                    ),
                    [one for one in likely if one[0] == (person.appearance.pk if person else None)],
                    is_open=opened in (_EVERYTHING, f"{person.appearance.pk if person else CONCERN}-{number}"),
                )
                for number, group in enumerate(questions.groups(pack, _scope(person)), start=1)
            ],
        }
        for person in (None, *everybody)
    ]
    context = {
        "concern": concern,
        "owners": owners,
        "next": questions.next_up(_decisions(concern, seen, at), everybody, _FIRST),
        "all_open": opened == _EVERYTHING,
        "likely": likely,
        "pack": pack,
        "said_by": questions.said_by,
        "at": at,
    }
    return render(request, "record/facts.html", context)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, concern_id: UUID, about: str, number: int) -> HttpResponse:  # noqa: ARG001 - as above
    """Ask one group of questions, and save the answers; what they bring is shown, before if that is asked, or after.

    What was just saved can be taken back there.
    """
    concern, seen = concern_of(request)
    if "take_back" in request.POST:
        services.take_back(concern, [one for one in map(_id, request.POST.getlist("take_back")) if one])
        messages.success(request, "It is taken back.")
        return redirect(_page(concern, about, number))
    everybody = PeopleOfConcern(concern, seen)
    person = _person(about, everybody)
    groups = questions.groups(_pack(concern, seen), _scope(person))
    if not 1 <= number <= len(groups):
        raise Http404
    known, said = questions.told(concern, seen)
    facts_here = _not_known(groups[number - 1].facts, person, known)
    asked = questions.asked(facts_here, person.appearance.pk if person else None, known, said)
    places = [name for name in seen if person is None or person.appearance.compartment in SOURCES[name]]
    form = AnswersForm(request.POST or None, asked=asked, compartments=places, today=today())
    if form.is_valid() and "change" not in request.POST:
        if form.answers():
            return _answered(request, concern, seen, everybody, person, form, number)
        form.add_error(None, "No answer was given or changed. Answer a question, or go back")
    context = {
        "concern": concern,
        "form": form,
        "group": groups[number - 1],
        "person": person,
        "back": _page(concern, about, number),
    }
    return render(request, "record/answers-form.html", context)


def _answered(
    request: HttpRequest,
    concern: Concern,
    seen: frozenset[str],
    everybody: PeopleOfConcern,
    person: PersonShown | None,
    form: AnswersForm,
    number: int,
) -> HttpResponse:
    appearance = person.appearance if person else None
    answers = [FactAnswer(fact, value, appearance) for fact, value in form.answers()]
    back = _page(concern, str(appearance.pk) if appearance else CONCERN, number)
    data = form.cleaned_data
    words = {
        "compartment": form.cleaned_data["compartment"],
        "on_whose_word": data["on_whose_word"],
        "reason": data["reason"],
        "said_at": _noon(data["said_on"]),
    }
    drafts = services.drafts(concern, answers, **words)
    bringing = previews.of(concern, form.cleaned_data["compartment"], seen, everybody, drafts)
    if "look" in request.POST:
        return previews.show(request, _statements(form), bringing)
    made = services.assert_many(concern, answers, **words)
    return previews.show_saved(request, _statements(form), bringing, made, back)


def _folded(
    title: str,
    number: int,
    asked: list[questions.QuestionWithAnswer],
    likely: Collection[tuple[UUID | None, str]],
    *,
    is_open: bool,
) -> dict[str, Any]:
    """Return one heading with its questions. Where somebody said otherwise it is open: nobody is to read past that."""
    against = sum(1 for one in asked if one.known and one.known.against)
    return {
        "title": title,
        "number": number,
        "asked": asked,
        "known": sum(1 for one in asked if one.is_known),
        "against": against,
        "first": sum(1 for one in asked if one.known is None and any(fact == one.fact.id for _, fact in likely)),
        "is_open": is_open or bool(against),
    }


def _decisions(concern: Concern, seen: frozenset[str], at: datetime.datetime | None) -> list[CompartmentDecision]:
    found = []
    for compartment in compartments.decisions_for(seen):
        try:
            found.append(decision_of(concern, compartment, at))
        except NothingToldError:
            continue
    return found


def _statements(form: AnswersForm) -> list[str]:
    given = dict(form.answers())
    return [
        f"{one.fact.ask} {questions.in_words(one.fact, given[one.fact.id])}."
        for one in form.asked
        if one.fact.id in given
    ]


def _pack(concern: Concern, seen: frozenset[str]) -> Pack:
    """Return the procedure that the questions come from: that of the first part of the record that is seen."""
    return services.pack_of(concern, next(name for name in SOURCES if name in seen))


def _not_known(
    facts_: Iterable[Fact], person: PersonShown | None, known: Mapping[tuple[UUID | None, str], KnownFact]
) -> list[Fact]:
    """Return what is asked: not an age that nobody stated and that a recorded date of birth tells."""
    born = [str(one.detail.value) for one in person.details if one.detail.kind == DetailKind.BORN] if person else []
    return [
        fact
        for fact in facts_
        if not (born and fact.birth_date and person and (person.appearance.pk, fact.id) not in known)
        or not is_fitting(born[-1], timezone.now(), fact.values)
    ]


def _scope(person: PersonShown | None) -> Scope:
    if person is None:
        return "concern"
    return "child" if person.appearance.kind == "child" else "adult"


def _person(about: str, everybody: PeopleOfConcern) -> PersonShown | None:
    if about == CONCERN:
        return None
    try:
        found = everybody.get(UUID(about))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(concern: Concern, about: str, number: int) -> str:
    """Return the address of the questions, with one heading open."""
    return f"{reverse('facts', args=[concern.pk])}?open={about}-{number}#about-{about}-{number}"


def _is_beside(person: PersonShown | None, known: Mapping[tuple[UUID | None, str], KnownFact]) -> bool:
    """Whether nothing is asked about somebody yet: they stand beside the case."""
    if person is None or not person.parts:
        return False
    answered = any(about == person.appearance.pk and not one.assertion.is_derived for (about, _), one in known.items())
    return not answered and {taken.part for taken in person.parts} <= BESIDE


def _noon(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12))) if day else None
