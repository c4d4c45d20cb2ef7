"""What a concern's summary shows of the record: what was told. Its people, facts and events have pages of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from fingerpost.access.contents import Content
from fingerpost.access.models import Matter
from fingerpost.record.models import AbuseForm, Concern
from fingerpost.record.services.statements import recorded

CHILDS_WORDS: Final = "In the child’s words"


def of_matter(matter: Matter, compartments: frozenset[str], at: datetime | None) -> Iterator[Content]:
    """Return what was told in these compartments, as recorded by `at` (None: now): one query."""
    for concern in recorded(Concern.objects.visible(), matter, compartments, at):
        yield from _telling(concern)


def _telling(concern: Concern) -> Iterator[Content]:
    yield Content(concern.compartment, "What was told", _paragraphs(concern.narrative))
    means = [("On", concern.platform), ("Names used there", concern.handles), ("Device", concern.device)]
    who = [concern.get_reporter_display() or "", concern.reported_by or ""]
    for heading, paragraphs in (
        (CHILDS_WORDS, _paragraphs(concern.childs_voice)),
        ("How it became known", _paragraphs(concern.how)),
        ("Who told", tuple(filter(None, [": ".join(filter(None, who))]))),
        ("What it may be", tuple(AbuseForm(form).label for form in concern.forms)),
        ("By what means", tuple(f"{what}: {text}" for what, text in means if text)),
        ("Recorded from", tuple(filter(None, [concern.get_setting_display()]))),
    ):
        if paragraphs:
            yield Content(concern.compartment, heading, paragraphs)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
