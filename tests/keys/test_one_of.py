"""A field that holds one word of a list."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Note, NoteKind


def test_a_new_word_of_a_list_is_no_migration() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("fingerpost.")]
    with_lists = [field for model in ours for field in model._meta.get_fields() if getattr(field, "choices", None)]
    assert len(with_lists) > 50
    for field in with_lists:
        assert isinstance(field, OneOf), field
        assert "choices" not in field.deconstruct()[3], field


def test_the_list_is_there_for_forms_and_readers() -> None:
    field = Note._meta.get_field("kind")
    assert isinstance(field, models.CharField)
    assert field.choices == NoteKind.choices
    kind = next(iter(NoteKind))
    assert Note(kind=kind).get_kind_display() == kind.label
