"""The parts of the page on which a meeting is minuted, each as its steps have it: what is in which box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from fingerpost.casework.meetings import rules
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.meetings.rules import AgendaItem, MeetingStanding
from fingerpost.casework.meetings.told_apart import Boxes, Part
from fingerpost.casework.models import MeetingStep
from fingerpost.procedure.calendar import moment_in_words

NOT_HELD = "not_held"
HELD = "held"
QUORUM = "quorum"


def key_of(item: AgendaItem) -> str:
    """Return how the page names an item: by its first rule and whom it is about, so that it keeps its name."""
    return f"{item.ids[0]}{f':{item.about}' if item.about else ''}"


def own_decisions(items: Iterable[AgendaItem]) -> list[str]:
    """Return what can be decided with yes or no beside the items of the agenda."""
    asked = {act for item in items for act in item.acts}
    return [act for act in rules.DECISIONS if act not in asked]


def parts_of(one: MeetingSummary, seen: int) -> dict[str, Part]:
    """Return the parts of the page by name: as they were up to the step `seen`, and as they are now."""
    tellings = bool(one.tellings)
    then = rules.fold([step for step in one.steps if step.number <= seen], has_tellings=tellings)
    before = dict(_boxes(one, then))
    found = {}
    for name, (boxes, step, at_field) in _boxes(one, one.now):
        shown = before[name][0]
        found[name] = Part(name, shown, boxes, _by(step), at_field)
    return found


type _Boxes = tuple[Boxes, MeetingStep | None, str]


def _boxes(one: MeetingSummary, now: MeetingStanding[MeetingStep]) -> Iterator[tuple[str, _Boxes]]:
    yield HELD, _held(now)
    for person in one.people:
        step = now.attendance.get(person.pk)
        boxes = {f"came_{person.pk}": str(step.kind) if step else "", f"for_{person.pk}": _of(step, "who")}
        yield f"person {person.pk}", (boxes, step, f"for_{person.pk}")
    for item in one.items:
        if not now.is_told_by(item):
            yield key_of(item), _answered(now, item)
    for act in own_decisions(one.items):
        step = now.decided.get(act)
        boxes = {f"decided_{act}": step.outcome if step else "", f"text_{act}": _of(step, "text")}
        yield act, (boxes, step, f"text_{act}")
    yield QUORUM, ({"explained": _of(now.explained, "text")}, now.explained, "explained")


def _held(now: MeetingStanding[MeetingStep]) -> _Boxes:
    step = now.held or now.not_held
    if step is None:
        return {"how": ""}, None, "how"
    how = step.outcome if now.held else NOT_HELD
    local = timezone.localtime(step.at)
    boxes = {"how": how, "why": _of(step, "text")}
    if now.held:
        day = {"day_0": str(local.day), "day_1": str(local.month), "day_2": str(local.year)}
        boxes |= {**day, "clock": f"{local:%H:%M}"}
    return boxes, step, "how"


def _answered(now: MeetingStanding[MeetingStep], item: AgendaItem) -> _Boxes:
    key, words, decision = key_of(item), now.words(item), now.decision(item)
    is_passed_over = words is not None and words.outcome == rules.NOT_CONSIDERED
    if item.each_child:
        state = words.outcome if words is not None and words.outcome in (rules.IN_PLACE, rules.MISSING) else ""
        boxes = {f"state_{key}": state, f"text_{key}": _of(words, "text"), f"whose_{key}": _of(words, "who")}
        return boxes, words, f"text_{key}"
    if not item.is_decided:
        boxes = {f"text_{key}": _of(words, "text"), f"not_{key}": "on" if is_passed_over else ""}
        return boxes, words, f"text_{key}"
    last, how = words, rules.NOT_CONSIDERED if is_passed_over else ""
    if decision is not None and not (is_passed_over and words and words.number > decision.number):
        last, how = decision, decision.outcome
    return {f"decided_{key}": how, f"text_{key}": _of(last, "text")}, last, f"text_{key}"


def _of(step: MeetingStep | None, name: str) -> str:
    return str(getattr(step, name) or "") if step is not None else ""


def _by(step: MeetingStep | None) -> str:
    return f"{step.by.user.name}, {moment_in_words(step.recorded_at)}" if step is not None else ""


def last_of(steps: Sequence[MeetingStep]) -> int:
    """Return the number of the newest step."""
    return max((step.number for step in steps), default=0)


def acts_of(item: AgendaItem) -> list[str]:
    """Return what follows from a yes to an item, in a fixed order."""
    return sorted(item.acts & rules.DECISIONS.keys())


def people_of(one: MeetingSummary) -> set[UUID]:
    """Return the colleagues who were asked already."""
    return {person.membership_id for person in one.people if person.membership_id}
