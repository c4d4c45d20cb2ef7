# ruff: noqa: E402 - Django is set up before its models are read
"""What sealing costs: a field, a concern of fifty fields, a search among 100,000 people. Beside reading without keys.

Run: .venv/bin/python benchmarks/keys_bench.py > docs/evidence/keys-bench.md
It lays an SQLite file and a PostgreSQL cluster of its own and takes some minutes; --people makes it shorter. What is
compared is measured in turns, so that whatever else the machine does meanwhile falls on all alike.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import django

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost_demo.settings")
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import load_backend

from access import database
from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.models import Concern, Ground, Involvement, Membership, Organisation, User
from fingerpost.keys import envelope, rotation
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import Key, MasterKey, MasterKeys, Owner, OwnerKind
from fingerpost.keys.models import DataKey
from fingerpost.record.models import Appearance, Detail, DetailKind, PersonKind, SearchToken
from fingerpost.record.services.people import forms_of
from fingerpost.record.services.search import Query, search
from keys import spellings
from support.postgres import running_cluster

IN_A_CONCERN = 2  # people
FIELDS = 50
CHUNK = 1000
TURNS = 40


@dataclass
class Place:
    """A database that was laid: how to act in it, and as whom."""

    name: str
    acting: Callable[[Actor], AbstractContextManager[None]]
    laying: Callable[[], AbstractContextManager[None]]
    teacher: Actor | None = None
    intake: Actor | None = None
    wide: UUID | None = None  # the concern with an appearance of fifty details


def in_turns(what: Mapping[str, Callable[[], object]], times: int = TURNS) -> dict[str, float]:
    """Return the median seconds of each, measured one after the other, again and again."""
    taken: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(times):
        for name, do in what.items():
            began = time.perf_counter()
            do()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(each) for name, each in taken.items()}


# ---- one field -------------------------------------------------------------------------------------------------------


def one_field() -> str:
    """Return the table of sealing and opening, key at hand."""
    owner, key = Owner(OwnerKind.CONCERN, uuid4()), Key.random()
    master = MasterKeys((MasterKey("m", Key.random()),))
    _, wrapped = master.wrap(owner, key)
    lines = ["| µs | seal | open |", "|---|---|---|"]
    for name, text in {"a name": "Amina Yusuf", "a narrative of 2,000 letters": "told us " * 250}.items():
        box = envelope.seal_text(key, owner, "record_detail:row:value", text)
        took = in_turns(
            {
                "seal": lambda text=text: [envelope.seal_text(key, owner, "t:r:c", text) for _ in range(500)],
                "open": lambda box=box: [
                    envelope.open_text(key, owner, "record_detail:row:value", box) for _ in range(500)
                ],
            }
        )
        lines.append(f"| {name} | {took['seal'] / 500 * 1e6:.1f} | {took['open'] / 500 * 1e6:.1f} |")
    took = in_turns({"unwrap": lambda: [master.unwrap(owner, "m", wrapped) for _ in range(500)]})
    return "\n".join([*lines, f"| a data key, from its wrapping | | {took['unwrap'] / 500 * 1e6:.1f} |"]) + "\n"


# ---- laying ----------------------------------------------------------------------------------------------------------


def lay(place: Place, people: int, draw: random.Random) -> str:
    """Lay people in concerns, two in each; a teacher sees 200 concerns, an intake one in forty. Return the sizes."""
    with place.laying(), transaction.atomic():
        members = [_member(number) for number in range(41)]
        place.teacher, place.intake = _actor(members[0], intake=False), _actor(members[1], intake=True)
        concerns = people // IN_A_CONCERN
        for start in range(0, concerns, CHUNK):
            _lay_concerns(members, range(start, min(start + CHUNK, concerns)), draw)
        place.wide = _lay_wide(members[0])
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        tokens = SearchToken._base_manager.count()
    return f"{tokens / people:.1f} tokens a person"


def _member(number: int) -> Membership:
    school = Organisation.objects.create(name=f"School {number}", kind="school")
    user = User.objects.create(email=f"member{number}@example.org", name=f"Member {number}")
    return Membership.objects.create(
        user=user, organisation=school, role="safeguarding_lead", intake=True, starts=date(2020, 1, 1)
    )


def _actor(held: Membership, *, intake: bool) -> Actor:
    return Actor(held.user_id, held.pk, held.organisation_id, held.role, held.team, intake, uuid4())


def _lay_concerns(members: list[Membership], numbers: range, draw: random.Random) -> None:
    lists = spellings.frequent()
    weights = {name: [1 / rank**0.8 for rank in range(1, len(lists[name]) + 1)] for name in lists}
    concerns = [Concern(created_by=members[1 + number % 40]) for number in numbers]
    Concern._base_manager.bulk_create(concerns)
    involvements = []
    for number, concern in zip(numbers, concerns, strict=True):
        keys.create_key(concern.pk)
        held = members[1 + number % 40]
        involvements.append(_involve(concern, held, Ground.INTAKE))
        if number < 200:
            involvements.append(_involve(concern, members[0], Ground.WORKS))
    Involvement._base_manager.bulk_create(involvements)
    appearances, details, tokens = [], [], []
    makes = keys.tokenisers()
    with keys.keys_at_hand():
        keys.fetch(concern.pk for concern in concerns)
        for concern in concerns:
            for _ in range(IN_A_CONCERN):
                given, family = (draw.choices(lists[name], weights[name])[0] for name in ("given", "family"))
                born = date(2008, 1, 1) + timedelta(days=draw.randrange(6000))
                known = [
                    (DetailKind.NAME, f"{given} {family}"),
                    (DetailKind.BORN, born.isoformat()),
                    (DetailKind.HANDLE, f"{given.lower()}{draw.randrange(10_000)}"),
                ]
                appearance = Appearance(concern=concern, kind=PersonKind.CHILD, recorded_by_id=members[0].pk)
                appearances.append(appearance)
                details += [_detail(appearance, kind, value) for kind, value in known]
                tokens += [
                    SearchToken(token=token, appearance=appearance, concern=concern, root=1)
                    for token in makes[1].to_store(forms_of(known))
                ]
        Appearance._base_manager.bulk_create(appearances)
        Detail._base_manager.bulk_create(details)
    SearchToken._base_manager.bulk_create(tokens, batch_size=5000)


def _involve(concern: Concern, held: Membership, ground: Ground) -> Involvement:
    member = None if ground == Ground.INTAKE else held
    return Involvement(concern=concern, organisation=held.organisation, membership=member, ground=ground, by=held)


def _detail(appearance: Appearance, kind: DetailKind, value: str) -> Detail:
    return Detail(
        appearance=appearance,
        concern_id=appearance.concern_id,
        kind=kind,
        value=value,
        recorded_by_id=appearance.recorded_by_id,
    )


def _lay_wide(member: Membership) -> UUID:
    concern = Concern._base_manager.create(created_by=member)
    keys.create_key(concern.pk)
    _involve(concern, member, Ground.WORKS).save_base(raw=True, force_insert=True)
    appearance = Appearance(concern=concern, kind=PersonKind.CHILD, recorded_by=member)
    Appearance._base_manager.bulk_create([appearance])
    Detail._base_manager.bulk_create(
        [_detail(appearance, DetailKind.ADDRESS, f"{number} Invented Row, Wexmouth") for number in range(FIELDS)]
    )
    return concern.pk


# ---- what is measured ------------------------------------------------------------------------------------------------


def a_concern(place: Place) -> str:
    """Return a line: fifty fields read, not opened and opened; fifty written, sealed beforehand and sealed."""
    assert place.teacher is not None
    with place.acting(place.teacher):
        rows = Detail.objects.visible().filter(concern=place.wide)

        def opened() -> None:
            with keys.keys_at_hand():
                for row in rows.all():
                    str(row.value)

        read = in_turns({"not opened": lambda: list(rows.all()), "opened": opened})
        appearance = Appearance.objects.visible().get(concern=place.wide)

        def made() -> list[Detail]:
            return [_detail(appearance, DetailKind.ADDRESS, "4 Invented Row, Wexmouth") for _ in range(FIELDS)]

        def write(rows: list[Detail]) -> None:
            with transaction.atomic(), keys.keys_at_hand():
                Detail.objects.bulk_create(rows)
                transaction.set_rollback(True)

        field = Detail._meta.get_field("value")
        before = [made() for _ in range(TURNS)]
        for row in (row for rows in before for row in rows):
            field.pre_save(row, add=True)
        fresh = [made() for _ in range(TURNS)]
        written = in_turns({"sealed before": lambda: write(before.pop()), "sealed": lambda: write(fresh.pop())})
    return (
        f"| {place.name} | {read['not opened'] * 1e3:.2f} | {read['opened'] * 1e3:.2f} |"
        f" {read['opened'] / read['not opened']:.2f} | {written['sealed before'] * 1e3:.2f} |"
        f" {written['sealed'] * 1e3:.2f} | {written['sealed'] / written['sealed before']:.2f} |"
    )


def a_search(place: Place) -> Iterator[str]:
    """Yield the lines of the searches, for each who searches."""
    for who, actor in (("200", place.teacher), ("1 in 40", place.intake)):
        assert actor is not None
        with place.acting(actor):
            rows = Appearance.objects.visible().order_by("pk")
            asked = _questions()
            seen = Detail.objects.visible().filter(kind=DetailKind.NAME).count()
            plain = list(rows.values_list("pk", flat=True)[:50])

            def read(plain: list[UUID] = plain) -> object:
                found = Appearance.objects.visible().select_related("concern").in_bulk(plain)
                return found, list(Detail.objects.visible().filter(appearance__in=plain))

            def all_opened() -> None:
                with keys.keys_at_hand():
                    names = list(Detail.objects.visible().filter(kind=DetailKind.NAME))
                    keys.fetch(row.concern_id for row in names)
                    for row in names:
                        str(row.value)

            base = in_turns({"plain": read}, 15)["plain"]
            everything = in_turns({"all": all_opened}, 3)["all"]
            took = in_turns({what: lambda query=query: _look(query) for what, query in asked.items()}, 15)
            for what, seconds in took.items():
                yield (
                    f"| {place.name} | {who} | {what} | {_look(asked[what])} | {seconds * 1e3:.1f} |"
                    f" {seconds / base:.1f} | {seconds / everything:.3f} |"
                )
            yield f"| {place.name} | {who} | *50 people read, nothing opened* | | {base * 1e3:.1f} | 1 | |"
            yield f"| {place.name} | {who} | *all {seen:,} names opened* | | {everything * 1e3:.0f} | | 1 |"


def _questions() -> dict[str, Query]:
    """Return what is asked for, of those whom somebody sees: the likest names there, and one of each other kind."""
    with keys.keys_at_hand():
        opened = [(row.appearance_id, str(row.value)) for row in Detail.objects.visible().filter(kind=DetailKind.NAME)]
        words = Counter(word for _, name in opened for word in name.split())
        opened.sort(key=lambda one: sum(words[word] for word in one[1].split()))
        (rare, rare_name), (_, frequent_name) = opened[0], opened[-1]
        known = {row.kind: str(row.value) for row in Detail.objects.visible().filter(appearance=rare)}
    born = date.fromisoformat(known["born"])
    return {
        "a frequent name": Query(name=frequent_name),
        "a rare name": Query(name=rare_name),
        "a name that nobody has": Query(name="Quillon Zabriskie"),
        "a rare name and a birthday": Query(name=rare_name, born=born),
        "a birthday": Query(born=born),
        "a handle": Query(handle=known["handle"]),
    }


def _look(query: Query) -> int:
    with transaction.atomic(), keys.keys_at_hand():
        found = len(search(query).matches)
        transaction.set_rollback(True)
    return found


def a_rotation(place: Place) -> str:
    """Return a line: every data key wrapped anew."""
    with place.laying():
        both = MasterKeys((*keys.master_keys().keys, MasterKey("bench", Key.random())))
        count = DataKey.objects.count()
        began = time.perf_counter()
        done = sum(rotation.rotate(both))
        took = time.perf_counter() - began
        assert done >= count - 1
    return f"| {place.name} | {done:,} | {took:.1f} | {done / took:,.0f} |"


# ---- places ----------------------------------------------------------------------------------------------------------


@contextmanager
def sqlite(folder: Path) -> Iterator[Place]:
    """Lay an SQLite file, with the service's own settings for it."""
    before = connections["default"]
    configured = {**before.settings_dict, "NAME": str(folder / "bench.sqlite3")}
    connections["default"] = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
    try:
        call_command("migrate", verbosity=0, skip_checks=True)
        yield Place("SQLite", context.acting, lambda: context.acting(None))
    finally:
        connections["default"].close()
        connections["default"] = before


