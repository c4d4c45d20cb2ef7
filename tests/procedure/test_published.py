"""A published version never changes: an erratum is a new version."""

from __future__ import annotations

from pathlib import Path

import yaml

from fingerpost.procedure.pack.library import available, load_pack

PUBLISHED = Path(__file__).parents[2] / "procedures" / "published.yaml"


def test_every_published_pack_is_what_was_published() -> None:
    published = yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))
    assert "e-safety@2017" in published
    for name, digest in published.items():
        assert load_pack(name).digest == digest, f"{name} was published and has changed: make a new version of it"


def test_no_published_pack_is_missing() -> None:
    assert set(yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))) <= set(available())


def test_every_fact_of_a_published_pack_has_a_short_name_of_its_own() -> None:
    for name in yaml.safe_load(PUBLISHED.read_text(encoding="utf-8")):
        for fact in load_pack(name).facts.values():
            assert "_" not in fact.short, fact.id
