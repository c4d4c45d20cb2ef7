"""What a concern's summary shows of the record: what was told. Its people, facts and events have pages of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from fingerpost.access.contents import Content
from fingerpost.access.models import Concern
from fingerpost.record.models import AbuseForm, InitialAccount
from fingerpost.record.services.statements import recorded

CHILDS_WORDS: Final = "In the child’s words"


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[Content]:
    """Return what was told in these compartments, as recorded by `at` (None: now): one query."""
    for account in recorded(InitialAccount.objects.visible(), concern, compartments, at):
        yield from _telling(account)


def _telling(account: InitialAccount) -> Iterator[Content]:
    yield Content(account.compartment, "What was told", _paragraphs(account.narrative))
    means = [("On", account.platform), ("Names used there", account.handles), ("Device", account.device)]
    who = [account.get_reporter_display() or "", account.reported_by or ""]
    for heading, paragraphs in (
        (CHILDS_WORDS, _paragraphs(account.childs_voice)),
        ("How it became known", _paragraphs(account.how)),
        ("Who told", tuple(filter(None, [": ".join(filter(None, who))]))),
        ("What it may be", tuple(AbuseForm(form).label for form in account.forms)),
        ("By what means", tuple(f"{what}: {text}" for what, text in means if text)),
        ("Recorded from", tuple(filter(None, [account.get_setting_display()]))),
    ):
        if paragraphs:
            yield Content(account.compartment, heading, paragraphs)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