@contextmanager
def postgresql() -> Iterator[Place]:
    """Lay a PostgreSQL database with its roles; what is measured goes through the application's."""
    with running_cluster() as cluster:
        settings.ACCESS_CONTEXT_KEY = database.KEY
        guarded = database.make(cluster)
        yield Place("PostgreSQL", guarded.application, guarded.superuser)


PAGE = """# What sealing costs

`.venv/bin/python benchmarks/keys_bench.py > docs/evidence/keys-bench.md`: {people:,} people in {concerns:,} concerns,
{machine}. Medians, measured in turns: trust the ratios, doubt the milliseconds. AES-256-GCM by `cryptography`, one data
key a concern, wrapped by a master key.

## A field

With its key at hand; the authenticated place and the padding are included.

{field}
## A concern of {fields} fields

Read by Django through need to know: the same rows without opening a text, and with all opened, the key's reading and
unwrapping included. Written with `bulk_create` and rolled back: texts that were sealed before, and texts that are not.

| ms | read, not opened | read and opened | ratio | written, sealed before | sealed and written | ratio |
|---|---|---|---|---|---|---|
{concern}

## A search

By tokens, among {people:,} people ({sizes}), for somebody who sees 200 concerns, and for an intake that sees one in
forty. Included: the opening of the best names, and the notes to the owners of hidden records that are hit. Beside it,
what it takes to read 50 people without opening anything, and what a search without tokens would have to do: open
every name that one sees, which finds nothing hidden.

| | sees | asked for | found | ms | beside plain reading | beside opening all |
|---|---|---|---|---|---|---|
{searches}

## A new master key

| | data keys wrapped anew | s | a second |
|---|---|---|---|
{rotations}
"""


def main() -> None:
    """Lay, measure, and print the page."""
    parser = argparse.ArgumentParser(description="What sealing costs.")
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people
    concern, searches, rotations, sizes = [], [], [], ""
    with tempfile.TemporaryDirectory() as folder:
        for open_place in (lambda: sqlite(Path(folder)), postgresql):
            with open_place() as place:
                began = time.perf_counter()
                sizes = lay(place, people, random.Random(20261124))  # noqa: S311 - the same people each time
                print(f"{place.name}: laid in {time.perf_counter() - began:.0f} s", file=sys.stderr)
                concern.append(a_concern(place))
                searches += a_search(place)
                rotations.append(a_rotation(place))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(
        PAGE.format(
            people=people,
            concerns=people // IN_A_CONCERN,
            machine=machine,
            field=one_field(),
            fields=FIELDS,
            concern="\n".join(concern),
            searches="\n".join(searches),
            rotations="\n".join(rotations),
            sizes=sizes,
        ),
        end="",
    )


if __name__ == "__main__":
    main()
