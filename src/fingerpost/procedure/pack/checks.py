"""What must hold of a pack as a whole: names that meet, citations, nothing idle, nothing missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.language.polarity import leaves
from fingerpost.procedure.language.tree import Answer, Happened, Named, Node, UnlistedChild, walk
from fingerpost.procedure.pack import words
from fingerpost.procedure.pack.entries import EventEntry, FactEntry, Header, ProvisionEntry

_HELD_FOR = re.compile(rf"(({'|'.join(words.RELATIONS)}):)?(c|a)")
TITLE_WORDS = 6
_HOLDER = {"c": "child", "a": "adult"}


def check_provision(entry: ProvisionEntry, header: Header, events: Mapping[str, EventEntry]) -> Iterator[Problem]:
    """What is wrong with one provision beside its keys' types."""
    if not entry.cites:
        yield _at(entry, "cites", f"“{entry.id}” cites nothing", "Add cites: [chapter 2.1], for example.")
    for cite in entry.cites:
        key = cite.split()[0]
        if key not in header.sources:
            right = nearest(key, header.sources) or f"The pack's sources are {', '.join(header.sources)}."
            yield _at(entry, "cites", f"“{entry.id}” cites “{key}”, which is no source of the pack", right)
    for party in entry.who:
        if party not in words.PARTIES:
            right = nearest(party, words.PARTIES) or f"It is one of {', '.join(words.PARTIES)}."
            yield _at(entry, "who", f"`who` cannot be “{party}”", right)
    for recipient in entry.to:
        if recipient not in header.recipients:
            right = nearest(recipient, header.recipients) or "Add it to the pack's `recipients`, with its words."
            yield _at(entry, "to", f"`to` cannot be “{recipient}”", right)
    if entry.urgent and (entry.by or not entry.who or entry.modality not in ("must", "should")):
        right = "Only what somebody must or should do, and for which no day is set, is done at once."
        yield _at(entry, "urgent", f"“{entry.id}” cannot be `urgent`", right)
    if len(entry.title.split()) > TITLE_WORDS:
        right = f"Say the act in at most {TITLE_WORDS} words."
        yield _at(entry, "title", f"the title of “{entry.id}” has {len(entry.title.split())} words", right)
    if entry.condition and entry.about not in words.SCOPES:
        yield _at(
            entry, "if", f"a provision about a {entry.about} cannot have `if`", "It is about concern, child or adult."
        )
    if entry.condition and not entry.when:
        yield _at(entry, "if", f"“{entry.id}” has `if` without `when`", "Say the condition in words too.")
    if entry.deadline and entry.deadline.event and entry.deadline.event not in events:
        yield _at(entry, "by", f"there is no event “{entry.deadline.event}”", nearest(entry.deadline.event, events))
    yield from _check_held(entry)
    yield from _check_embargo(entry, events)


def check_casework(entry: ProvisionEntry, facts: Mapping[str, FactEntry]) -> Iterator[Problem]:
    """What is wrong with what one provision says to casework: what carries it out, what its answer is."""
    for act in entry.carried_out_by:
        if act not in words.ACTS:
            right = nearest(act, words.ACTS) or f"It is one of {', '.join(words.ACTS)}."
            yield _at(entry, "carried_out_by", f"`carried_out_by` cannot be “{act}”", right)
    if "referral" in entry.carried_out_by and not entry.to:
        yield _at(
            entry, "carried_out_by", f"“{entry.id}” is a referral to nobody", "Add to: [social_care], for example."
        )
    for name in entry.settles:
        fact = facts.get(name)
        if fact is None or fact.scope != "adult" or fact.type != "bool":
            right = nearest(name, [one.id for one in facts.values() if one.scope == "adult"]) or "Name one that is."
            yield _at(entry, "settles", f"“{name}” is not an adult's yes-or-no fact", right)
    if entry.settles and entry.kind not in words.ANSWERED:
        right = f"It goes with {', '.join(words.ANSWERED)}."
        yield _at(entry, "settles", f"a {entry.kind} is not answered, and settles nothing", right)
    if entry.each not in (None, "child"):
        yield _at(entry, "each", f"`each` cannot be “{entry.each}”", "It is child, or left out.")
    if entry.each and entry.kind not in ("heading", "agenda"):
        yield _at(entry, "each", f"a {entry.kind} has no `each`", "Only a heading and an agenda item have it.")
    if entry.only_without_children and entry.kind != "heading":
        right = "Only a heading has it."
        yield _at(entry, "only_without_children", f"a {entry.kind} has no `only_without_children`", right)
    for party in entry.shown_to:
        if party not in words.PARTIES:
            right = nearest(party, words.PARTIES) or f"It is one of {', '.join(words.PARTIES)}."
            yield _at(entry, "shown_to", f"`shown_to` cannot be “{party}”", right)


def _check_held(entry: ProvisionEntry) -> Iterator[Problem]:
    if entry.held_for is None:
        return
    match = _HELD_FOR.fullmatch(entry.held_for)
    if not match or _HOLDER[match[3]] != entry.about:
        right = "It is c, a, parents:c, partner:a or employer:a, c for a provision about a child, a about an adult."
        yield _at(entry, "held_for", f"`held_for` cannot be “{entry.held_for}” here", right)


