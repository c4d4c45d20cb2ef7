"""What an administrator says is so, and nobody can see from here: kept with who and when, on both databases."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from access.anywhere import Anywhere
from access.test_walk import client_of
from fingerpost.access import context
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site.administration import assurances
from fingerpost.site.models import Assurance, Assured

WHO = "council-administrator"


def test_what_is_said_is_added_to_and_never_changed(anywhere: Anywhere) -> None:
    keys, restore = (reverse("assure", args=[one]) for one in ("keys", "restore"))
    with anywhere.serving():
        client = client_of(WHO)
        for data in ({}, {}, {"undo": "1"}):
            assert client.post(restore, data).status_code == 302
        assert client.post(keys).status_code == 302
        assert client.post(reverse("assure", args=["elsewhere"])).status_code == 404
        assert client_of("manager-east").post(keys).status_code == 403
        page = client.get(reverse("administration")).content.decode()
        assert page.count("said so on") == 1
    with anywhere.acting(WHO):
        me = context.required().membership_id
        assert list(Assurance.objects.values_list("kind", "holds", "by")) == [
            ("restore", True, me),
            ("restore", False, me),
            ("keys", True, me),
        ]
    with anywhere.laying():
        assert LedgerEntry.objects.filter(action="created", object_kind="assurance").count() == 3
        with pytest.raises(DatabaseError), transaction.atomic():
            Assurance.objects.update(holds=True)


@pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)
def test_the_database_takes_it_from_nobody_but_an_administrator(anywhere: Anywhere) -> None:
    with anywhere.acting("manager-east"):
        with pytest.raises(DatabaseError), transaction.atomic():
            assurances.say(Assured.KEYS, timezone.now(), holds=True)
        assert not Assurance.objects.exists()
