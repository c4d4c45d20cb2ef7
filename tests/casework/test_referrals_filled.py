"""A referral is filled in with what its recipient cannot do without, and its draft is gone on with."""

from __future__ import annotations

import re

from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import ON_ONE
from duties import making
from fingerpost.casework.models import Addressee
from fingerpost.casework.referrals import passages
from fingerpost.record.models import DetailKind, PartInConcern, PersonKind, RelationshipKind
from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate


@ON_ONE
def test_filled_in_is_what_this_recipient_cannot_do_without(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = record_concern(
            became_aware_at=making.TUESDAY, narrative="What was told at break.", childs_voice="“I want it to stop.”"
        )
        making.told(concern, youth_produced_imagery=True)
        child = add_appearance(
            concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Amina Example")]
        )
        mother = add_appearance(
            concern, PersonKind.ADULT, [PartInConcern.PARENT_OR_CARER], [(DetailKind.NAME, "Greta Example")]
        )
        uncle = add_appearance(concern, PersonKind.ADULT, [], [(DetailKind.NAME, "Rolf Example")])
        making.told(concern, about=uncle, found_in_possession=True)
        relate(child, RelationshipKind.LIVES_WITH, uncle)
        relate(mother, RelationshipKind.PARENT_OF, child)
        filled = {}
        for to in Addressee:
            offered = passages.passages(concern, to)
            filled[to] = passages.written(offered, [one.key for one in offered if one.is_needed])
    assert all("What was told at break." in text for text in filled.values())
    assert all("Rolf Example" in text for text in filled.values())
    for to in (Addressee.SOCIAL_CARE, Addressee.ELSEWHERE):
        assert "Greta Example is a parent or carer of Amina Example." in filled[to], filled[to]
    for to in (Addressee.POLICE, Addressee.PREVENT):
        assert "Amina Example lives with Rolf Example." in filled[to], filled[to]
        assert "Rolf Example, found in possession" in filled[to], filled[to]
        assert "Greta" not in filled[to]
    # The child's own words go to those who are there for the child
    assert {to for to, text in filled.items() if "I want it to stop" not in text} == {Addressee.DESIGNATED_OFFICER}
    office = filled[Addressee.DESIGNATED_OFFICER]
    assert not {"Amina", "Greta", "youth"} & set(office.replace(",", " ").split()), office
    assert "found in possession" not in office
    write = f"/concerns/{concern.pk}/casework/referrals/write/?to=designated_officer"
    with anywhere.serving():
        client = client_of("teacher")
        page = client.get(write).content.decode()
        assert "Left out:" in page
        assert "Amina" not in page.partition("<textarea")[2]
        change = re.findall(r'href="([^"]+change=yes[^"]+)"', page)[0].replace("&amp;", "&")
        choosing = client.get(change).content.decode()
        assert "Child 1: Amina Example" in choosing
        chosen = f"?said=yes&to=designated_officer&say=person-{child.pk}"
        written = client.get(client.get(change.partition("?")[0] + chosen).headers["Location"]).content.decode()
        assert "Amina" in written.partition("<textarea")[2]
        assert "at break" not in written.partition("<textarea")[2]
        # A draft of it is gone on with, though its address says no more to whom it goes.
        begun = write.partition("?")[0]
        client.post(begun, {"to": "police", "asks": "Look into it.", "text": "Begun.", "draft_later": "1"})
        (resumed,) = re.findall(rf'href="({begun}\?draft=[^"]+)"', client.get("/drafts/").content.decode())
        assert "Begun." in client.get(resumed).content.decode()
