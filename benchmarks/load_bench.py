"""How many people the service serves at once: a mix of what they do, arriving ever faster, until it keeps them waiting.

Run: script/campaign load, or .venv/bin/python benchmarks/load_bench.py [--help]; writes docs/evidence/load.md.
Requests arrive by chance at a rate that does not wait for answers (an open loop): each is timed from when it was due,
so that what waits in a queue counts. The rate grows step by step until the 95th percentile passes the limit. All the
while two readers ask for concerns that are hidden from them, and have to be told that there are none.
"""

from __future__ import annotations

import argparse
import itertools
import queue
import random
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import load_report
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from load_report import Step
from service_bench import ROOT, _made_of, lay_out, name_people  # sets Django up

from access import database
from access.database import Guarded
from faults.asking import Answer, Person, note, signed_in
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models import Concern, ExclusionGround, Membership, Organisation
from fingerpost.access.services import concerns, exclusions
from fingerpost.casework.models import Addressee, Way
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.duties.models import DutyState
from fingerpost.keys import services as keys
from fingerpost.record import questions
from fingerpost.record.models import DetailKind, PartInConcern, PersonKind
from fingerpost.record.services import facts
from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.facts import FactAnswer as Said
from fingerpost.record.services.people import add_appearance
from fingerpost_demo.people import put_in_place
from support.postgres import running_cluster
from support.service import Service, environment

LIMIT = 200.0
"""Milliseconds: the 95th percentile that a rate may have and still be called sustained."""
PEOPLE = ("asha", "ben", "dilip", "priya")
"""A practitioner, a lead, a manager who takes in, a social worker: each sees every concern that is worked on."""
STRANGERS = {"nia": "works at another school", "carys": "is shut out of them"}
FACT = "online_bullying"
MIX = {
    "home": 20,
    "list of concerns": 10,
    "a concern’s first page": 25,
    "its chronology": 10,
    "search for the same person": 10,
    "a note is recorded": 10,
    "a question is answered": 5,
    "a duty is done": 5,
    "a referral is received": 5,
}
"""What is asked for, in parts of a hundred."""
WALK = 2.0
"""Requests a second, beside the mix, for what is hidden."""
THREADS = 96


@dataclass
class Own:
    """A concern that is worked on: with real words, a child, an adult, a referral, duties."""

    concern: str
    child: str
    referral: str
    duties: list[str] = field(default_factory=list)


@dataclass
class World:
    """What clients know."""

    people: dict[str, Person]
    strangers: dict[str, Person]
    own: list[Own]
    hidden: list[str]
    group: int
    notes: itertools.count[int] = field(default_factory=itertools.count)
    duties: queue.Queue[str] = field(default_factory=queue.Queue)
    received: queue.Queue[Own] = field(default_factory=queue.Queue)
    answers: queue.Queue[tuple[Own, bool]] = field(default_factory=queue.Queue)


# ---- what is there ---------------------------------------------------------------------------------------------------


def member(name: str) -> Membership:
    return Membership.objects.filter(user__email=f"{name}@example.org").order_by("starts", "pk")[0]


def record_own(number: int) -> list[Own]:
    """Record so many concerns as people do, in the application's role: told, referred, taken on; one is shut out."""
    asha, dilip, priya, carys = (member(name) for name in ("asha", "dilip", "priya", "carys"))
    council = Organisation.objects.get(pk=dilip.organisation_id)
    every = []
    for count in range(number):
        with transaction.atomic(), keys.keys_at_hand():
            now = timezone.now()
            with context.acting(actor_in(asha)):
                concern = record_concern(became_aware_at=now, narrative=f"Told at break, for the {count}th time.")
                named = [(DetailKind.NAME, f"Invented Child {count % 97}")]
                child = add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], named)
                add_appearance(
                    concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, f"Adult {count}")]
                )
                facts.assert_many(concern, [Said(FACT, True, None)], said_at=now)
                text = "She is afraid of Friday, and he has her number."
                sent = ReferralInput(Addressee.SOCIAL_CARE, council, "", Way.HERE, "What will be done?", text, now)
                referral = referrals.send(concern, sent)
            with context.acting(actor_in(dilip)):
                for one in (priya, carys):
                    concerns.involve_member(concern.pk, one.pk)
                why = {"ground": ExclusionGround.CONFLICT, "reason": "She knows the family."}
                exclusions.shut_out_user(concern.pk, carys.user_id, **why)
                states = DutyState.objects.visible().filter(concern=concern, is_open=True)
                duties = [str(pk) for pk in states.values_list("duty", flat=True)]
            every.append(Own(str(concern.pk), str(child.pk), str(referral.pk), duties))
        if count % 50 == 49:
            print(f"{count + 1} concerns recorded", file=sys.stderr)
    return every


