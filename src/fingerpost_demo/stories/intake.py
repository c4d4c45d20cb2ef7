"""What a story can tell of what came in: a document, who holds what is not sent, a link and where it was reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from fingerpost.access.models import Compartment
from fingerpost.gate import Block, Heading, Item, Kind, Paragraph
from fingerpost.intake import audit, services
from fingerpost.intake.models import DocumentKind, FileFormat, HeldKind, LinkKind, ReportedTo
from fingerpost.procedure.calendar import london_day

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def took_in(telling: Telling, step: Step) -> None:
    """Take in a document (`takes_in`: what it is), dated on the step's day."""
    said = services.DocumentInput(
        kind=DocumentKind(step["takes_in"]),
        format=FileFormat(step["format"]),
        sender=step["sender"],
        dated=london_day(telling.at(step)),
        blocks=[_block(one) for one in step["says"]],
        left_out=step.get("left_out", ""),
    )
    services.take_in(telling.concern, Compartment.COMMON, said)


def was_refused(telling: Telling, step: Step) -> None:
    """Note that a file was `refused` as imagery, and record who holds it."""
    audit.refused(telling.concern, frozenset({Compartment.COMMON}), Kind(step["refused"]))
    words = {name: step[name] for name in ("device", "place", "reference", "told") if name in step}
    services.record_holder(telling.concern, Compartment.COMMON, HeldKind.IMAGERY, step["holder"], **words)


def linked(telling: Telling, step: Step) -> None:
    """Record a suspected link (`link`: what may be there), and where it was reported."""
    link = services.record_link(telling.concern, Compartment.COMMON, LinkKind(step["link"]), step["address"])
    if "reported" in step:
        said = {"reference": step.get("reference", ""), "at": telling.at(step)}
        services.report_link(link, ReportedTo(step["reported"]), step["name"], **said)


def _block(said: Mapping[str, Any] | str) -> Block:
    if isinstance(said, str):
        return Paragraph(said)
    return Heading(1, said["heading"]) if "heading" in said else Item(said["item"])


ACTIONS: Final[Mapping[str, Callable[[Telling, Step], None]]] = {
    "takes_in": took_in,
    "refused": was_refused,
    "link": linked,
}
"""What a step does, by the word that it begins with."""
