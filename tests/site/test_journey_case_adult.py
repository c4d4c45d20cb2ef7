"""A whole case of section 2.2: an adult who works at a school, what only some may know, and what follows from it.

The teacher, the social worker and the designated officer work without scripts.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.pack.library import load_pack
from support.browser import MakeVisitor, Visitor
from support.casework import acts, answers, came, chooses, dates, ticks
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

AGENDA = (
    "2.2-agenda-s47",
    "2.2-agenda-icpc",
    "2.2-agenda-early-help",
    "2.2-agenda-household",
    "2.2-agenda-depicted",
    "2.2-agenda-when-told",
    "2.2-agenda-police",
)
HER = "Sana Invented, named nurse"
OFFICERS_WORDS = "The office asks what the employer has to do."


def test_an_adult_who_works_at_a_school(service: Service, visitor: MakeVisitor) -> None:
    teacher, worker, lado = (visitor(java_script_enabled=False) for _ in range(3))
    officer, manager = visitor(), visitor()
    teacher.has_signed_in(service, "asha@example.org")
    concern = _recorded(teacher)
    strand = _referred(teacher, concern)
    for person, name in ((worker, "priya"), (lado, "grace"), (officer, "eilidh"), (manager, "dilip")):
        person.has_signed_in(service, f"{name}@example.org")
    _let_in(manager, worker, concern)
    _an_arrest(officer, [teacher, worker], concern)
    meeting = _the_meeting(worker, concern)
    _who_may_be_told(worker, concern, meeting)
    _concluded(worker, meeting)
    lado.goes_to(concern)
    assert lado.heading == "Page not found"
    _the_designated_officers_own(lado, [teacher, worker], strand)
    for page in ("casework/", "chronology/"):
        teacher.goes_to(strand + page)
        assert teacher.heading != "Page not found"
        assert OFFICERS_WORDS not in teacher.text
    _enquiry_and_assessment(worker, concern, meeting)
    _the_agreement(worker, concern)
    _the_conference(worker, manager, concern)


def _recorded(teacher: Visitor) -> str:
    teacher.goes_to("/concerns/new/")
    teacher.enters("What has happened?", "What a colleague told.")
    teacher.presses("Send")
    concern = teacher.address
    for name, kind, part in (
        ("Ailsa Invented", "Child", "Lives in the household"),
        ("Rolf Invented", "Adult", "Alleged abuser"),
        ("Petra Invented", "Adult", "Partner of the suspected adult"),
    ):
        teacher.goes_to(f"{concern}people/new/")
        teacher.enters("Name", name)
        for chosen in (kind, part):
            teacher.page.get_by_label(chosen, exact=True).check()
        teacher.presses("Add them to the concern")
        _saves(teacher)
    for tie, other in (("lives with", "Ailsa Invented"), ("is the partner of", "Petra Invented")):
        teacher.goes_to(f"{concern}people/relationships/new/")
        chooses(teacher, "Who?", "Rolf Invented")
        teacher.page.get_by_label(tie, exact=True).check()
        chooses(teacher, "Who to?", other)
        teacher.presses("Go on")
        _saves(teacher)
    asked = load_pack("e-safety@2017").facts
    for heading, fact in (
        ("What is thought to have happened", "viewed_abusive_images"),
        ("Children around the adult", "works_with_children"),
    ):
        teacher.goes_to(f"{concern}facts/?open=all")
        with teacher.page.expect_navigation():
            teacher.page.get_by_role("link", name=f"{heading}, about Rolf Invented").click()
        group = teacher.page.get_by_role("group").filter(has_text=asked[fact].ask)
        group.get_by_label("Yes", exact=True).check()
        teacher.presses("Save")
        assert teacher.heading == "Saved"
    return concern


def _saves(teacher: Visitor) -> None:
    """Save what was looked at first, where it would change something."""
    if teacher.heading == "What this would change":
        teacher.presses("Save it")


def _let_in(manager: Visitor, worker: Visitor, concern: str) -> None:
    """The manager hands a duty over, and by that the social worker comes to work on the concern."""
    worker.goes_to(concern)
    assert worker.heading == "Page not found"
    manager.goes_to(f"{concern}duties/")
    queued = manager.page.locator(".govuk-summary-card", has_text="in the queue of Wexmouth Children’s Services")
    with manager.page.expect_navigation():
        queued.first.get_by_role("link").first.click()
    manager.follows("Hand it over")
    chooses(manager, "Who takes it over", "Priya")
    manager.presses("Hand it over")
    worker.goes_to(concern)
    assert "Rolf Invented" in worker.text


def _referred(teacher: Visitor, concern: str) -> str:
    """Refer it to three, and return the concern in which what the designated officer was sent stands."""
    teacher.goes_to(concern)
    assert "Do not" in teacher.text
    assert "2.2-no-disclosure" in teacher.text
    for to, recipient in (
        ("The police", "Wexshire Police"),
        ("Children’s social care", "Wexmouth Children’s Services"),
        ("The designated officer (LADO)", "Wexmouth Designated Officer’s Office"),
    ):
        teacher.goes_to(f"{concern}casework/referrals/new/")
        teacher.page.get_by_label(to, exact=True).check()
        teacher.presses("Go on to write the referral")
        teacher.page.get_by_label(recipient, exact=True).check()
        teacher.enters("What do you ask them to do?", "Please look into it.")
        teacher.page.get_by_label("I have checked that this is what they need, and no more").check()
        teacher.presses("Make the referral")
        assert f"The referral to {recipient} is made." in teacher.text
    # The adult, and no child: the two strands are not readable through each other.
    assert "Rolf Invented" in teacher.text
    assert "Ailsa Invented" not in teacher.text
    assert concern not in teacher.address
    return teacher.address.partition("casework/")[0]


def _an_arrest(officer: Visitor, others: list[Visitor], concern: str) -> None:
    officer.goes_to(f"{concern}casework/police/arrest/")
    chooses(officer, "Who was arrested?", "Rolf Invented")
    ticks(officer, "The police only")
    officer.presses("Record it")
    assert "Police only" in officer.text
    for other in others:
        for page in ("casework/police/", "duties/", "chronology/", "casework/meetings/"):
            other.goes_to(concern + page)
            assert "arrest" not in other.text.lower(), page
    officer.goes_to(f"{concern}casework/police/open/")
    officer.page.get_by_role("group", name="What may they know?").get_by_role("radio").first.check()
    officer.enters("Why now?", "The devices are secured.")
    officer.presses("Let everybody who sees the common record know")
    assert "It is in the common record now." in officer.text
    assert officer.barriers() == []
    others[1].goes_to(f"{concern}duties/")
    assert "2.2-strategy-on-arrest" in others[1].text


def _the_meeting(worker: Visitor, concern: str) -> str:
    worker.goes_to(f"{concern}casework/meetings/call/")
    on_arrest = worker.page.get_by_label("(2.2-strategy-on-arrest)")
    assert on_arrest.is_checked()
    answers(worker, "How do people come together?", "A meeting")
    dates(worker, "On which day?", london_day(timezone.now()))
    worker.enters("At what time?", f"{timezone.localtime():%H:%M}")
    worker.enters("Who chairs it?", "Dilip Demo, team manager")
    worker.presses("Call the meeting")
    meeting = worker.address
    worker.goes_to(f"{meeting}minutes/")
    answers(worker, "Was it held?", "It was held, as a meeting")
    people = (("Dilip Demo", "Children’s social care"), ("Eilidh Demo", "The police"), (HER, "Health"))
    for row, (name, agency) in enumerate(people):
        came(worker, row, name, agency)
    for what in ("The threshold for a Section 47 enquiry is met", "No initial child protection conference is needed"):
        ticks(worker, what)
    for rule in ("2.2-agenda-s47", "2.2-agenda-icpc"):
        worker.page.locator(f"textarea[name='text_{rule}']").fill("A child lives with him.")
    worker.presses("Save")
    assert "It is recorded." in worker.text
    worker.goes_to(meeting)
    assert "2.2-strategy-on-arrest" in worker.text
    assert "Overdue" not in worker.text
    assert "it is not said why it went on without" not in worker.text
    return meeting


def _concluded(worker: Visitor, meeting: str) -> None:
    """Every item is answered: some in words, two by decisions, and when people are told by what is recorded of that."""
    worker.goes_to(meeting)
    assert "By what is recorded of who is told when" in worker.text
    worker.goes_to(f"{meeting}minutes/")
    # Who is told when is the answer to its item: nobody writes that twice.
    assert worker.page.locator("textarea[name='text_2.2-agenda-when-told']").count() == 0
    for field in worker.page.locator("#agenda ~ ol textarea").all():
        if not field.input_value():
            field.fill("It was weighed, and is settled.")
    for state in worker.page.get_by_label("This is in place").all():
        state.check()
    acts(worker, "See Ailsa at school.", "Priya Demo", london_day(timezone.now()) + timedelta(days=2))
    _ends(worker, meeting)
    assert all(item in worker.text for item in AGENDA)
    assert "No answer is recorded" not in worker.text
    # Where it was agreed it is seen how far it is, once it is done too.
    assert "Priya Demo has it." in worker.text
    worker.follows("See Ailsa at school.")
    worker.presses("Record that it was done")
    worker.enters("What was done", "She was seen by herself.")
    worker.presses("Record it")
    worker.goes_to(meeting)
    assert "by Priya Demo: She was seen by herself." in worker.text


def _ends(worker: Visitor, meeting: str) -> None:
    worker.presses("Save, and conclude the meeting")
    assert worker.address == meeting
    assert "Concluded" in worker.text


def _who_may_be_told(worker: Visitor, concern: str, meeting: str) -> None:
    assert "Must not be told yet" not in worker.text
    for days, stands in ((1, "Must not be told yet"), (0, "May be told")):
        assert _is_refused(worker, concern, "Rolf Invented's partner")
        worker.goes_to(f"{meeting}telling/")
        chooses(worker, "Who may be told?", "The partner of Rolf Invented")
        dates(worker, "From which day may they be told?", london_day(timezone.now()) + timedelta(days=days))
        worker.enters("At what time?", f"{timezone.localtime():%H:%M}")
        worker.enters("Who tells them?", "Priya Demo and an officer")
        worker.enters("Why then, and not before?", "The devices are secured by then.")
        worker.presses("Record it")
        assert worker.address == meeting
        assert stands in worker.text
    assert not _is_refused(worker, concern, "Rolf Invented's partner")
    worker.goes_to(meeting)
    assert "Must not be told yet" not in worker.text
    # It ends for nobody else.
    assert _is_refused(worker, concern, "Rolf Invented")


def _is_refused(worker: Visitor, concern: str, whom: str) -> bool:
    worker.goes_to(f"{concern}documents/")
    worker.page.get_by_label("Action plan", exact=True).check()
    worker.page.get_by_label(whom, exact=True).check()
    ticks(worker, "PDF")
    worker.presses("Produce it")
    refused = "There is a problem" in worker.text
    assert refused or "Produce it, encrypted" in worker.text
    return refused


def _the_designated_officers_own(lado: Visitor, others: list[Visitor], strand: str) -> None:
    lado.goes_to(f"{strand}casework/meetings/call/")
    lado.enters("If no rule asks for it: what is it called for?", OFFICERS_WORDS)
    answers(lado, "How do people come together?", "A meeting")
    dates(lado, "On which day?", london_day(timezone.now()))
    lado.enters("At what time?", f"{timezone.localtime():%H:%M}")
    lado.enters("Who chairs it?", "Grace Demo, designated officer")
    lado.presses("Call the meeting")
    assert OFFICERS_WORDS in lado.text
    own = lado.address
    lado.goes_to(f"{own}minutes/")
    answers(lado, "Was it held?", "It was held, as a meeting")
    lado.presses("Save")
    lado.goes_to(own)
    assert "Held " in lado.text
    for other in others:
        other.goes_to(own)
        assert other.heading == "Page not found"


def _opened(worker: Visitor, concern: str, kind: str, why: str) -> None:
    worker.goes_to(f"{concern}casework/enquiries/new/")
    worker.page.get_by_label(kind, exact=True).check()
    answers(worker, "Who is it about?", "Ailsa Invented")
    worker.enters("Why?", why)


def _enquiry_and_assessment(worker: Visitor, concern: str, meeting: str) -> None:
    worker.goes_to(meeting)
    assert "2.2-leave-home" not in worker.text
    _opened(worker, concern, "Section 47 enquiry", "The meeting found that the threshold is met.")
    worker.presses("Record it")
    assert "Section 47 enquiry" in worker.heading
    _opened(worker, concern, "Single assessment", "The same.")
    answers(worker, "Which adults’ risk to the children is assessed?", "Rolf Invented")
    worker.presses("Record it")
    worker.page.get_by_role("link", name="key factors").first.click()
    group = worker.page.get_by_role("group", name="abused children in person before").first
    group.get_by_label("Present", exact=True).check()
    group.get_by_label("On what does that rest, or why is it not known yet?").fill("The police told us.")
    worker.presses("Record the judgement")
    assert "decided again" in worker.text
    worker.goes_to(f"{concern}duties/")
    assert "written agreement" in worker.text
    # The meeting has one item more to settle: it is opened again, and concluded once that is answered.
    worker.goes_to(f"{meeting}reopen/")
    worker.enters("Why is it opened again?", "The assessment found what the meeting did not know.")
    worker.presses("Open it again")
    assert "2.2-leave-home" in worker.text
    worker.goes_to(f"{meeting}minutes/")
    worker.page.locator("textarea[name^='text_2.2-leave-home']").fill("He leaves the home while he is assessed.")
    _ends(worker, meeting)
    assert "He leaves the home while he is assessed." in worker.text


def _the_agreement(worker: Visitor, concern: str) -> None:
    day = london_day(timezone.now())
    worker.goes_to(f"{concern}casework/agreements/new/")
    chooses(worker, "With which adult is it?", "Rolf Invented")
    worker.enters("Why is there an agreement?", "He stays in the home.")
    worker.enters("The part of Rolf Invented", "the adult")
    worker.enters("The part of Petra Invented", "mother, supervises")
    worker.page.locator("textarea").nth(1).fill("He is never alone with the children.")
    for box in worker.page.get_by_label("If nothing is agreed about it: why not?").all()[1:]:
        box.fill("It does not arise: he is out of the house by then.")
    worker.presses("Record the agreement")
    agreement = worker.address
    assert "He is never alone with the children." in worker.text

    def records(step: str, **words: str) -> None:
        worker.goes_to(f"{agreement}?step={step}")
        for label, text in words.items():
            worker.enters(_ASKED[label], text)
        if step == "signed":
            chooses(worker, "Who?", "Petra Invented")
        if step == "started":
            dates(worker, "When is it reviewed first?", day + timedelta(days=14))
        if step == "reviewed":
            dates(worker, "When is it reviewed next?", day + timedelta(days=28))
            worker.page.get_by_role("group", name="Is a child protection conference needed?").get_by_role(
                "radio"
            ).first.check()
        worker.presses("Record it")
        assert "It is recorded." in worker.text, step

    records("signed")
    records("started")
    assert "In force since" in worker.text
    records("reviewed", why="It wears thin.")
    records("breached", what="He was alone with Ailsa.", who="Petra Invented", done="The police were rung.")
    assert "He was alone with Ailsa." in worker.text
    worker.goes_to(f"{concern}casework/")
    assert "It was broken, and has to be reviewed at once." in worker.text


_ASKED = {
    "why": "Why, and how does the agreement hold?",
    "what": "What happened?",
    "who": "Who told of it?",
    "done": "What was done?",
}


def _the_conference(worker: Visitor, manager: Visitor, concern: str) -> None:
    _opened(worker, concern, "Initial child protection conference", "The agreement was broken.")
    answers(worker, "For a conference: is it needed?", "A conference is needed")
    worker.presses("Record it")
    assert "Initial child protection conference" in worker.heading
    manager.goes_to(worker.address)
    assert "A conference is needed" in manager.text
    assert manager.barriers() == []
