"""What the pocket guide's pages say of a pack beside what the exported module has: data from the checked tree."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from fingerpost.guide import answers, asking
from fingerpost.manual.pages import Manual
from fingerpost.manual.search import index_of
from fingerpost.procedure.explaining import do_now, plan, words
from fingerpost.procedure.explaining.rules import section_names, section_of
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.procedure.pack.services import Service, services
from fingerpost.procedure.pack.sources import Look, sources_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a partnership's directory. `recipient`: who something goes to, as the pack has it, or nothing."""

    organisation: str
    area: str
    recipient: str
    purpose: str
    phone: str
    hours: str
    out_of_hours_phone: str
    out_of_hours: str
    email: str


def pocket_data(
    pack: Pack, made: datetime, directory: Sequence[Entry], key_name: str, worker: str
) -> dict[str, object]:
    """Return all that the pages need. `made`: when the file was; `key_name`: the key that signs it, or nothing.

    `worker`: the address of what keeps a page of the service in the browser; nothing in a file.
    """
    return {
        "name": pack.name,
        "made": int(made.timestamp()),
        "key": key_name,
        "worker": worker,
        "in_force": pack.in_force.isoformat(),
        "emergency": pack.emergency,
        "recipients": dict(pack.recipients),
        "rules": {rule.id: _rule(pack, rule) for rule in pack.decided},
        "ticks": [_plain(tick, without=("place",)) for tick in pack.ticks.values()],
        "boxes": [
            {"section": box.section, "say": box.say, "ask": box.ask, "rules": dict(box.rules)}
            | {"tell_fact": box.tell_fact, "tell": dict(box.tell)}
            for box in pack.boxes
        ],
        "topics": dict(asking.asking_for(pack).topics),
        "matter": [event.id for event in asking.events_that_matter(pack)],
        "services": [_service(one) for one in services()],
        "directory": [_plain(one) for one in directory],
        "words": {
            "parties": words.PARTIES,
            "relations": words.RELATIONS,
            "verbs": words.VERBS,
            "then": [words.THEN["applies"], words.THEN["depends"], words.THEN[None]],
            "kinds": {kind.name: kind.value for kind in plan.Kind},
        },
        "most": {
            "people": answers.MOST_PEOPLE,
            "events": answers.MOST_EVENTS,
            "page": answers.LAST_PAGE,
            "rows": asking.MOST_ROWS,
            "pages": asking.FIRST_PAGES,
            "first_rows": asking.FIRST_ROWS,
            "first": asking.MOST_FIRST,
            "asked": do_now.MOST_ASKED,
        },
        "manual": _manual(pack),
    }


def _rule(pack: Pack, rule: Provision) -> dict[str, object]:
    rests = [one.provision for one in walk(rule.condition) if isinstance(one, Applies)] if rule.condition else []
    return {
        "urgent": rule.urgent,
        "to_be_done": rule.is_to_be_done,
        "text": rule.text.strip(),
        "rests": rests,
        "place": section_of(pack, rule),
        "services": [number for number, one in enumerate(services()) if rule.id in one.rules],
    }


def _manual(pack: Pack) -> dict[str, object]:
    sources = sources_of(pack)
    manual = Manual(pack, lambda name: f"#/manual/{name}", sources)
    return {
        "sections": [
            {
                "name": name,
                "title": section.title,
                "parts": [[kind, _plain(shown)] for kind, shown in manual.parts(section)],
                "headings": manual.headings(section),
            }
            for name, section in section_names(pack).items()
        ],
        "addresses": manual.addresses,
        "sources": [
            [key, title, _plain(sources.by_key[key]) if key in sources.by_key else None]
            for key, title in pack.sources.items()
        ],
        "places": [_plain(place) for place in index_of(pack).places],
    }


def _service(one: Service) -> dict[str, object]:
    return {**_plain(one, without=("rules",)), "link": one.link}  # type: ignore[dict-item]


def _plain(value: object, without: Iterable[str] = ()) -> object:
    """Return dataclasses as mappings, days as texts; what is HTML already says so."""
    match value:
        case Markup():
            return {"html": str(value)}
        case Service():
            return {"service": services().index(value)} if "rules" not in without else _fields(value, without)
        case Look():
            return {**_fields(value, ("place",)), "how": value.how}
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case _ if dataclasses.is_dataclass(value):
            return _fields(value, without)
        case _:
            return value


def _fields(value: object, without: Iterable[str]) -> dict[str, object]:
    names = [one.name for one in dataclasses.fields(value) if one.name not in without]  # type: ignore[arg-type]
    return {name: _plain(getattr(value, name)) for name in names}
