"""What a matter's page shows of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from fingerpost.access.contents import Content
from fingerpost.access.models import Matter
from fingerpost.record.models import AbuseForm, Appearance, Concern, Detail, DetailKind, PartTaken


def of_matter(matter: Matter, compartments: frozenset[str]) -> Iterator[Content]:
    """Return what was told, and the people, in these compartments: four queries, however many people there are."""
    for concern in Concern.objects.visible().filter(matter=matter, compartment__in=compartments):
        yield from _telling(concern)
    known: dict[UUID, list[Detail]] = defaultdict(list)
    for detail in Detail.objects.visible().filter(matter=matter, compartment__in=compartments):
        known[detail.appearance_id].append(detail)
    parts: dict[UUID, list[PartTaken]] = defaultdict(list)
    for taken in PartTaken.standing(PartTaken.objects.visible().filter(matter=matter, compartment__in=compartments)):
        parts[taken.appearance_id].append(taken)
    for appearance in Appearance.objects.visible().filter(matter=matter, compartment__in=compartments):
        yield from _person(appearance, parts[appearance.pk], known[appearance.pk])


def _telling(concern: Concern) -> Iterator[Content]:
    yield Content(concern.compartment, "What was told", _paragraphs(concern.narrative))
    means = [("On", concern.platform), ("Names used there", concern.handles), ("Device", concern.device)]
    who = [concern.get_reporter_display() or "", concern.reported_by or ""]
    for heading, paragraphs in (
        ("In the child’s words", _paragraphs(concern.childs_voice)),
        ("How it became known", _paragraphs(concern.how)),
        ("Who told", tuple(filter(None, [": ".join(filter(None, who))]))),
        ("What it may be", tuple(AbuseForm(form).label for form in concern.forms)),
        ("By what means", tuple(f"{what}: {text}" for what, text in means if text)),
        ("Recorded from", tuple(filter(None, [concern.get_setting_display()]))),
    ):
        if paragraphs:
            yield Content(concern.compartment, heading, paragraphs)


def _person(appearance: Appearance, parts: list[PartTaken], details: list[Detail]) -> Iterator[Content]:
    replaced = {detail.replaces_id for detail in details}
    standing = [detail for detail in details if detail.pk not in replaced]
    names = [str(detail.value) for detail in standing if detail.kind == DetailKind.NAME]
    for compartment in dict.fromkeys([appearance.compartment, *(one.compartment for one in (*parts, *standing))]):
        lines = [taken.get_part_display() for taken in parts if taken.compartment == compartment] + [
            f"{detail.get_kind_display()}: {detail.value}"
            for detail in standing
            if detail.compartment == compartment and detail.kind != DetailKind.NAME
        ]
        yield Content(compartment, ", ".join(names) or "Somebody whose name is not known here", tuple(lines))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
