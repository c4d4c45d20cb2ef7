"""The service as Django sees it: its apps, its migrations, its settings."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from fingerpost.access.models.people import Nation
from fingerpost.procedure.calendar import NATIONS


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_an_organisation_is_in_a_nation_whose_working_days_are_known() -> None:
    assert tuple(Nation.values) == NATIONS
