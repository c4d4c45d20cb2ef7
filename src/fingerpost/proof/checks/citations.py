"""Sources: each provision rests on something that somebody looked at, or that is said to be open."""

from __future__ import annotations

from fingerpost.procedure.pack.model import Place
from fingerpost.procedure.pack.reading import HEADER_FILE
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.subject import Subject


def sources(subject: Subject) -> Checked:
    """Sources of which nobody says who looked at them, and sources that nothing cites.

    A pack without `sources.yaml` claims nothing, and nothing is looked at. A passage that is to be confirmed says in a
    sentence what is open (the reader of the file sees to that), and is acknowledged here by name.
    """
    known, pack = subject.expectations.sources, subject.pack
    if not known.by_key:
        return Checked("sources", _QUESTION, 0, ())
    findings: list[Finding] = []
    looked_at = 0
    for rule in pack.provisions.values():
        for cited in rule.cites:
            looked_at += 1
            if known.look(cited) is None:
                says = f"“{rule.id}” cites “{cited}”, and nobody says who looked at it, and when."
                example = subject.example(subject.surely(rule, partial=True), of=[rule]) if rule.condition else None
                findings.append(Finding("sources", rule.id, rule.place, says, example))
    used = {cited.partition(" ")[0] for rule in pack.provisions.values() for cited in rule.cites}
    for key in pack.sources:
        if key not in used:
            says = f"No provision cites the source “{key}”."
            findings.append(Finding("sources", key, Place(HEADER_FILE, 1), says))
    open_ones = tuple(
        Finding(
            "sources",
            f"{look.source} {look.section}".strip(),
            look.place,
            f"“{f'{look.source} {look.section}'.strip()}” is to be confirmed: {look.note}",
        )
        for source in known.by_key.values()
        for look in source.looks
        if look.sure == "to-confirm"
    )
    return Checked("sources", _QUESTION, looked_at, tuple(findings), open_ones)


_QUESTION = "Does somebody say of every source who looked at it, and when?"
