"""Pages of the guide: from what has happened, question by question, with the plan so far beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access import permissions
from fingerpost.guide.answers import TICKED, Answers, called, kind_of
from fingerpost.guide.asking import Row, open_names
from fingerpost.guide.forms import AwareForm, EventForm, HappenedForm, PeopleForm, QuestionForm
from fingerpost.guide.visit import Visit, forget
from fingerpost.guide.words import beside, happenings, said_of, ticks_said, what_was_said
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.language.tree import Scope, Value

anybody = permissions.public(because="the guide is for everybody who is worried about a child, and stores nothing")

Page = Callable[..., HttpResponse]


def with_answers(view: Page) -> Page:
    """Lead to the start where there are no answers yet; hand the visit to the view."""

    @wraps(view)
    def opened(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        visit = Visit(request)
        return view(request, visit, *arguments, **named) if visit.answers is not None else redirect("guide")

    return opened


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def shown(request: HttpRequest, visit: Visit, template: str, **more: Any) -> HttpResponse:
    """Show a page with the plan so far beside it."""
    page = {"visit": visit, "beside": beside(visit), "called": called, "number": None, **more}
    return render(request, f"guide/{template}.html", page)


@anybody
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Say what comes before everything, and ask what has happened."""
    visit = Visit(request)
    answers, ticks = visit.given, visit.pack.ticks
    form = HappenedForm(ticks.values(), sent(request), {tick.id for tick in visit.asking.ticked(answers)})
    people = PeopleForm(answers, sent(request))
    if form.is_valid() and people.is_valid():
        ticked = [ticks[one] for one in ticks if one in form.ticked()]
        answers = people.listing(answers)
        for kind in ("child", "adult"):
            if not answers.of_kind(kind) and any(kind in tick.lists for tick in ticked):
                answers = answers.with_more(kind, 1)
        says = visit.asking.said_by
        offered = [name for tick in ticks.values() for name in says(tick, answers)]
        answers = answers.with_ticks(offered, [name for tick in ticked for name in says(tick, answers)])
        return leads_on(visit, answers) if ticked or answers.people else visit.takes_along(answers, "guide_people")
    response = shown(request, visit, "start", form=form, other_form=people)
    if visit.lost:
        forget(response)
    return response


@anybody
@require_http_methods(["GET", "POST"])
@with_answers
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask who is involved: how many, and no names."""
    answers = visit.given
    form = PeopleForm(answers, sent(request))
    if form.is_valid():
        return leads_on(visit, form.listing(answers))
    listed = [(person, called(person), said_of(visit, person)) for person in answers.people]
    return shown(request, visit, "people", form=form, listed=listed)


@anybody
@require_POST
@with_answers
def remove_person(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take somebody off the list, with what was said of them."""
    return visit.takes_along(visit.given.without(request.POST.get("person", "")), "guide_people")


@anybody
@require_http_methods(["GET", "POST"])
@with_answers
def question(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Ask what matters most now, or ask again what was asked on an earlier page. `rest`: everything is asked."""
    answers, asking = visit.given, visit.asking
    rest = "rest" in request.GET or "rest" in request.POST
    rows = _rows(request, visit, number, rest=rest)
    if not rows:
        return leads_on(visit, answers, rest=rest)
    form = QuestionForm(rows, london_day(answers.aware_at), sent(request), answers.given)
    if form.is_valid():
        answers = _with(answers, rows, form.answers())
        if "enough" in request.POST:
            return visit.takes_along(answers, "guide_plan")
        return leads_on(visit, answers, rest=rest)
    topic = asking.topic(rows[0]) if len({asking.topic(row) for row in rows}) == 1 else "What matters today"
    ticked = [] if rest or number > 1 else ticks_said(visit)
    return shown(request, visit, "question", form=form, rows=rows, topic=topic, number=number, rest=rest, ticked=ticked)


def _rows(request: HttpRequest, visit: Visit, number: int, *, rest: bool) -> list[Row]:
    """Return the questions of a page: those that a form was sent for, were answered there, or come next."""
    answers, asking = visit.given, visit.asking
    scopes: dict[str, Scope] = {"concern": "concern", **{person: kind_of(person) for person in answers.people}}
    if request.method == "POST":
        rows = asking.rows(dict.fromkeys(request.POST.getlist("asked")))
        return [row for row in rows if scopes.get(row.owner) == row.fact.scope]
    if 0 < number <= answers.last_page:
        return asking.rows(answers.on_page(number))
    if number != answers.last_page + 1:
        return []
    return asking.next_rows(answers, visit.decision) if rest else visit.first_rows


def _with(answers: Answers, rows: list[Row], said: Mapping[str, Value | date | None]) -> Answers:
    """Return the answers with those of a page, which stay on the page on which they were given first.

    An age takes a date of birth away that was given before, and the other way round.
    """
    names = [name for row in rows for name in row.names]
    pages = {answers.given[name].page for name in names if name in answers.given}
    page = next((page for page in sorted(pages) if page > TICKED), None)
    return answers.without_answers(name for name in names if name not in said).with_answers(said, page)


def leads_on(visit: Visit, answers: Answers, *, rest: bool = False) -> HttpResponse:
    """Lead to the next question, or to the plan: when today is settled, or with `rest` when nothing is left to ask."""
    after = visit.with_answers(answers)
    if open_names(answers, after.decision) if rest else after.first_rows:
        query = "?rest=1" if rest else ""
        return visit.takes_along(answers, "guide_question", answers.last_page + 1, query=query)
    return visit.takes_along(answers, "guide_plan")


@anybody
@require_http_methods(["GET", "POST"])
@with_answers
def aware(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask when the practitioner became aware: the day from which “today” is counted."""
    at = timezone.localtime(visit.given.aware_at)
    form = AwareForm(sent(request), now=visit.now, initial={"day": at.date(), "clock": at.time()})
    if form.is_valid():
        answers = visit.given.aware(form.cleaned_data["moment"])
        try:
            return leads_on(visit, answers)
        except CaseError as error:
            form.add_error("day", str(error.problems[0]))
    return shown(request, visit, "aware", form=form)


@anybody
@require_http_methods(["GET", "POST"])
@with_answers
def events(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask what has happened since, as an arrest: some days are counted from it."""
    form = EventForm(visit.pack, visit.given, visit.now, sent(request))
    if form.is_valid():
        if visit.given.is_full:
            form.add_error("event", "The guide takes no more events. Remove one that no longer matters")
        else:
            return visit.takes_along(visit.given.with_event(form.happening()), "guide_events")
    return shown(request, visit, "events", form=form, happened=happenings(visit))


@anybody
@require_POST
@with_answers
def remove_event(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take back what was said to have happened."""
    return visit.takes_along(visit.given.without_event(request.POST.get("event", "")), "guide_events")


@anybody
@require_GET
@with_answers
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List everything that was said, to be changed or asked again."""
    return shown(request, visit, "answers", said=what_was_said(visit), left=len(visit.given.unknown))


@anybody
@require_POST
@with_answers
def ask_again(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Ask again what somebody said they do not know."""
    return leads_on(visit, visit.given.without_answers(visit.given.unknown), rest=True)
