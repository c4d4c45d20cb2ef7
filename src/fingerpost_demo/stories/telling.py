"""Tells the invented concerns of `concerns/`: through the services only, each thing by somebody who acts.

A story says who recorded what when, in days before today, who is in it, what is known, and what was done then, step by
step. What was recorded when is not invented: it is recorded when the story is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction

from fingerpost.access import compartments, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.models import Compartment, Concern, LiftingDecision
from fingerpost.access.models.people import Organisation, User
from fingerpost.access.services import concerns
from fingerpost.casework.models import Addressee, BypassedPost, Referral, ReferralStepKind, Way
from fingerpost.casework.referrals import carried_out
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.suspect_bypass.services import bypass
from fingerpost.duties import presentation
from fingerpost.duties.models import Duty
from fingerpost.duties.services import recording, worklist
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.record import services as record
from fingerpost.record.models import (
    AbuseForm,
    Appearance,
    ClosingOutcome,
    DetailKind,
    NoteKind,
    PartInConcern,
    PersonKind,
    RelationshipKind,
    Reporter,
    Setting,
)
from fingerpost.record.services import closing, facts, notes, viewing
from fingerpost.record.services.changes import change
from fingerpost.record.services.concerns import ConcernInput
from fingerpost_demo.only import only_in_the_demonstration
from fingerpost_demo.people import member
from fingerpost_demo.stories import (
    conflicts,
    emergencies,
    front_door,
    intake,
    keeping,
    looking,
    meetings,
    outgoing,
    police,
    protection,
    risk,
    subject,
)

CONCERNS: Final = Path(__file__).parents[1] / "concerns"
_DETAILS: Final = frozenset(DetailKind.values) - {DetailKind.NAME, DetailKind.BORN}
type Step = Mapping[str, Any]


def tell_all(now: datetime.datetime) -> int:
    """Tell every story, unless they were told before; return how many were told.

    Raises NotADemonstrationError unless the settings are those of the demonstration.
    """
    only_in_the_demonstration()
    stories = [story for path in sorted(CONCERNS.glob("*.yaml")) for story in yaml.safe_load(path.read_text("utf-8"))]
    with transaction.atomic(), keys_at_hand():
        if _were_told(stories):
            return 0
        for number, story in enumerate(stories, start=1):
            try:
                Telling(story, now).tell()
            except Exception as error:
                error.add_note(f"in story {number}: {story['told'][:60]}")
                raise
    return len(stories)


def _were_told(stories: Iterable[Step]) -> bool:
    """Whether whoever recorded the first story sees any concern: all are told in one transaction, or none."""
    first = next(iter(stories), None)
    if first is None:
        return True
    with context.acting(actor_in(member(first["by"]))):
        return Concern.objects.visible().exists()


@dataclass
class Telling:
    """One story, and what has come of it so far: its concern, and its people by the name that the story gives them."""

    story: Step
    now: datetime.datetime
    people: dict[str, Appearance] = field(default_factory=dict)
    recorded: Concern | None = None
    strand: Concern | None = None

    def tell(self) -> None:
        """Record the concern, and then each step by whoever took it."""
        with self._as(self.story["by"]):
            self._record()
        for step in self.story.get("then", ()):
            with self._as(step["by"]), self._where(step):
                _ACTIONS[next(name for name in step if name in _ACTIONS)](self, step)
        if self.story["days"]:
            looking.open_what_came(filter(None, (self.recorded, self.strand)))

    @property
    def concern(self) -> Concern:
        """The concern, once it is opened."""
        if self.recorded is None:
            raise ValueError("nothing is recorded yet")
        return self.recorded

    def at(self, step: Step) -> datetime.datetime:
        """Return when something was so: `days` before today at `time` in London, or now where that has not come."""
        day = london_day(self.now) - datetime.timedelta(days=step.get("days", self.story["days"]))
        time = datetime.time.fromisoformat(step.get("time", "10:30"))
        return min(datetime.datetime.combine(day, time, LONDON), self.now)

    # ---- the concern itself ----

    def _record(self) -> None:
        story = self.story
        told = ConcernInput(
            setting=Setting(story["setting"]) if "setting" in story else None,
            forms=[AbuseForm(form) for form in story.get("forms", ())],
            device=story.get("device", ""),
            platform=story.get("platform", ""),
            handles=story.get("handles", ""),
            reporter=Reporter(story["reporter"]) if "reporter" in story else None,
            reported_by=story.get("reported_by", ""),
        )
        self.recorded = record.record_concern(
            became_aware_at=self.at(story),
            narrative=story["told"],
            childs_voice=story.get("voice", ""),
            how=story.get("how", ""),
            told=told,
            tell_intake=story.get("tell_intake", True),
        )
        with change(self.concern):
            self._people(story.get("people", {}), Compartment.COMMON)
            self._relate(story.get("ties", ()))
            self._answer(story.get("facts", {}), None, story)

    def _people(self, people: Mapping[str, Step], compartment: Compartment) -> None:
        for name, person in people.items():
            details = [(DetailKind.NAME, name)] if not person.get("unnamed") else []
            if "age" in person:
                details.append((DetailKind.BORN, self._born(person["age"], person.get("month", 3)).isoformat()))
            details += [(DetailKind(kind), str(person[kind])) for kind in _DETAILS if kind in person]
            kind = PersonKind.CHILD if person["is"] == "child" else PersonKind.ADULT
            parts = [PartInConcern(part) for part in person.get("parts", ())]
            self.people[name] = record.add_appearance(self.concern, kind, parts, details, compartment=compartment)
            self._answer(person.get("facts", {}), self.people[name], self.story, compartment)

    def _born(self, age: int, month: int) -> datetime.date:
        today = london_day(self.now)
        born = datetime.date(today.year - age, month, 14)
        is_past = (born.month, born.day) <= (today.month, today.day)
        return born if is_past else born.replace(year=born.year - 1)

    def _relate(self, ties: Iterable[list[str]]) -> None:
        for one, kind, other in ties:
            record.relate(self.people[one], RelationshipKind(kind), self.people.get(other, other))

    def _answer(
        self, answers: Mapping[str, Any], about: Appearance | None, said: Step, compartment: str = Compartment.COMMON
    ) -> None:
        given = [record.FactAnswer(fact, value, about) for fact, value in answers.items()]
        facts.assert_many(
            self.concern,
            given,
            compartment=compartment,
            on_whose_word=said.get("word", ""),
            reason=said.get("reason", ""),
            said_at=self.at(said),
        )

    # ---- what was done then ----

    def learn(self, step: Step) -> None:
        """State facts: of the concern, or of the people named."""
        part = Compartment(step.get("in", Compartment.COMMON))
        with change(self.concern, part):
            self._people(step.get("people", {}), part)
            for about, answers in step["learn"].items():
                self._answer(answers, self.people.get(about), step, part)

    def involve(self, step: Step) -> None:
        """Let an organisation in, or one of its members (`member`)."""
        part = Compartment(step.get("in", Compartment.COMMON))
        if "member" in step:
            concerns.involve_member(
                self.concern.pk, member(step["member"]).pk, compartment=part, reason=step["involve"]
            )
        else:
            organisation = Organisation.objects.get(name=step["involve"])
            concerns.involve_organisation(self.concern.pk, organisation.pk, compartment=part)

    def refer(self, step: Step) -> None:
        """Refer the concern, and by that do the duties that the form for it ticks: those that it carries out."""
        organisation = Organisation.objects.get(name=step["refer"])
        sent = referrals.ReferralInput(
            to=Addressee(step["to"]),
            organisation=organisation,
            outside="",
            way=Way(step.get("way", Way.HERE)),
            asks=step["asks"],
            text=self.story["told"],
            at=self.at(step),
        )
        view = compartments.view_of(context.required(), self.concern.pk)
        shown = presentation.of_concern(self.concern, view, london_day(self.now))
        done, _ = carried_out.divided(shown, sent.to)
        made = referrals.send(self.concern, sent, [one.duty for one in done])
        if made.concern_id != self.concern.pk:
            self.strand = made.concern

    def answer(self, step: Step) -> None:
        """Record what became of the last referral to whoever acts, or by whoever sent it."""
        referral = Referral.objects.visible().filter(concern=self.concern).order_by("sent_at", "pk").last()
        if referral is None:
            raise ValueError("nothing was referred")
        kind = ReferralStepKind(step["answer"])
        words = {"text": step.get("text", ""), "siblings": step.get("siblings", "")}
        referrals.record_step(referral, kind, **words, at=self.at(step), more=front_door.more(referral, step))

    def cross_border(self, step: Step) -> None:
        """Consider whether another area or country should be told about somebody."""
        front_door.consider(self.concern, self.people[step["cross_border"]], step, self.at(step))

    def done(self, step: Step) -> None:
        """Record duties as done: those of the rules named, or `everything` that is open."""
        wanted = step["done"]
        for duty in self._open(None if wanted == "everything" else wanted):
            who = str(member(step["by"]).user)
            recording.record_done(duty, step.get("what", "Done as the procedure asks."), who, self.at(step).date())

    def waive(self, step: Step) -> None:
        """Waive a duty."""
        for duty in self._open([step["waive"]]):
            recording.waive(duty, step["why"])

    def postpone(self, step: Step) -> None:
        """Put a duty off, by `until` days from today."""
        until = london_day(self.now) + datetime.timedelta(days=step["until"])
        for duty in self._open([step["postpone"]]):
            recording.postpone(duty, step["why"], until)

    def confirm(self, step: Step) -> None:
        """Confirm, as the second person, a waiver or postponement."""
        for duty in self._open([step["confirm"]]):
            recording.confirm(duty)

    def take(self, step: Step) -> None:
        """Take duties, or everything in one's queue that nobody has."""
        for duty in self._open(step["take"]):
            recording.take(duty)

    def happened(self, step: Step) -> None:
        """Note an event."""
        to = step.get("to")
        relation = Person(Relation(to[0]), self.people[to[1]].pk) if to else ""
        record.record_event(
            self.concern,
            step["happened"],
            self.at(step),
            about=self.people[step["about"]] if "about" in step else None,
            to=relation,
            compartment=step.get("in", Compartment.COMMON),
            reason=step.get("reason", ""),
            decided_by=LiftingDecision(step.get("decided_by", LiftingDecision.STRATEGY_MEETING)),
        )

    def note(self, step: Step) -> None:
        """Add a note."""
        more = {key: step[key] for key in ("told", "teller", "reference", "address", "many_on_one_side") if key in step}
        about = self.people[step["about"]] if "about" in step else None
        notes.add_note(
            self.concern, NoteKind(step["note"]), step["words"], about=about, happened_on=self.at(step).date(), **more
        )

    def viewed(self, step: Step) -> None:
        """Record a viewing decision."""
        fields = {key: step[key] for key in ("decided_by", "viewed_by", "place", "present", "why")}
        viewing.record_viewing(self.concern, viewed_at=self.at(step), **fields)

    def close(self, step: Step) -> None:
        """Close the concern."""
        closing.close(self.concern, ClosingOutcome(step["close"]), why=step["why"], agreed_by=step["agreed"])

    def reopen(self, step: Step) -> None:
        """Open it again."""
        closing.reopen(self.concern, why=step["reopen"])

    def goes_round(self, step: Step) -> None:
        """Let the concern go round somebody who has a post (`post`) at an organisation (`at`)."""
        organisation = Organisation.objects.get(name=step["at"])
        user = User.objects.get(email=f"{step['account']}@example.org") if "account" in step else None
        bypass(self.people[step["goes_round"]], organisation, BypassedPost(step["post"]), user=user, text=step["why"])

    def transfer(self, step: Step) -> None:
        """Pass it on to another organisation."""
        closing.transfer(self.concern, Organisation.objects.get(name=step["transfer"]), why=step["why"])

    # ---- inside ----

    def _open(self, rules: Iterable[str] | None) -> list[Duty]:
        """Return the open duties of these rules that whoever is acting sees; all that bind, where None are named.

        What casework asks for is done where casework says so.
        """
        view = compartments.view_of(context.required(), self.concern.pk)
        states = worklist.of_concerns([self.concern], london_day(self.now)).get(self.concern.pk, [])
        wanted = None if rules is None else set(rules)
        found = [
            state.duty
            for state in states
            if state.compartment in view
            and state.duty.work is None
            and (state.duty.provision in wanted if wanted is not None else not state.is_offered)
        ]
        missing = (wanted or set()) - {duty.provision for duty in found}
        if missing:
            raise ValueError(f"not open here: {sorted(missing)}; open are {sorted({s.duty.provision for s in states})}")
        return found

    @contextmanager
    def _where(self, step: Step) -> Iterator[None]:
        """Let a step be taken in the adult's strand (`strand: true`), to which the last referral opened the way."""
        child = self.recorded
        self.recorded = self.strand if step.get("strand") else child
        try:
            yield
        finally:
            self.recorded = child

    def _as(self, name: str) -> Any:
        return context.acting(actor_in(member(name)))


_ACTIONS: Final[Mapping[str, Callable[[Telling, Step], None]]] = {
    **emergencies.ACTIONS,
    **police.ACTIONS,
    **conflicts.ACTIONS,
    **intake.ACTIONS,
    **keeping.ACTIONS,
    **subject.ACTIONS,
    **outgoing.ACTIONS,
    "meet": meetings.meet,
    "urgent": meetings.urgent,
    **protection.ACTIONS,
    "assess": risk.assess,
    "release": looking.release,
    **{
        name: getattr(Telling, name)
        for name in (
            "learn",
            "involve",
            "refer",
            "answer",
            "cross_border",
            "done",
            "waive",
            "postpone",
            "confirm",
            "take",
            "happened",
            "note",
            "viewed",
            "close",
            "reopen",
            "goes_round",
            "transfer",
        )
    },
}
