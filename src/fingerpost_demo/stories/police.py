"""What a story can tell of the police, of support and of safeguards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from fingerpost.casework.models import PoliceKind, PoliceStep, RemovalKind, SupportKind, SupportTie
from fingerpost.casework.police import services as police
from fingerpost.casework.support import services as support
from fingerpost.procedure.calendar import london_day

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def entry(telling: Telling, step: Step) -> None:
    """Record an entry of the police (`police`: its kind); `opened`: why others may know of it, if they may."""
    words = {name: step[name] for name in ("text", "contact", "held_by", "outcome") if name in step}
    contact = {telling.people[name]: effect for name, effect in step.get("contact_of", {}).items()}
    made: PoliceStep = police.record_step(
        telling.concern,
        PoliceKind(step["police"]),
        at=telling.at(step),
        about=telling.people[step["about"]] if "about" in step else None,
        until=london_day(telling.now) + timedelta(days=step["until"]) if "until" in step else None,
        contact_of=contact,
        **words,
    )
    if "opened" in step:
        police.open_step(made, why=step["opened"])


def arrested(telling: Telling, step: Step) -> None:
    """Record an arrest that only the police know of; `opened`: why others may know of it, if they may."""
    arrest = police.record_arrest(telling.concern, telling.people[step["arrested"]], telling.at(step))
    if "opened" in step:
        police.open_arrest(arrest, why=step["opened"])


def supported(telling: Telling, step: Step) -> None:
    """Record support for a child, or for somebody (`about`) who is `tie` to the adult `of`."""
    said: dict[str, Any] = {"giver": step["giver"], "text": step["text"], "at": telling.at(step)}
    kind, whom = SupportKind(step["support"]), telling.people[step["about"]]
    if "of" in step:
        related = support.Related(telling.people[step["of"]], SupportTie(step["tie"]), whom)
        support.support_other(telling.concern, related, kind, **said)
    else:
        support.support_child(telling.concern, whom, kind, **said)


def content(telling: Telling, step: Step) -> None:
    """Record where content is (`content`), whom somebody `asked` to remove it, and what `became` of it."""
    removal = support.begin_removal(telling.concern, telling.people[step["about"]], step["content"])
    at = telling.at(step)
    support.record_removal(removal, RemovalKind.ASKED, asked=step["asked"], reference=step.get("reference", ""), at=at)
    if "became" in step:
        support.record_removal(removal, RemovalKind(step["became"]), at=telling.now)


def safeguarded(telling: Telling, step: Step) -> None:
    """Record a safeguard that is in place."""
    support.begin_safeguard(
        telling.concern,
        text=step["safeguard"],
        checker=step["checker"],
        about=telling.people[step["about"]],
        children=[telling.people[name] for name in step["children"]],
        at=telling.at(step),
    )


ACTIONS: Final[Mapping[str, Callable[[Telling, Step], None]]] = {
    "police": entry,
    "arrested": arrested,
    "support": supported,
    "content": content,
    "safeguard": safeguarded,
}
"""What a step does, by the word that it begins with."""
