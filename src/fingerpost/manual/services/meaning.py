"""What a text means otherwise than another, rule by rule, as a second person reads it before they approve it."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.manual import proofs
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.comparing import Pair
from fingerpost.proof.diff import Compared, Only
from fingerpost.proof.sentences import outcome_in_words
from fingerpost.proof.telling import case_in_words, part_in_words

_RELATIONS = {
    "stricter": "It asks for more than before.",
    "looser": "It asks for less than before.",
    "incomparable": "It asks for more in one respect and for less in another, or for something else.",
}


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case that differs: what is known in it, and what is said of it before and now. `told_now`: where the new
    text is told it in another way."""

    known: str
    before: str
    now: str
    told_now: str = ""


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A rule that means something else: in which text (`how`), what differs in sentences, and cases that show it."""

    rule: str
    title: str
    how: str
    place: str
    says: tuple[str, ...]
    cases: tuple[ShownCase, ...]


def changes(old: Pack, new: Pack) -> list[RuleChanged]:
    """Return each rule that means something else in the new text: changed, added, removed; duties first."""
    compared = proofs.compared(old, new)
    found = [(new.provisions[one.id], _changed(old, new, one)) for one in compared.changed]
    found += [(one.provision, _alone(new, one, "added")) for one in compared.added]
    found += [(one.provision, _alone(old, one, "removed")) for one in compared.removed]
    found.sort(key=lambda pair: not pair[0].is_to_be_done)
    return [told for _, told in found]


def _changed(old: Pack, new: Pack, one: Compared) -> RuleChanged:
    rule = new.provisions[one.id]
    says = (_RELATIONS[one.relation], *map(part_in_words, one.parts))
    cases = tuple(_pair(old, new, pair) for part in one.parts for pair in part.pairs)
    return RuleChanged(rule.id, rule.title, "changed", str(rule.place), says, cases)


def _alone(pack: Pack, one: Only, how: str) -> RuleChanged:
    rule = one.provision
    asks = f"{rule.text.strip()} {_applies_when(rule)}"
    cases: tuple[ShownCase, ...] = ()
    if one.example:
        says = outcome_in_words(pack, one.example)
        nothing = "There is no such rule."
        before, now = (nothing, says) if how == "added" else (says, nothing)
        cases = (ShownCase(case_in_words(pack, one.example.case), before, now),)
    return RuleChanged(rule.id, rule.title, how, str(rule.place), (asks,), cases)


def _applies_when(rule: Provision) -> str:
    return f"It applies when {rule.when.strip().rstrip('.')}." if rule.when else "It applies always."


def _pair(old: Pack, new: Pack, pair: Pair) -> ShownCase:
    before, now = outcome_in_words(old, pair.old), outcome_in_words(new, pair.new)
    same = {**pair.old.case, "procedure": ""} == {**pair.new.case, "procedure": ""}
    known = case_in_words(old, pair.old.case)
    return ShownCase(known, before, now, "" if same else case_in_words(new, pair.new.case))