def group_of_fact() -> int:
    """Return the number of the page on which the question of `FACT` is asked."""
    pack = facts.pack_of(Concern.objects.visible().all()[0], "common")
    for number, group in enumerate(questions.groups(pack, "concern"), start=1):
        if any(fact.id == FACT for fact in group.facts):
            return number
    raise SystemExit(f"nothing asks for {FACT}")


@contextmanager
def prepared(given: argparse.Namespace) -> Any:
    """Lay everything out in a PostgreSQL cluster that syncs what it commits; yield it with what is worked on."""
    database.KEY = secrets.token_urlsafe(48).encode()
    settings.ACCESS_CONTEXT_KEY = database.KEY
    with running_cluster(durable=True) as cluster:
        guarded = database.make(cluster)
        with guarded.superuser():
            put_in_place(today())
        with guarded.application_connection():
            own = record_own(given.own)
            with context.acting(actor_in(member("asha"))):
                group = group_of_fact()
        lay_out(guarded, given.concerns)
        name_people(guarded, given.concerns)
        with guarded.application_connection():
            hidden = hidden_from_all(given.concerns)
        yield guarded, own, group, hidden


def hidden_from_all(concerns_laid: int) -> list[str]:
    """Return ids of laid concerns that neither stranger may see."""
    drawn = [str(_made_of(f"x{number}")) for number in random.sample(range(concerns_laid), min(400, concerns_laid))]
    seen: set[str] = set()
    for name in STRANGERS:
        with context.acting(actor_in(member(name))):
            seen |= {str(pk) for pk in Concern.objects.visible().filter(pk__in=drawn).values_list("pk", flat=True)}
    return [one for one in drawn if one not in seen]


@contextmanager
def served(guarded: Guarded, given: argparse.Namespace, folder: Path) -> Any:
    """Run the service on it, with so many workers."""
    own = environment(
        folder,
        FINGERPOST_MASTER_KEYS=settings.DEMO_MASTER_KEYS,
        FINGERPOST_CONTEXT_KEY=database.KEY.decode(),
        DATABASE_URL=guarded.cluster.url(guarded.name, guarded.roles.application),
    )
    service = Service(folder, own)
    try:
        service.port = service.serve(None, "--workers", str(given.workers), "--threads", str(given.threads))
        yield service
    finally:
        service.stop()


# ---- what is asked ---------------------------------------------------------------------------------------------------


def asking(world: World) -> dict[str, Callable[[], Answer]]:
    """Return what asks for each thing of the mix, and whether it was answered as it should be."""

    def anybody() -> Person:
        return world.people[random.choice(PEOPLE)]  # noqa: S311

    def of_concern(part: str) -> Answer:
        return anybody().gets(f"/concerns/{random.choice(world.own).concern}/{part}")  # noqa: S311

    def searches() -> Answer:
        one = random.choice(world.own)  # noqa: S311
        return anybody().gets(f"/concerns/{one.concern}/people/{one.child}/same/")

    def adds_note() -> Answer:
        one, words = random.choice(world.own), f"She said, for the {next(world.notes)}th time: I want it to stop."  # noqa: S311
        return anybody().sends(f"/concerns/{one.concern}/notes/new/", note(words))

    def answers() -> Answer:
        one, value = world.answers.get_nowait()
        fields = {f"answer_{FACT}": str(not value).lower(), "reason": "It is clearer now.", "confirmed": "1"}
        try:
            path = f"/concerns/{one.concern}/facts/concern/{world.group}/"
            return world.people["dilip"].sends(path, fields | {"compartment": "common"})
        finally:
            world.answers.put((one, not value))

    def does_duty() -> Answer:
        on = dict(zip(("on_0", "on_1", "on_2"), map(str, (today().day, today().month, today().year)), strict=True))
        duty = world.duties.get_nowait()
        return world.people["dilip"].sends(f"/duties/{duty}/done/", {"what": "It was done.", "who": "Dilip", **on})

    def receives() -> Answer:
        one, local = world.received.get_nowait(), timezone.localtime(timezone.now() - timedelta(minutes=1))
        day = dict(zip(("day_0", "day_1", "day_2"), map(str, (local.day, local.month, local.year)), strict=True))
        fields = {"kind": "acknowledged", "clock": f"{local:%H:%M}", **day}
        return world.people["dilip"].sends(f"/concerns/{one.concern}/casework/referrals/{one.referral}/", fields)

    return {
        "home": lambda: anybody().gets("/"),
        "list of concerns": lambda: anybody().gets("/concerns/"),
        "a concern’s first page": lambda: of_concern(""),
        "its chronology": lambda: of_concern("chronology/"),
        "search for the same person": searches,
        "a note is recorded": adds_note,
        "a question is answered": answers,
        "a duty is done": does_duty,
        "a referral is received": receives,
    }


