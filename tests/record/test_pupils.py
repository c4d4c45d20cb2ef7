"""A list of pupils is for those who record where it is kept, and for nobody else; deleted, nothing of it is left."""

from __future__ import annotations

import base64
import hashlib
import html

import pytest
from django.db import connection
from django.test import Client

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.keys import services as keys
from fingerpost.keys.errors import NoKeyError
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record.models import PupilList
from fingerpost.record.services import pupils
from fingerpost.web.pasted import ListError
from support.people import member, organisation, signed_in

PICTURE = base64.b64encode(hashlib.shake_128(b"no picture").digest(3000)).decode()
PASTED = "Forename\tSurname\tDOB\tReg\nÉlodie\tSample\t04/05/2012\tRowan 7B\nAbel\tSampson\t\t\n"

TOLD = {"narrative": "It was told at break.", "day_0": "1", "day_1": "9", "day_2": "2026", "clock": "9:00"}


def kept_by(anywhere: Anywhere, who: str) -> None:
    with anywhere.acting(who):
        pupils.keep([("Élodie Sample", "2012-05-04", "Rowan 7B"), ("Abel Sampson", "", "")])


def rows() -> int:
    """As many as the database itself shows to whoever is acting."""
    return PupilList.objects.count()


def test_only_those_who_record_where_it_is_kept_see_it(anywhere: Anywhere) -> None:
    kept_by(anywhere, "lead")
    for who in ("lead", "teacher", "worker-at-school"):
        with anywhere.acting(who):
            kept = pupils.kept()
            assert kept is not None
            assert [one.name for one in pupils.pupils_of(kept)] == ["Élodie Sample", "Abel Sampson"]
    # An administrator of the school, one who also works there, another school, and a council
    for who in ("administrator", "worker", "other-teacher", "manager-east", "council-auditor", "policy"):
        with anywhere.acting(who):
            assert pupils.kept() is None, who
            if connection.vendor == "postgresql":
                assert rows() == 0, who
                with pytest.raises(NoKeyError):
                    keys.decrypt(worlds.name("school"), "anywhere", b"")


def test_only_a_lead_or_a_manager_keeps_it_and_only_their_own(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"), pytest.raises(AccessError, match="do not keep the list"):
        pupils.keep([("Abel Sampson", "", "")])
    kept_by(anywhere, "lead")
    kept_by(anywhere, "manager-east")  # of the council, beside that of the school
    for who in ("teacher", "officer", "manager-east"):
        with anywhere.acting(who):
            pupils.delete()
    with anywhere.acting("teacher"):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM record_pupillist")
                assert cursor.rowcount == 0
        assert pupils.kept() is not None
    with anywhere.acting("lead"):
        pupils.delete()
    with anywhere.laying():
        assert rows() == 0
        written = LedgerEntry.objects.filter(object_kind="pupil-list").values_list("action", "actor")
        assert {(action, actor) for action, actor in written if action != "shown"} == {
            ("created", worlds.name("u-lead")),
            ("removed", worlds.name("u-lead")),
            ("created", worlds.name("u-manager-east")),
            ("removed", worlds.name("u-manager-east")),
        }


@pytest.mark.django_db
def test_a_list_is_read_as_schools_write_it() -> None:
    day = making.TUESDAY.date()
    read = pupils.read(PASTED, day)
    assert read == [("Élodie Sample", "2012-05-04", "Rowan 7B"), ("Abel Sampson", "", "")]
    listed = [pupils.Pupil(number, name, None, "") for number, (name, *_) in enumerate(read)]
    for sought, found in {"elo": [0], "SAM": [0, 1], "samp abe": [1], "ample": [], "": [], "zoë": []}.items():
        assert [one.number for one in pupils.named(listed, sought)] == found, sought
    for wrong, said in {
        "name, notes\nAbel, x": "No column is called “notes”",
        "class\nRowan 7B": "Line 2 has no name",
        "name, dob\nAbel, 32/01/2012": "Line 2: write the date of birth",
        "name, dob\nAbel, 2031-01-01": "Line 2: write the date of birth",
        # A picture in pieces, each short enough to be a name
        "name\n" + "\n".join(PICTURE[at : at + 12] for at in range(0, len(PICTURE), 12)): "does not read as words",
        "name\n" + "Abel\n" * (pupils.MOST + 1): f"at most {pupils.MOST}",
    }.items():
        with pytest.raises(ListError, match=said):
            pupils.read(wrong, day)


@pytest.mark.django_db
def test_a_child_is_chosen_into_the_form_and_recorded_when_it_is_sent() -> None:
    lead = signed_in(member("lead@example.org", "safeguarding_lead"))
    teacher = signed_in(member("teacher@example.org"))
    other = signed_in(member("other@example.org", at=organisation("Southgate School")))

    def page(client: Client, address: str, **sent: str) -> str:
        response = client.post(address, sent, follow=True) if sent else client.get(address)
        return html.unescape(response.content.decode())

    assert "Pupils in it: 2." in page(lead, "/pupils/", pupils=PASTED)
    addresses = {}
    for client in (teacher, other):
        page(client, "/concerns/new/", **TOLD)
        found = client.get("/concerns/").content.decode()
        concern = found.split('href="/concerns/')[1:]
        addresses[client] = next(f"/concerns/{one[:36]}/people/" for one in concern if one[8:9] == "-")
    new, choose = f"{addresses[teacher]}new/", f"{addresses[teacher]}from-list/"
    assert choose in page(teacher, new)
    shown = page(teacher, choose, sought="elodie")
    assert "born 4 May 2012, Rowan 7B" in shown
    assert "Abel" not in shown
    filled = page(teacher, new, pupil="0")
    assert 'value="Élodie Sample"' in filled
    assert 'value="2012"' in filled
    assert "Rowan 7B" not in filled
    # Whoever works elsewhere is offered nothing, and a page that was never
    assert "from-list" not in page(other, f"{addresses[other]}new/")
    assert other.get(f"{addresses[other]}from-list/").status_code == 404
    assert 'value="Élodie Sample"' not in page(other, f"{addresses[other]}new/", pupil="0")
    # Deleted, it is offered to nobody, and no row of it is left
    page(lead, "/pupils/", delete="1")
    assert "from-list" not in page(teacher, new)
    assert not PupilList.objects.exists()
