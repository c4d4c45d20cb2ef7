"""Every page and paper says of a duty what the decision says: to whom, wait or ask first, and do it now."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import ON_ONE
from duties import making
from fingerpost.access import embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern
from fingerpost.documents import production, recipients
from fingerpost.documents.papers import plan
from fingerpost.documents.production import DocumentRequest
from fingerpost.duties.models import Duty
from fingerpost.duties.services import recording, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.duties.services.worklist import Pressing
from fingerpost.procedure.calendar import london_day
from fingerpost.record import previews
from fingerpost.record.models import Assertion
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services import facts
from fingerpost.record.services.facts import FactAnswer
from register.reading import register

COMMON = frozenset({"common"})
PARENTS = "2.1-involve-parents"
"""Whose acting tells the parents, as the register has it (`held_for`)."""
SOURCE = Path(__file__).parents[2] / "src"
AT_ONCE = "Do it now: the chapter sets no day"
CLEARANCES = ("clear", "ask_first", "wait")
"""Nobody is behind it; an adult who is not listed groomed the child; an adult who is listed is suspected."""


def words(content: bytes) -> str:
    """Return a page as it is read."""
    main = html.unescape(content.decode()).partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def a_concern(clearance: str) -> tuple[Concern, Duty]:
    """Return a concern in which the parents may be told, may have to wait, or must wait; and the duty to tell them."""
    concern = making.concern(youth_produced_imagery=True, adult_involved=clearance != "clear")
    child = making.child(concern)
    making.told(concern, about=child, depicted=True, informing_parents_risks_harm=False)
    making.told(concern, about=child, groomed_by_adult=clearance == "ask_first")
    if clearance == "wait":
        making.told(concern, about=making.adult(concern), alleged_abuser=True)
    return concern, making.duty(concern, PARENTS, child.pk)


def surfaces(client_name: str, anywhere: Anywhere, concern: Concern, duty: Duty) -> dict[str, str]:
    """Return what each page says where it speaks of this duty."""
    with anywhere.serving():
        client = client_of(client_name)
        pages = {
            "home": reverse("home"),
            "summary": reverse("concern", args=[concern.pk]),
            "duties": reverse("duties", args=[concern.pk]),
            "duty": reverse("duty", args=[duty.pk]),
            "done": reverse("duty_done", args=[duty.pk]),
        }
        return {name: words(client.get(page).content) for name, page in pages.items()}


def beside(page: str, asks: str) -> str:
    """Return what is from one duty to the end of its line."""
    return page.partition(asks)[2][:700]


@ON_ONE
@pytest.mark.parametrize("clearance", CLEARANCES)
def test_all_say_whether_to_wait_or_to_ask_first(anywhere: Anywhere, clearance: str) -> None:
    assert next(one.held_for for one in register().provisions if one.id == PARENTS) == "parents:c"
    says = {"wait": "Wait", "ask_first": "Ask first", "clear": None}[clearance]
    with anywhere.acting("teacher"):
        concern, duty = a_concern(clearance)
        assert making.state(concern, PARENTS, duty.about).clearance == clearance
        printed = str(plan.build(concern, COMMON, "", timezone.now()))
        asks, act = duty.asks, making.state(concern, PARENTS, duty.about).act
        # Home has one line for a concern, what is next: here nothing else is left to do.
        for one in Duty.objects.visible().filter(concern=concern).exclude(pk=duty.pk):
            recording.record_done(one, "Done.", "A. Teacher", london_day(making.TUESDAY))
    pages = surfaces("teacher", anywhere, concern, duty)
    assert act in pages["home"]
    assert act in pages["summary"]
    said = {name: beside(page, act if name in ("home", "summary", "duties") else asks) for name, page in pages.items()}
    said["plan"] = beside(printed, asks)
    said["duty"] = pages["duty"]
    for name, line in said.items():
        for word in ("Wait", "Ask first"):
            assert (word in line) == (word == says), (name, word, line)


@ON_ONE
@pytest.mark.parametrize("clearance", CLEARANCES)
def test_the_check_on_what_goes_out_gives_the_same_answer(anywhere: Anywhere, clearance: str) -> None:
    with anywhere.acting("teacher"):
        concern, duty = a_concern(clearance)
        to = str(Person(Relation.PARENTS, duty.about))
        listed = {one.word: one.choice for one in recipients.of_concern(concern, COMMON)}
        assert ("ask first" in listed[to]) == (clearance == "ask_first")
        asked = DocumentRequest(
            "action_plan", "", compartment="common", recipient=to, format="pdf", outside="", headings=("x",)
        )
        refusal = {"wait": "must not be told yet", "ask_first": "ask first whether they may be told"}.get(clearance)
        assert isinstance(embargo.may_tell(concern.pk, None, Person(Relation.PARENTS, duty.about)), HeldBack) == bool(
            refusal
        )
        if refusal:
            with pytest.raises(AccessError, match=refusal):
                production.ask(concern, asked)
        else:
            production.ask(concern, asked)


@ON_ONE
def test_what_is_to_be_asked_first_can_be_recorded_as_done_and_is_not_marked(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        for clearance in ("ask_first", "wait"):
            _, duty = a_concern(clearance)
            step = recording.record_done(duty, "We told them.", "A. Teacher", making.TUESDAY)
            assert step.held == (clearance == "wait")


@ON_ONE
def test_before_it_is_saved_it_is_said_too(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, duty = a_concern("clear")
        child = facts_of(concern, duty)
        people = PeopleOfConcern(concern, COMMON)
        would = previews.of(concern, "common", COMMON, people, child)
        assert would is not None
        (line,) = (one for one in would.waits if one.requirement.provision.id == PARENTS)
        assert line.requirement.warnings[0].startswith("Ask first")
        assert any(one.requirement.to_whom for one in would.new)


def facts_of(concern: Concern, duty: Duty) -> list[Assertion]:
    """Return, not saved, that an adult is involved after all who groomed the child."""
    about = next(one.appearance for one in PeopleOfConcern(concern, COMMON) if one.appearance.pk == duty.about)
    return facts.drafts(concern, [FactAnswer("adult_involved", True), FactAnswer("groomed_by_adult", True, about)])


@ON_ONE
def test_a_grave_ground_without_a_day_comes_first_and_is_to_be_done_now(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True, violent_or_developmentally_unusual=True)
        adult = making.adult(concern)
        making.told(concern, about=adult, found_in_possession=True)
        duty = making.duty(concern, "2.2-refer-police", adult.pk)
        day = london_day(making.TUESDAY)
        listed = list(worklist.of(Whose.MINE, day))
        ranks = [worklist.pressing(one) for one in listed]
        assert duty in [one.duty for one in listed[: ranks.count(Pressing.AT_ONCE)]]
        assert ranks == sorted(ranks, key=list(Pressing).index)
        assert Pressing.TODAY in ranks
        counted = worklist.counts(day)[Whose.MINE]
        assert counted.at_once == sum(worklist.pressing(one) is Pressing.AT_ONCE for one in listed) >= 1
        printed = str(plan.build(concern, COMMON, "", timezone.now()))
        asks, act = duty.asks, making.state(concern, "2.2-refer-police", adult.pk).act
        for one in Duty.objects.visible().filter(concern=concern).exclude(pk=duty.pk):
            recording.record_done(one, "Done.", "A. Teacher", day)
        assert worklist.something_presses(day)
    for name, page in {**surfaces("teacher", anywhere, concern, duty), "plan": printed}.items():
        assert "Without a date" not in page, name
        assert "No date falls today" not in page, name
        if name == "home":  # the act says to whom
            assert f"{act} Now" in page
            continue
        if name != "done":
            assert AT_ONCE in page, name
        assert "To the police." in page, name
    assert printed.index(AT_ONCE) < printed.index(asks) < printed.index("Overdue since")


def test_nobody_but_the_procedure_reads_what_holds_an_outcome() -> None:
    """`held_by` is also what a membership or a member holds, and who holds a device: those are other things."""
    others = {"handover", "lists"}
    reads = []
    for path in (SOURCE / "fingerpost").rglob("*.py"):
        room = path.relative_to(SOURCE / "fingerpost").parts[0]
        if room in ("procedure", "proof", "bulk") or "police" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_read = isinstance(node, ast.Attribute) and node.attr in ("held_by", "may_be_held_by")
            if is_read and not (isinstance(node.value, ast.Name) and node.value.id in others):
                reads.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert reads == []