WRITES = frozenset({"a note is recorded", "a question is answered", "a duty is done", "a referral is received"})


def run_step(world: World, rate: float, seconds: float, drawn: random.Random) -> Step:
    """Let requests arrive at a rate for so many seconds, while strangers walk; and wait for the last answer."""
    step, asks, lock, over = Step(rate, seconds), asking(world), threading.Lock(), threading.Event()
    names, parts = list(MIX), list(MIX.values())

    def one(name: str, due: float) -> None:
        try:
            answer = asks[name]()
        except queue.Empty:
            answer, name = asks["a concern’s first page"](), "a concern’s first page"
        except OSError as error:
            with lock:
                step.errors[f"{name}: {type(error).__name__}"] += 1
            return
        took = (time.perf_counter() - due) * 1000
        with lock:
            if answer.status != (302 if name in WRITES else 200):
                step.errors[f"{name}: {answer.status}"] += 1
            step.times[name].append(took)

    def walk() -> None:
        while not over.wait(1 / WALK):
            name = drawn.choice(list(STRANGERS))
            concern = drawn.choice([drawn.choice(world.hidden), drawn.choice(world.own).concern])
            part = drawn.choice(["", "chronology/", "people/", "duties/", "facts/", "notes/new/"])
            answer = world.strangers[name].gets(f"/concerns/{concern}/{part}")
            step.walked += 1
            step.told[str(answer.status)] += 1

    walker = threading.Thread(target=walk, daemon=True)
    walker.start()
    with ThreadPoolExecutor(THREADS) as pool:
        begun, due = time.perf_counter(), 0.0
        while due < seconds:
            wait = begun + due - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            else:
                step.late = max(step.late, -wait)
            pool.submit(one, drawn.choices(names, parts)[0], begun + due)
            due += drawn.expovariate(rate)
    over.set()
    walker.join(30)
    return step


def climb(world: World, given: argparse.Namespace) -> list[Step]:
    """Raise the rate until the 95th percentile passes the limit, or something fails."""
    drawn = random.Random(given.seed)  # noqa: S311
    run_step(world, given.first, min(5.0, given.seconds), drawn)  # what is only done once is done
    steps: list[Step] = []
    rate = given.first
    while rate <= given.most:
        step = run_step(world, rate, given.seconds, drawn)
        steps.append(step)
        print(f"{rate:.0f}/s: p95 {step.p95:.0f} ms, {dict(step.errors)}, walked {dict(step.told)}", file=sys.stderr)
        if step.p95 > given.limit:
            break
        rate += given.step
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concerns", type=int, default=100_000, help="concerns that are laid")
    parser.add_argument("--own", type=int, default=300, help="concerns that are worked on")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60, help="for how long each rate is held")
    parser.add_argument("--first", type=float, default=2, help="requests a second to begin with")
    parser.add_argument("--step", type=float, default=2, help="and how many more each time")
    parser.add_argument("--most", type=float, default=100)
    parser.add_argument("--limit", type=float, default=LIMIT, help="milliseconds for the 95th percentile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--print", action="store_true", help="print it, and write no file")
    given = parser.parse_args()
    command = "script/campaign load " + " ".join(sys.argv[1:])
    with ExitStack() as stack:
        guarded, own, group, hidden = stack.enter_context(prepared(given))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        service = stack.enter_context(served(guarded, given, Path(folder)))
        people, strangers = (
            {name: signed_in(service, f"{name}@example.org") for name in names} for names in (PEOPLE, STRANGERS)
        )
        world = World(people, strangers, own, hidden, group)
        for one in own:
            world.received.put(one)
            world.answers.put((one, True))
            for duty in one.duties:
                world.duties.put(duty)
        steps = climb(world, given)
    text = load_report.page(steps, vars(given), command.strip(), MIX, STRANGERS, THREADS)
    if given.print:
        print(text)
    else:
        (ROOT / "docs" / "evidence" / "load.md").write_text(text, encoding="utf-8")
    if any(step.errors or step.walked != step.told["404"] for step in steps):
        raise SystemExit("Something failed, or somebody was answered what they must not be.")


if __name__ == "__main__":
    main()
