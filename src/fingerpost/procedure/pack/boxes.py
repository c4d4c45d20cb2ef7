"""What is ticked first, and the boxes for what cannot wait: what must hold of them, and how the manual shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.pack.entries import FactEntry, ProvisionEntry
from fingerpost.procedure.pack.model import Box, Fact, Place, Prose, Tick


def check_ticks(
    ticks: Mapping[str, Tick], facts: Mapping[str, FactEntry], sections: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with what may be ticked first."""
    for tick in ticks.values():
        for name in tick.answers:
            fact = facts.get(name)
            if fact is None or fact.type != "bool":
                yield Problem(
                    str(tick.place), f"“{tick.id}” answers “{name}”, which is no yes-or-no fact", _near(name, facts)
                )
        if tick.section and tick.section not in sections:
            right = nearest(tick.section, sections) or "Name one that has, or leave it out."
            yield Problem(str(tick.place), f"the section “{tick.section}” of “{tick.id}” has no box", right)
        if not tick.answers:
            yield Problem(str(tick.place), f"“{tick.id}” answers nothing", "Name the facts to which it says yes.")
        for name in (*tick.answers, *tick.raises):
            fact = facts.get(name)
            if fact is None:
                yield Problem(str(tick.place), f"“{tick.id}” names “{name}”, which is no fact", _near(name, facts))
            elif fact.scope != "concern" and fact.scope not in tick.lists:
                right = f"Add {fact.scope} to `lists`, or leave “{name}” out."
                yield Problem(
                    str(tick.place), f"“{tick.id}” lists no {fact.scope} of which “{name}” could be asked", right
                )


def check_boxes(
    boxes: Sequence[Box], facts: Mapping[str, FactEntry], provisions: Mapping[str, ProvisionEntry]
) -> Iterator[Problem]:
    """What is wrong with the boxes. A pack that has any names in them everything that a practitioner cannot put off."""
    for box in boxes:
        for rule in box.rules:
            if rule not in provisions:
                yield Problem(str(box.place), f"there is no provision “{rule}”", nearest(rule, provisions))
    everybody = [box for box in boxes if box.tell]
    if boxes and len(everybody) != 1:
        right = "One says with `tell` who is told first."
        yield Problem(str(boxes[0].place), f"{len(everybody)} boxes are for everybody", right)
    for box in everybody:
        fact = facts.get(box.tell_fact)
        if (
            fact is None
            or any(value not in (*fact.values, "otherwise") for value in box.tell)
            or "otherwise" not in box.tell
        ):
            right = "Give `fact`, some of its values, and `otherwise`."
            yield Problem(str(box.place), "`tell` does not say who is told first", right)
    named = {rule for box in boxes for rule in box.rules}
    for entry in provisions.values() if boxes else ():
        if _cannot_wait(entry) and entry.id not in named:
            right = "Add it to the `rules` of the section's box, with what is to be asked while it is open."
            yield Problem(str(entry.place), f"“{entry.id}” cannot wait, and no box names it", right)


def as_prose(boxes: Iterable[Box], ticks: Iterable[Tick], facts: Mapping[str, Fact]) -> dict[Place, Prose]:
    """Return how the manual shows boxes and ticks, by where they are."""
    found = {box.place: Prose(box.markdown, box.place.line) for box in boxes}
    for tick in ticks:
        says = "; ".join(facts[name].short for name in tick.answers)
        lines = [f"**{tick.text}**", "", f"- It says outright: {says}."]
        if tick.raises:
            lines.append(f"- Asked first: {'; '.join(facts[name].short for name in tick.raises)}.")
        found[tick.place] = Prose("\n".join(lines), tick.place.line)
    return found


def _cannot_wait(entry: ProvisionEntry) -> bool:
    """Whether a practitioner has to do it at once or on the same day, by a ground of its own."""
    pressing = entry.urgent or (entry.deadline is not None and entry.deadline.kind == "same_day")
    return pressing and "practitioner" in entry.who and not (entry.condition and "applies(" in entry.condition.text)


def _near(name: str, facts: Mapping[str, FactEntry]) -> str:
    return nearest(name, facts) or "Name one that is."
