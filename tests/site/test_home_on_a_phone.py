"""The first page of a safeguarding lead with thirty concerns is two screens of a telephone at most."""

from __future__ import annotations

import pytest

from support.browser import MakeVisitor
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True)

PHONE = {"width": 390, "height": 844}

# Ten that nobody has read, six that were read, and fourteen of the lead's own, in all of which something presses. The
# teacher lets three of the six go.
_THIRTY = """
from datetime import timedelta
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.record.services.concerns import ConcernInput, record_concern
from fingerpost_demo.people import member
TICKS = ("own_picture", "child_pressed")
def tell(who, name, at):
    with context.acting(actor_in(member(who))):
        told = ConcernInput(child=name, ticks=TICKS)
        return record_concern(became_aware_at=at, narrative="Somebody told me.", told=told)
now = timezone.now()
for number in range(14):
    tell("ben", f"Alexandra-Theodora-{number} Longname-Invented", now - timedelta(days=number % 3))
read = [tell("asha", f"Bartholomew-Montgomery-{number} Longname-Invented", now) for number in range(6)]
for number in range(10):
    tell("asha", f"Christabel-Josephine-{number} Longname-Invented", now)
print(" ".join(str(one.pk) for one in read))
"""
_LET_GO = """
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Concern, Involvement
from fingerpost.access.services.concerns import end_involvement
from fingerpost_demo.people import member
asha = member("asha")
with context.acting(actor_in(asha)):
    for one in Involvement.objects.visible().filter(concern__in={concerns}, membership=asha):
        end_involvement(one)
"""


def test_a_lead_with_thirty_concerns_sees_all_that_presses_on_two_screens(
    service: Service, visitor: MakeVisitor
) -> None:
    ben = visitor(viewport=PHONE)
    ben.has_signed_in(service, "ben@example.org")
    read = service.python(_THIRTY).split()
    for concern in read:
        ben.goes_to(f"/concerns/{concern}/")
    service.python(_LET_GO.format(concerns=read[:3]))
    ben.goes_to("/")
    lines = ben.page.locator(".fp-waiting > li")
    # The three that were read and that their teacher has are under “My team’s”
    assert lines.count() == 27
    assert ben.page.locator("details:not([open])").get_by_role("link").count() == 0
    high = ben.page.evaluate("document.documentElement.scrollHeight")
    assert high <= 2 * PHONE["height"]
    # What presses most is on the first of them, and nothing that is folded is lost
    assert ben.page.get_by_role("heading", name="New, not yet read").is_visible()
    assert ben.page.get_by_role("heading", name="Read, and nobody has it").is_visible()
    assert ben.barriers() == []
