"""What things are called in FEEL (DMN 1.4, 10.3.1.2), where a pack's ids are not always names.

Facts and events keep their ids, unless FEEL has the word for itself. A definition `suspect` becomes `is_suspect`, a
rule `2.1-support` becomes `rule_2_1_support`: neither can meet an input, a function of FEEL's or the other.
"""

from __future__ import annotations

import re

from fingerpost.procedure.language.tree import Applies, Named, PersonKind
from fingerpost.procedure.pack.model import Pack

CONCERN = "concern"
PEOPLE: dict[PersonKind, str] = {"child": "children", "adult": "adults"}
ID = "id"
HAPPENED = "happened"

_TAKEN = {
    *(ID, HAPPENED),
    *("and", "between", "date", "duration", "else", "every", "external", "false", "for", "function", "get", "if", "in"),
    *("instance", "not", "null", "of", "or", "partial", "return", "satisfies", "some", "then", "time", "true"),
}


def component(name: str) -> str:
    """The name of a fact or event as a part of its owner."""
    return f"{name}_" if name.rstrip("_") in _TAKEN else name


class Names:
    """The names of a pack's definitions and rules."""

    def __init__(self, pack: Pack) -> None:
        self._rules: dict[str, str] = {}
        for rule in pack.decided:
            name = "rule_" + re.sub(r"[^A-Za-z0-9]", "_", rule.id)
            while name in self._rules.values():
                name += "_"
            self._rules[rule.id] = name

    def of(self, meaning: Named | Applies) -> str:
        """What a condition names, as a decision; for a rule about people, the one with a finding for each of them."""
        return self.rule(meaning.provision) if isinstance(meaning, Applies) else self.definition(meaning.name)

    def of_one(self, meaning: Named | Applies) -> str:
        """What a condition names, as a function of one person."""
        return self.rule_of_one(meaning.provision) if isinstance(meaning, Applies) else self.of(meaning)

    def definition(self, name: str) -> str:
        """A definition: a decision, or a function of one person."""
        return f"is_{name}"

    def rule(self, provision: str) -> str:
        """A rule's decision."""
        return self._rules[provision]

    def rule_of_one(self, provision: str) -> str:
        """Whether a rule about people applies to one of them: a function."""
        return f"{self._rules[provision]}_of"
