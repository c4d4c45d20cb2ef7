"""A checked pack as plain data for the runtime: conditions as a list of nodes, sets of values as whole numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fingerpost.procedure.calendar import LONDON, WorkingDays
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.deciding.ground import EVENT, UNLISTED
from fingerpost.procedure.deciding.layout import Block
from fingerpost.procedure.deciding.questions import PROHIBITION, SAME_DAY
from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.language import tree
from fingerpost.procedure.language.tree import Node, Scope, Value
from fingerpost.procedure.pack.model import Fact, Pack, Provision

Data = dict[str, object]

MOST_VALUES = 30
"""How many answers a fact can have: a set of them is a whole number on which JavaScript's bit operations work."""

RULE_SINCE = datetime(1996, 1, 1, tzinfo=UTC)
"""From then on London's clocks change on the last Sundays of March and October, at 01:00 UTC."""

_NO_CLOCKS = datetime(1840, 1, 1, tzinfo=UTC)


def data(pack: Pack) -> Data:
    """What the runtime needs to know of a pack. Raises PackError for a fact with more answers than it can take."""
    if large := [fact for fact in pack.facts.values() if len(fact.values) > MOST_VALUES]:
        raise PackError(
            Problem(str(fact.place), f"“{fact.id}” has more than {MOST_VALUES} answers", "A module cannot have it")
            for fact in large
        )
    return _Writer(pack).data()


class _Writer:
    """Writes one pack. `nodes` has each different condition once, those within it before it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.engine = engine_for(pack)
        self.nodes: dict[str, int] = {}
        self.listed: list[object] = []

    def data(self) -> Data:
        pack = self.pack
        rules = [self.rule(one) for one in self.engine.decided]
        facts = [self.fact(fact) for fact in pack.facts.values()]
        return {
            "id": pack.id,
            "version": pack.version,
            "digest": pack.digest,
            "title": pack.title,
            "draft": pack.draft,
            "calendar": calendar(pack.nation),
            "facts": facts,
            "events": [
                {"id": one.id, "about": one.about, "to": one.to, "text": one.text} for one in pack.events.values()
            ],
            "layout": self.layout(),
            "rules": rules,
            "nodes": self.listed,
        }

    def rule(self, one: Provision) -> Data:
        deadline, embargo = one.deadline, one.embargo
        return {
            "id": one.id,
            "section": one.section,
            "title": one.title,
            "kind": one.kind,
            "modality": one.modality,
            "who": one.who,
            "to": one.to,
            "about": one.about,
            "weight": SAME_DAY if one.by == "same_day" else PROHIBITION if one.kind == "prohibition" else 0,
            "deadline": deadline
            and {"kind": deadline.kind, "days": deadline.days, "event": deadline.event, "months": deadline.months},
            "held_for": one.held_for,
            "embargo": embargo and {"lifted_by": embargo.lifted_by, "unlisted_when": self.node(embargo.unlisted_when)},
            "text": one.text,
            "when": one.when,
            "node": one.condition and self.node(one.condition),
        }

    def fact(self, fact: Fact) -> Data:
        return {
            "id": fact.id,
            "scope": fact.scope,
            "type": fact.type,
            "values": fact.values,
            "labels": dict(fact.labels),
            "short": fact.short,
            "ask": fact.ask,
            "note": fact.note,
            "birth_date": fact.birth_date,
            "unlisted_child": fact.unlisted_child,
            "true_when": fact.true_when and self.node(fact.true_when),
        }

    def set_of(self, name: str, values: frozenset[Value]) -> int:
        """Bit i says that the i-th value is in the set."""
        fact = self.pack.facts.get(name)
        ordered = fact.values if fact else (True, False)
        return sum(1 << place for place, value in enumerate(ordered) if value in values)

    def layout(self) -> Data:
        """For each scope its events with the sets of values asked for, and its facts; the runtime numbers the bits."""
        blocks = self.engine.program.blocks
        scopes: tuple[Scope, ...] = ("concern", "child", "adult")
        return {
            scope: {
                "events": [[name, sets] for name, _, _, sets in self.rows(blocks.events[scope])],
                "facts": [*self.rows(blocks.facts[scope])],
            }
            for scope in scopes
        }

    def rows(self, block: Block) -> list[tuple[str, bool, str, list[int]]]:
        """Name, whether it is the unlisted child's, the name that an answer uses, and the sets in order."""
        rows = []
        called = ""
        for owner, name in block.spans:
            called = called if owner == UNLISTED else name
            sets = [self.set_of(name, values) for of, fact, values in block.literals if (of, fact) == (owner, name)]
            rows.append((name.removeprefix(EVENT), owner == UNLISTED, called, sets))
        return rows

    def node(self, node: Node) -> int:
        """The place of a condition in the list."""
        written = self.written(node)
        key = repr(written)
        if key not in self.nodes:
            self.nodes[key] = len(self.listed)
            self.listed.append(written)
        return self.nodes[key]

    def written(self, node: Node) -> list[object]:
        match node:
            case tree.Constant(value):
                return ["constant", value]
            case tree.Answer(fact, _, values):
                return ["answer", fact, self.set_of(fact, values)]
            case tree.Happened(event):
                return ["happened", event]
            case tree.Not(operand):
                return ["not", self.node(operand)]
            case tree.And(operands):
                return ["and", *map(self.node, operands)]
            case tree.Or(operands):
                return ["or", *map(self.node, operands)]
            case tree.Named(body=body) | tree.Applies(body=body):
                return self.written(body)
            case tree.Any(kind, body):
                return ["any", kind, self.node(body)]
            case tree.All(kind, body):
                return ["all", kind, self.node(body)]
            case tree.UnlistedChild(listed, given, body):
                return ["unlisted", listed, given, self.node(body)]


def calendar(nation: str) -> Data:
    """The bank holidays known of a nation, and how London's clocks went."""
    days = WorkingDays.of(nation)
    before, changes = london()
    return {
        "nation": days.name,
        "first": str(days.first),
        "horizon": str(days.horizon),
        "holidays": [str(day) for day in days.holidays()],
        "london": {"before": before, "changes": changes},
    }


def london() -> tuple[int, list[tuple[int, int]]]:
    """London's seconds ahead of UTC before all changes, and each change until RULE_SINCE: when, and to what."""
    before = at = _NO_CLOCKS
    first = now = _offset(at)
    changes = []
    while at < RULE_SINCE:
        before, at = at, at + timedelta(days=1)
        if _offset(at) != now:
            now = _offset(at)
            changes.append((_change(before, at), now))
    return first, changes


def _change(before: datetime, after: datetime) -> int:
    """The first second that has the later one's offset."""
    low, high = int(before.timestamp()), int(after.timestamp())
    later = _offset(after)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC)) == later:
            high = middle
        else:
            low = middle
    return high


def _offset(moment: datetime) -> int:
    offset = moment.astimezone(LONDON).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
