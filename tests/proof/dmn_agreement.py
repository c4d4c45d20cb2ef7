"""What an independent engine says of a pack's DMN, held against what ours decides, case by case.

`script/campaign dmn-agreement [CASES]`
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from bulk.worlds import cases
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.dmn import dmn

CASES = 20_000
SEED = 20261125
ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence" / "dmn.md"
CHECK = ROOT / "script" / "lib" / "dmn_check.mjs"
RULE = "{urn:fingerpost:dmn}rule"
RENAMED = {"date": "date_", "id": "id_", "then": "then_"}
"""Facts of the tests' packs whose name FEEL, or the document, has for something else."""

Answers = dict[tuple[str, str], bool | None]
"""By rule and about: true applies, null depends, false neither."""


class SecondOpinionError(Exception):
    """The document was refused, or one of its decisions could not be made."""


def inputs(case: Case, pack: Pack) -> dict[str, Any]:
    """The case as the document's three inputs, every answer given, null where it is unknown."""
    happened = {(event.person, event.type) for event in case.events if event.at <= case.as_of}
    used = events_used(pack)

    def owner(scope: str, person: str | None, facts: Mapping[str, object]) -> dict[str, Any]:
        known = [fact for fact in pack.facts.values() if fact.scope == scope and not fact.record_only]
        told: dict[str, Any] = {RENAMED.get(fact.id, fact.id): facts.get(fact.id) for fact in known}
        events = {event: (person, event) in happened for event in used if pack.events[event].about == scope}
        return told | ({"happened": events} if events else {}) | ({"id": person} if person else {})

    people = [(person.kind, owner(person.kind, person.id, person.facts)) for person in case.people]
    return {
        "concern": owner("concern", None, case.facts),
        "children": [facts for kind, facts in people if kind == "child"],
        "adults": [facts for kind, facts in people if kind == "adult"],
    }


def events_used(pack: Pack) -> list[str]:
    """The events that some condition asks for, by its text."""
    texts = [rule.condition_text for rule in pack.decided]
    return [event for event in pack.events if any(f"happened({event})" in text for text in texts)]


def asked(document: bytes, given: Iterable[Mapping[str, Any]]) -> list[Answers]:
    """What the independent engine answers. Raises SecondOpinionError with what it has against the document."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pack.dmn"
        path.write_bytes(document)
        ran = subprocess.run(
            ["node", str(CHECK), str(path)],
            input="".join(f"{json.dumps(one)}\n" for one in given),
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode:
        raise SecondOpinionError(ran.stderr)
    return [dict(_flat(json.loads(line))) for line in ran.stdout.splitlines()]


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], bool | None]]:
    for rule, value in found.items():
        if isinstance(value, list):
            yield from (((rule, one["id"]), one["applies"]) for one in value)
        else:
            yield (rule, "concern"), value


def ours(engine: Engine, case: Case) -> Answers:
    """What our engine answers."""
    whose = {"concern": ["concern"], "child": [], "adult": []}
    for person in case.people:
        whose[person.kind].append(person.id)
    answers: Answers = {(rule.id, about): False for rule in engine.pack.decided for about in whose[rule.about]}
    for rule, about, status in engine.statuses(case):
        answers[rule, about] = True if status == "applies" else None
    return answers


def exact_rules(document: bytes) -> set[str]:
    """The rules of which the document says that FEEL decides them exactly."""
    marks = ElementTree.fromstring(document).iter(RULE)  # noqa: S314 - our own document
    return {mark.attrib["id"] for mark in marks if mark.attrib["exact"] == "true"}


class Agreement:
    """Answers counted: agreed, vaguer and wrong. `vaguer` are those that the document announces."""

    def __init__(self, engine: Engine, some: Sequence[Case], document: bytes | None = None) -> None:
        self.agreed: Counter[bool | None] = Counter()
        self.vaguer: Counter[str] = Counter()
        self.wrong: list[tuple[int, str, str, bool | None, bool | None]] = []
        document = document or dmn(engine.pack)
        exact = exact_rules(document)
        found = asked(document, (inputs(case, engine.pack) for case in some))
        for number, (case, theirs) in enumerate(zip(some, found, strict=True)):
            known = ours(engine, case)
            assert known.keys() == theirs.keys(), known.keys() ^ theirs.keys()
            for (rule, about), answer in known.items():
                other = theirs[rule, about]
                if other is answer:
                    self.agreed[answer] += 1
                elif other is None and rule not in exact:
                    self.vaguer[rule] += 1
                else:
                    self.wrong.append((number, rule, about, answer, other))

    def counts(self) -> tuple[int, ...]:
        """Alike; of these true, null and false; vaguer; different."""
        agreed = self.agreed
        return agreed.total(), agreed[True], agreed[None], agreed[False], self.vaguer.total(), len(self.wrong)


def report(count: int, found: Mapping[str, Agreement]) -> str:
    """The evidence, as Markdown."""
    lines = [f"| {name} | {' | '.join(f'{number:,}' for number in one.counts())} |" for name, one in found.items()]
    return "\n".join(
        [
            "# The DMN export and an independent engine",
            "",
            "Made by `script/campaign dmn-agreement`.",
            "",
            f"For each procedure {count:,} random cases (seed {SEED}), with unknown answers in most of them, are",
            "decided by our engine and by the procedure's DMN document. The document is read by npm's `dmn-moddle`",
            "against its schema, without a warning, and evaluated by npm's `feelin`, which shares no code with us. An",
            "answer is what one rule says of the concern or of one person.",
            "",
            "| procedure | alike | true, applies | null, depends | false, neither | vaguer, as announced | different |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
            "“Vaguer, as announced”: our engine has settled the rule and FEEL says null, for a rule that the document",
            'marks `exact="false"` ([the guide](../guide/dmn.md) says how there can be such rules).',
            "",
        ]
    )


def main() -> int:
    """Run the campaign. The evidence is written when it ran in full and nothing was different."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    packs = [load_pack(name) for name in available()]
    found = {pack.name: Agreement(Engine(pack), cases(count, SEED, pack)) for pack in packs}
    text = report(count, found)
    print(text)
    wrong = [(name, *one) for name, agreement in found.items() for one in agreement.wrong]
    print(*wrong[:20], sep="\n", file=sys.stderr)
    if count >= CASES and not wrong:
        EVIDENCE.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
