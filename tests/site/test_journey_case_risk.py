"""A risk assessment of section 2.3, on a telephone: interviews out of order, factors, a conclusion, agreement."""

from __future__ import annotations

import pytest

from support.browser import NARROW, MakeVisitor, Visitor
from support.casework import answers, fetches
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

_A_CONCERN = """
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.models import Membership, Organisation
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.services import concerns
from fingerpost.record.models import (DetailKind, PartInConcern, PersonKind, RelationshipKind)
from fingerpost.record.services import (FactAnswer, add_appearance, assert_many, record_concern)
from fingerpost.record.services.relationships import relate
of = lambda name: Membership.objects.get(user__email=f"{name}@example.org")
with context.acting(actor_in(of("asha"))):
    concern = record_concern(became_aware_at=timezone.now(), narrative="What the police told us.")
    child = add_appearance(concern, PersonKind.CHILD, [PartInConcern.HOUSEHOLD], [(DetailKind.NAME, "Ailsa Invented")])
    named = [(DetailKind.NAME, "Rolf Invented")]
    adult = add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], named)
    partner = add_appearance(concern, PersonKind.ADULT, [PartInConcern.PARTNER], [(DetailKind.NAME, "Petra Invented")])
    relate(adult, RelationshipKind.LIVES_WITH, child)
    relate(adult, RelationshipKind.PARTNER_OF, partner)
    assert_many(concern, [FactAnswer("viewed_abusive_images", True, adult)])
    concerns.involve_organisation(concern.pk, Organisation.objects.get(name="Wexmouth Children’s Services").pk)
with context.acting(actor_in(of("dilip"))):
    concerns.involve_member(concern.pk, of("carys").pk)
print(f"/concerns/{concern.pk}/")
"""


def test_the_risk_is_assessed_on_a_telephone(service: Service, visitor: MakeVisitor) -> None:
    concern = service.python(_A_CONCERN).strip().splitlines()[-1]
    worker = visitor(java_script_enabled=False, viewport=NARROW)
    worker.has_signed_in(service, "carys@example.org")
    assessment = _begun(worker, concern)
    _headings(worker, assessment)
    _interviews(worker, assessment)
    _factors(worker, concern, assessment)
    _refused_and_concluded(service, worker, concern, assessment)
    manager = visitor(viewport=NARROW)
    manager.has_signed_in(service, "dilip@example.org")
    _agreed(manager, assessment)
    words = fetches(service, manager, concern, "Risk assessment", "Wexmouth Children’s Services, for the file")
    assert "The alleged abuser was interviewed before the partner." in words
    assert "Partner and alleged abuser apart from each other: yes." in words
    assert "A model, second edition" in words
    assert "There is more than one device." in words


def _fits(worker: Visitor) -> None:
    words = "(el => [el.scrollWidth, el.clientWidth])"
    wide, there = worker.page.locator("html").evaluate(words)
    assert wide <= there == NARROW["width"], worker.address


def _begun(worker: Visitor, concern: str) -> str:
    worker.goes_to(f"{concern}casework/risk/new/")
    worker.page.get_by_label("Rolf Invented", exact=True).check()
    worker.presses("Begin the risk assessment")
    assert "0 of " in worker.text
    return worker.address


def _headings(worker: Visitor, assessment: str) -> None:
    worker.presses("Go on with heading 1")
    # Without an answer nothing is recorded, and the mistake is told by its field.
    worker.presses("Save and go to the next heading")
    assert "Say whether it is known, sought, or not known" in worker.text
    answers(worker, "What is known?", "Known")
    worker.enters("What is known", "There is more than one device.")
    answers(worker, "From where?", "The police")
    worker.presses("Save and go to the next heading")
    assert "Say whether" not in worker.text
    answers(worker, "What is known?", "Sought")
    worker.enters("Who is asked for it?", "The officer in the case")
    worker.presses("Save and go to the next heading")
    answers(worker, "What is known?", "Not known")
    worker.enters("Why is it not known?", "Nothing else was seized.")
    _fits(worker)
    worker.presses("Save and go back")
    assert worker.address == assessment
    assert "1 known, 1 sought, 1 not known" in worker.text
    _fits(worker)


