"""What to do this minute, in at most three lines: who to tell, who to ring, and what to say.

Made from the decision and the pack's boxes (“If it is 16:45 on a Friday”), which the manual shows too. What is
certain and cannot wait comes first; a ground that is still open is something to ask now, and not to find out alone.
Telephone numbers are the directory's: `fingerpost.access.do_now` adds those that answer at this hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.explaining.plan import is_others, today_of
from fingerpost.procedure.explaining.requirements import Clearance, Requirement, requirements_of, to_whom
from fingerpost.procedure.explaining.words import Called
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Box, Pack, Tick

MOST_ASKED = 5
"""How many open grounds are named one by one; beyond that each box asks in one."""

_OTHERWISE = "whoever your organisation names for safeguarding"


@dataclass(frozen=True, slots=True)
class DoNow:
    """What to do this minute.

    `tell`: the first line, whole sentences. `first`: who is told first (`your safeguarding lead`), empty where that is
    the reader. `ring`: recipients of the pack, by key: each has to be reached, or could be where the first cannot.
    `say`: the words, without quotation marks. `acts`: what is certain and cannot wait, the same act to the same
    recipient once. `asks`: what is still open, as `an adult is behind it`; `still_open`: the duties that hang on it.
    """

    tell: str
    first: str
    ring: tuple[str, ...]
    say: str
    acts: tuple[Requirement, ...]
    asks: tuple[str, ...]
    still_open: tuple[Requirement, ...]

    @property
    def otherwise(self) -> str:
        """What is said before the numbers where nothing is certain."""
        return "If you cannot reach them:" if self.first else "If it may be so, ring:"

    def lines(self, pack: Pack) -> list[str]:
        """Return the block as text where there is no directory: on a terminal, say."""
        reach = "; ".join(dict.fromkeys(to_whom(pack, one.to) for one in self.acts if one.to))
        if reach:
            reach = f"Who has to be reached, at any hour: {reach}."
        elif self.ring:
            reach = f"{self.otherwise} {to_whom(pack, self.ring)}."
        return [
            self.tell,
            *([reach] if reach else []),
            *([f"Say: “{self.say}”"] if self.say else []),
        ]


def do_now(pack: Pack, case: Case, decision: Decision, called: Called = str, setting: str | None = None) -> DoNow:
    """Return what to do this minute. `setting`: where the reader works, if it is known otherwise than by the case."""
    return do_now_of(pack, case, requirements_of(pack, case, decision, called), setting)


def do_now_of(
    pack: Pack,
    case: Case,
    requirements: Sequence[Requirement],
    setting: str | None = None,
    *,
    is_told: bool = False,
    read: str = "",
) -> DoNow:
    """Return the same from requirements that are there already.

    `is_told`: the reader is who is told first. `read`: a sentence that says who of those has read it; then nobody has
    to be told any more, and what is left to do is said.
    """
    everybody = next((box for box in pack.boxes if box.tell), None)
    where = setting or str(case.facts.get(everybody.tell_fact, "") if everybody else "")
    first = everybody.tell.get(where, everybody.tell["otherwise"]) if everybody else _OTHERWISE
    first = "" if is_told else first
    mine = [one for one in requirements if _is_mine(one, case, where)]
    acts = _acts([one for one in mine if one.status == "applies" and _cannot_wait(pack, case, one)])
    raised = _raised(pack, case)
    open_now = [one for one in mine if _is_asked(pack, raised, one) and not _is_covered(one, acts)]
    open_now.sort(key=lambda one: min((raised.get(name, len(raised)) for name in one.depends_on), default=0))
    sections = [tick.section for tick in _ticked(pack, case) if tick.section]
    asks = _asks(pack, open_now, sections)
    words = [box for section in sections for box in pack.boxes if box.section == section and (acts or asks)]
    said = next(iter([*words, *filter(None, (_box_of(pack, one) for one in acts))]), everybody)
    ring = dict.fromkeys(name for one in (acts or open_now) for name in one.to if name != where)
    return DoNow(
        _left(read, acts, asks) if read else _tell(first, acts, asks),
        first,
        tuple(ring),
        said.say if said else "",
        tuple(acts),
        asks,
        tuple(open_now),
    )


def open_grounds(pack: Pack, case: Case, requirements: Sequence[Requirement]) -> list[Requirement]:
    """Return what may still turn out to be due today, and that nothing certain asks for already, or to be forbidden.

    Of what is forbidden only what bears on what was ticked, if anything was.
    """
    mine = [one for one in requirements if _is_mine(one, case, "") or one.is_prohibition]
    acts = [one for one in mine if one.status == "applies" and one.to]
    raised = _raised(pack, case)
    open_ones = [one for one in mine if one.status == "depends" and one.is_prohibition]
    forbidden = [one for one in open_ones if not raised or _bears_on(raised, one)]
    return [*forbidden, *(one for one in mine if _is_asked(pack, raised, one) and not _is_covered(one, acts))]


def _is_asked(pack: Pack, raised: Mapping[str, int], one: Requirement) -> bool:
    """Whether it is open, and is due today or done at once, or bears on what was ticked."""
    if one.status == "applies" or _box_of(pack, one) is None:
        return False
    return one.due is not None or one.urgent or _bears_on(raised, one)


def _ticked(pack: Pack, case: Case) -> list[Tick]:
    """Return the ticks of which all is so, whether they were ticked or learned otherwise."""
    yes = {name for name, value in case.facts.items() if value is True}
    yes |= {name for person in case.people for name, value in person.facts.items() if value is True}
    return [tick for tick in pack.ticks.values() if yes.issuperset(tick.answers)]


def _bears_on(raised: Mapping[str, int], one: Requirement) -> bool:
    return not raised.keys().isdisjoint(one.depends_on)


def _raised(pack: Pack, case: Case) -> dict[str, int]:
    """Return the names that what is known raises, each with its place: of all ticks in turns."""
    raises = [tick.raises for tick in _ticked(pack, case)]
    facts = dict.fromkeys(fact for turn in zip_longest(*raises) for fact in turn if fact)
    owners = ("concern", *(person.id for person in case.people))
    return {f"{owner}.{fact}": place for place, fact in enumerate(facts) for owner in owners}


def _is_mine(one: Requirement, case: Case, where: str) -> bool:
    asked = one.provision.is_to_be_done and (where in one.who or not is_others(one, case))
    return asked and one.clearance is not Clearance.WAIT and set(one.to) != {where}


def _cannot_wait(pack: Pack, case: Case, one: Requirement) -> bool:
    """Whether it is due by now or done at once, or a box says so."""
    return one.urgent or (one.due is not None and one.due <= today_of(case)) or _box_of(pack, one) is not None


def _acts(certain: Iterable[Requirement]) -> list[Requirement]:
    """Return each act once. Where one of several recipients is enough, one who is reached anyway is enough."""
    found: list[Requirement] = []
    for one in sorted(certain, key=lambda one: len(one.to)):
        if not _is_covered(one, found):
            found.append(one)
    return sorted(found, key=lambda one: one.to != ())


def _is_covered(one: Requirement, acts: Iterable[Requirement]) -> bool:
    return bool(one.to) and any(act.to and set(act.to) <= set(one.to) for act in acts)


def _asks(pack: Pack, open_now: Sequence[Requirement], sections: Sequence[str]) -> tuple[str, ...]:
    """Return what to ask: one by one what the sections of what was ticked ask; box by box the rest, or too much."""
    found: dict[str, Box] = {}
    for one in open_now:
        box = _box_of(pack, one)
        if box and one.provision.id in box.rules:
            found[box.rules[one.provision.id] if box.section in sections else box.ask] = box
    return tuple(found if len(found) <= MOST_ASKED else dict.fromkeys(box.ask for box in found.values()))


def _tell(first: str, acts: Sequence[Requirement], asks: Sequence[str]) -> str:
    """Return the first line; where nobody is to be told first, it is the act itself."""
    said = []
    if acts:
        said = [*([f"Tell {first} now."] if first else []), f"This cannot wait: {_titles(acts)}."]
        said += [f"{'Ask' if first else 'Find out now'} whether {_listed(asks)}."] if asks else []
    elif asks:
        said = [f"{f'Ask {first}' if first else 'Find out'} now whether {_listed(asks)}."]
    else:
        said = [*([f"Tell {first} what you know."] if first else []), "Nothing that is known so far is due today."]
    return " ".join(said)


def _left(read: str, acts: Sequence[Requirement], asks: Sequence[str]) -> str:
    """Return the first line where somebody has read it who is told first: what is left to do, with them."""
    said = [f"Still to be done now: {_titles(acts)}. Agree with them who does it."] if acts else []
    said += [f"Ask them whether {_listed(asks)}."] if asks else []
    return " ".join([read, *(said or ["Nothing that is known so far is due today."])])


def _titles(acts: Sequence[Requirement]) -> str:
    return ". ".join(dict.fromkeys(one.act for one in acts))


def _listed(asks: Sequence[str]) -> str:
    *head, tail = asks
    return f"{'; '.join(head)}; or {tail}" if head else tail


def _box_of(pack: Pack, one: Requirement) -> Box | None:
    """Return the box that names the rule, or one on which it rests."""
    nodes = walk(one.provision.condition) if one.provision.condition else ()
    names = {one.provision.id, *(node.provision for node in nodes if isinstance(node, Applies))}
    return next((box for box in pack.boxes if not names.isdisjoint(box.rules)), None)
