"""What a story can tell of what went out: a document for somebody outside, of the sections that its maker chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from fingerpost.access.models import Compartment
from fingerpost.documents import production, recipients
from fingerpost.documents.models import Format
from fingerpost.documents.production import DocumentRequest

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def went_out(telling: Telling, step: Step) -> None:
    """Look at what would go `to` somebody, and ask for the `chosen` sections: the worker makes and encrypts them."""
    whom = (recipients.OUTSIDE, step["to"])
    asked = DocumentRequest(step["goes_out"], "", Format.PDF, Compartment.COMMON, *whom)
    missing = set(step["chosen"]) - set(production.preview(telling.concern, asked).headings)
    if missing:
        raise ValueError(f"not to be chosen from: {sorted(missing)}")
    production.ask(telling.concern, replace(asked, headings=tuple(step["chosen"])))


ACTIONS: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], None]]] = {"goes_out": went_out}
"""The action by the key that its step has."""