def _check_embargo(entry: ProvisionEntry, events: Mapping[str, EventEntry]) -> Iterator[Problem]:
    if entry.embargo is None:
        return
    event = events.get(entry.embargo.lifted_by)
    if event is None or not event.to:
        right = "Name an event about an adult that has `to: true`."
        yield _at(entry, "embargo", f"“{entry.embargo.lifted_by}” cannot lift an embargo", right)
    if entry.about != "adult" or entry.condition is None:
        yield _at(
            entry, "embargo", "an embargo is about an adult and has `if`", "Give it about: adult and a condition."
        )


def check_pack(
    facts: Mapping[str, FactEntry], events: Mapping[str, EventEntry], provisions: Mapping[str, ProvisionEntry]
) -> Iterator[Problem]:
    """What is wrong between entries."""
    listed = [fact for fact in facts.values() if fact.unlisted_child]
    for fact in listed[1:]:
        right = f"“{listed[0].id}” has it already; a pack has one."
        yield Problem(str(fact.place), "a second fact has `unlisted_child`", right)
    for fact in listed:
        given = facts.get(fact.unlisted_child or "")
        if given is None or given.scope != "child" or given.type != "bool":
            yield Problem(
                str(fact.place), f"“{fact.unlisted_child}” is not a child's yes-or-no fact", "Name one that is."
            )
    embargoes = [p for p in provisions.values() if p.embargo]
    for provision in embargoes[1:]:
        yield _at(
            provision, "embargo", "a second provision is an embargo", f"“{embargoes[0].id}” is one; a pack has one."
        )
    for provision in provisions.values():
        if provision.held_for and not embargoes:
            yield _at(provision, "held_for", "nothing can hold it: the pack has no embargo", "Leave held_for out.")
    for event in events.values():
        if event.to and event.about != "adult":
            yield Problem(str(event.place), "only an event about an adult names a recipient", "Give it about: adult.")


def check_use(
    facts: Mapping[str, FactEntry],
    events: Mapping[str, EventEntry],
    definitions: Mapping[str, object],
    provisions: Mapping[str, ProvisionEntry],
    trees: Iterable[Node],
    places: Mapping[str, str],
) -> Iterator[Problem]:
    """Facts, events and definitions that nothing uses, and ones that are used although they decide nothing."""
    used: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            match node:
                case Answer(fact=name) | Happened(event=name) | Named(name=name):
                    used.add(name)
                case UnlistedChild(listed, given, _):
                    used |= {listed, given}
                case _:
                    pass
    for provision in provisions.values():
        used |= {provision.deadline.event} if provision.deadline and provision.deadline.event else set()
        used |= {provision.embargo.lifted_by} if provision.embargo else set()
    entries: tuple[FactEntry | EventEntry, ...] = (*facts.values(), *events.values())
    for entry in entries:
        what = "fact" if isinstance(entry, FactEntry) else "event"
        if entry.id not in used and not entry.record_only:
            right = "Use it in a condition, mark it `use: record`, or take it out."
            yield Problem(str(entry.place), f"nothing uses the {what} “{entry.id}”", right)
        if entry.id in used and entry.record_only:
            right = "Take `use: record` away, or the condition."
            yield Problem(
                str(entry.place), f"the {what} “{entry.id}” is marked `use: record`, and a condition uses it", right
            )
    for name in definitions:
        if name not in used:
            yield Problem(places[name], f"nothing uses the definition “{name}”", "Use it or take it out.")


def lowering(tree: Node, facts: Mapping[str, FactEntry]) -> set[str]:
    """The facts and events whose graver answer speaks against the condition."""
    found: set[str] = set()
    for leaf, positive in leaves(tree):
        match leaf:
            case Answer(name, _, values):
                fact = facts[name]
                holding = values if positive else frozenset(fact.values) - values
                if fact.graver is not None and _graver_value(fact) not in holding:
                    found.add(name)
            case Happened(name) if not positive:
                found.add(name)
            case _:
                pass
    return found


def _graver_value(fact: FactEntry) -> object:
    if fact.graver == "lower":
        return fact.values[0]
    return fact.values[-1] if fact.graver == "higher" else fact.graver


def check_lowered(entry: ProvisionEntry, tree: Node, facts: Mapping[str, FactEntry]) -> Iterator[Problem]:
    """A graver answer may take a provision away only where the pack says so by name."""
    expected = lowering(tree, facts)
    if expected != set(entry.lowered_by):
        what = f"`lowered_by` of “{entry.id}” does not name what can take it away"
        right = f"Write lowered_by: [{', '.join(sorted(expected))}]." if expected else "Leave lowered_by out."
        yield _at(entry, "lowered_by", what, right)


def _at(entry: ProvisionEntry, key: str, what: str, right: str) -> Problem:
    return Problem(str(entry.block.at(key)), what, right)