def _interviews(worker: Visitor, assessment: str) -> None:
    for whom, who, word in (
        ("The alleged abuser", "Rolf Invented", "The alleged abuser was interviewed before the partner."),
        ("The partner", "Petra Invented", "The alleged abuser was interviewed before the partner."),
    ):
        worker.goes_to(f"{assessment}interviews/")
        answers(worker, "Who was interviewed?", whom)
        worker.enters("Their name, and who spoke with them", f"{who}, by Carys Demo")
        answers(worker, "Were the partner and the alleged abuser interviewed separately?", "Yes")
        worker.presses("Save")
        assert f"{who}, by Carys Demo" in worker.text
        assert word in worker.text
    _fits(worker)


def _factors(worker: Visitor, concern: str, assessment: str) -> None:
    worker.goes_to(f"{concern}duties/")
    assert "written agreement" not in worker.text
    worker.goes_to(f"{assessment}factors/")
    _fits(worker)
    answers(worker, "Has the adult abused a child in person before?", "Yes")
    worker.presses("Save")
    worker.goes_to(f"{concern}duties/")
    assert "written agreement" in worker.text


_THE_REST = """
from fingerpost.access import context
from fingerpost.access.models import Concern, Membership
from fingerpost.access.acting_membership import actor_in
from fingerpost.casework.models import HeadingKnown
from fingerpost.casework.risk import (queries, services, rules)
from fingerpost.record.models import Appearance
from fingerpost.record.services.changes import change
with context.acting(actor_in(Membership.objects.get(user__email="carys@example.org"))):
    concern = Concern.objects.visible().get(pk="{concern}".split("/")[2])
    (one,) = queries.of_concern(concern)
    people = dict((str(row.pk), row) for row in Appearance.objects.visible().filter(concern=concern))
    with change(concern):
        for entry in one.course.entries:
            if not entry.why_not and entry.heading not in ("2.3-h01", "2.3-h02", "2.3-h03"):
                child = people.get(entry.child)
                said = services.HeadingInput(entry.heading, HeadingKnown.KNOWN, "Told.", child, found_by="police")
                services.answer(one.assessment, said)
        keys = rules.to_be_judged(one.told.must_be_judged)
        services.judge(
            one.assessment, [services.JudgementInput(key[0], "high", "So it is.", people.get(key[1])) for key in keys]
        )
"""


def _refused_and_concluded(service: Service, worker: Visitor, concern: str, assessment: str) -> None:
    service.python(_THE_REST.format(concern=concern))
    worker.goes_to(f"{assessment}model/")
    worker.enters("Which assessment model do you use?", "A model, second edition")
    worker.presses("Save")
    _concludes(worker, assessment)
    assert worker.address == f"{assessment}conclusion/"
    assert "There is a problem" in worker.text
    summary = worker.page.locator(".govuk-error-summary").inner_text()
    assert "Record that the single assessment has started; then conclude this one." in summary
    assert "some headings" not in summary.lower()
    _fits(worker)

    # What it says is done, and then it is concluded.
    worker.goes_to(f"{concern}casework/enquiries/new/")
    worker.page.get_by_label("Single assessment", exact=True).check()
    answers(worker, "Who is it about?", "Ailsa Invented")
    answers(worker, "Which adults’ risk to the children is assessed?", "Rolf Invented")
    worker.enters("Why?", "The police told us.")
    worker.presses("Record it")
    assert "Single assessment" in worker.heading
    _concludes(worker, assessment)
    assert worker.address == assessment
    assert "Waits for a manager to agree" in worker.text


def _concludes(worker: Visitor, assessment: str) -> None:
    worker.goes_to(f"{assessment}conclusion/")
    answers(worker, "What becomes of it?", "It is concluded")
    worker.enters("In words", "The children are not safe with him.")
    worker.presses("Save")


def _agreed(manager: Visitor, assessment: str) -> None:
    manager.goes_to(f"{assessment}conclusion/")
    assert "The alleged abuser was interviewed before the partner." in manager.text
    assert manager.barriers() == []
    answers(manager, "What becomes of it?", "A team manager agrees to the conclusion")
    manager.presses("Save")
    assert manager.address == assessment
    assert "Waits for a manager to agree" not in manager.text
    assert "Agreed by a manager" in manager.text
    assert manager.barriers() == []
    assert manager.width() <= NARROW["width"]
