"""Every field of every model is sealed, says nothing by itself, or is on the list of what may stand in clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from keys.in_clear import IN_CLEAR

# What such a field holds is a random id, a yes or no, a moment, or another row.
SAYS_NOTHING = (
    models.UUIDField,
    models.ForeignKey,
    models.AutoField,
    models.BooleanField,
    models.DateTimeField,
    models.CompositePrimaryKey,
)
HOW = (
    "Make it a SecretText; or, if it can never hold anything about a child or a case, add it to tests/keys/in_clear.py."
)


def speaking(found: Iterable[type[models.Model]]) -> Iterator[tuple[type[models.Model], str]]:
    """Yield the fields that might say something in clear."""
    for model in found:
        for field in model._meta.fields:
            if not isinstance(field, (*SAYS_NOTHING, SecretText)) and not field.choices:
                yield model, field.name


def not_listed(found: Iterable[type[models.Model]]) -> list[str]:
    """Return the fields in clear that nobody has given a reason for."""
    missing = []
    for model, name in speaking(found):
        wildcard = not issubclass(model, CaseData) and f"{model._meta.label}.*" in IN_CLEAR
        if not wildcard and f"{model._meta.label}.{name}" not in IN_CLEAR:
            missing.append(f"{model._meta.label}.{name}")
    return missing


def test_no_field_stands_in_clear_without_a_reason() -> None:
    assert not_listed(apps.get_models(include_auto_created=True)) == [], HOW


def test_the_list_has_nothing_that_is_not_there() -> None:
    names = {f"{model._meta.label}.{name}" for model, name in speaking(apps.get_models(include_auto_created=True))}
    wildcards = {f"{name.rpartition('.')[0]}.*" for name in names}
    assert set(IN_CLEAR) <= names | wildcards


@pytest.mark.parametrize(
    "field",
    [models.CharField(max_length=9), models.TextField(), models.DateField(), models.JSONField(), models.EmailField()],
)
@isolate_apps("record")
def test_a_new_field_in_clear_is_found(field: models.Field[object, object]) -> None:
    class Person(CaseData):
        name = SecretText()
        alias = field

        class Meta:
            app_label = "record"

    assert not_listed([Person]) == ["record.Person.alias"]
