"""Shutting out: a part or the whole of a concern, one person or where they work, on both databases."""

from __future__ import annotations

import pytest

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, ExclusionGround, Ground
from fingerpost.access.services import concerns, exclusions

WHY = "They live next door."


def test_who_is_shut_out_of_one_part_is_shut_out_of_the_whole_by_a_row_of_its_own(anywhere: Anywhere) -> None:
    concern, lead = anywhere.scene.shared, worlds.name("u-lead")
    ground = ExclusionGround.DECLARED
    with anywhere.acting("worker"):
        part = exclusions.shut_out_user(concern, lead, ground=ground, covers="police", reason=WHY)
        assert exclusions.shut_out_user(concern, lead, ground=ground, covers="police", reason=WHY).pk == part.pk
    with anywhere.acting("lead"):
        assert Concern.objects.visible().filter(pk=concern).exists()
    with anywhere.acting("worker"):
        whole = exclusions.shut_out_user(concern, lead, ground=ground, reason=WHY)
        assert (whole.covers, part.covers) == ("", "police")
        assert whole.pk != part.pk
    with anywhere.acting("lead"):
        assert not Concern.objects.visible().exists()


def test_who_keeps_sight_by_name_lets_no_colleague_in_by_name_where_they_work_is_shut_out(anywhere: Anywhere) -> None:
    concern = anywhere.scene.shared
    with anywhere.acting("worker"):
        concerns.involve_member(concern, worlds.name("teacher"), ground=Ground.NAMED)
        row = exclusions.shut_out_organisation(concern, worlds.name("school"), reason="The adult works there.")
    with anywhere.acting("teacher"):
        # She sees it still, and another organisation is let in by her; of her own nobody is
        assert Concern.objects.visible().get().pk == concern
        with pytest.raises(AccessError):
            concerns.involve_member(concern, worlds.name("lead"), ground=Ground.NAMED)
        concerns.involve_organisation(concern, worlds.name("force"))
    with anywhere.acting("lead"):
        assert not Concern.objects.visible().exists()
    with anywhere.acting("worker"):
        exclusions.end_exclusion(row)
    with anywhere.acting("teacher"):
        concerns.involve_member(concern, worlds.name("lead"), ground=Ground.NAMED)
    with anywhere.acting("lead"):
        assert Concern.objects.visible().get().pk == concern
