"""The module's types, for TypeScript and for editors: a case can name only what the procedure knows."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fingerpost.procedure.language.tree import Scope, Value
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost.procedure.pack.words import MODALITIES

_OWNERS: dict[Scope, str] = {"concern": "Concern", "child": "Child", "adult": "Adult"}

_COMMON = """\
export interface Child {
  id: string;
  kind: "child";
  facts?: ChildFacts | null;
}

export interface Adult {
  id: string;
  kind: "adult";
  facts?: AdultFacts | null;
}

/** What is known of one concern at one moment. What is left out, null or undefined is unknown. */
export interface Case {
  /** When the practitioner became aware, with its offset from UTC: `2026-11-24T14:05:00+00:00`. */
  reported_at: string;
  facts?: ConcernFacts | null;
  people?: (Child | Adult)[] | null;
  events?: Happened[] | null;
  /** What is later than this has not happened; left out, the latest moment that the case mentions. */
  as_of?: string | null;
  procedure?: ProcedureName | null;
}

export interface Outcome {
  provision: ProvisionId;
  /** `concern`, or a person's id. */
  about: string;
  status: "applies" | "depends";
  modality: Modality;
  /** A day in London, `2026-11-24`. */
  due: string | null;
  because: string[];
  depends_on: string[];
  to: string[];
  held_by: string[];
  may_be_held_by: string[];
}

export interface Question {
  /** `concern.setting`, `c1.age`. */
  fact: string;
  ask: string;
  settles: string[];
}

/** The answer, as `fingerpost decide --json` writes it. */
export interface Decision {
  procedure: { id: string; version: string; digest: string };
  outcomes: Outcome[];
  questions: Question[];
}

export interface Problem {
  /** `people[1].facts.age`; empty for the whole. */
  where: string;
  what: string;
  right: string;
}

/** The input is no case: nothing of it is decided. */
export class CaseError extends Error {
  readonly problems: Problem[];
}

export interface Fact {
  readonly id: string;
  readonly scope: "concern" | "child" | "adult";
  readonly type: "bool" | "int" | "enum";
  readonly values: readonly (boolean | number | string)[];
  readonly labels: Readonly<Record<string, string>>;
  readonly short: string;
  readonly ask: string;
  readonly note: string;
  readonly birth_date: string | null;
}

export interface Event {
  readonly id: EventId;
  readonly about: "concern" | "child" | "adult";
  readonly to: boolean;
  readonly text: string;
}

export interface Provision {
  readonly id: ProvisionId;
  readonly section: string;
  readonly title: string;
  readonly kind: string;
  readonly modality: Modality;
  readonly who: readonly string[];
  readonly about: "concern" | "child" | "adult";
  readonly text: string;
  readonly when: string;
}

export const procedure: {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly title: string;
  readonly draft: boolean;
  /** The last day up to which working days can be counted. */
  readonly known_until: string;
};
export const facts: readonly Fact[];
export const events: readonly Event[];
/** The provisions that have a condition, in the order of outcomes but for their dates. */
export const provisions: readonly Provision[];

/** Decides a case. Throws a CaseError where it is none. */
export function decide(document: Case): Decision;

/** Answers of a case that contradict each other, a sentence each. It is decided all the same, true before false. */
export function contradictions(document: Case): string[];
"""


def types(pack: Pack) -> bytes:
    """The declarations that belong beside the module: `guide.d.mts` beside `guide.mjs`."""
    head = f"// Types of {pack.name}, written by “fingerpost export {pack.name} --js”; do not change them.\n"
    parts = [
        head,
        f"export type ProcedureName = {_text(pack.name)};",
        f"export type ProvisionId ={_one_of(one.id for one in pack.decided)};",
        f"export type EventId ={_one_of(pack.events)};",
        f"export type Modality ={_one_of(MODALITIES)};\n",
        *(_facts(pack, scope) for scope in _OWNERS),
        _happened(pack),
        _COMMON,
    ]
    return "\n".join(parts).encode()


def _facts(pack: Pack, scope: Scope) -> str:
    rows = [row for fact in pack.facts_of(scope) for row in _fact(fact)]
    return "\n".join([f"export interface {_OWNERS[scope]}Facts {{", *rows, "}\n"])


def _fact(fact: Fact) -> list[str]:
    rows = [f"  /** {_comment(fact.ask)} */", f"  {_text(fact.id)}?: {_answers(fact)} | null;"]
    if fact.birth_date:
        rows += [f"  /** Instead of {fact.id}: `2014-03-31`. */", f"  {_text(fact.birth_date)}?: string | null;"]
    return rows


def _answers(fact: Fact) -> str:
    return "boolean" if fact.type == "bool" else " | ".join(map(_text, fact.values))


def _happened(pack: Pack) -> str:
    rows = []
    for event in pack.events.values():
        about = "" if event.about == "concern" else " person: string;"
        to = " to: string;" if event.to else ""
        rows.append(f"  | {{ type: {_text(event.id)}; at: string;{about}{to} }}")
    return "\n".join(["export type Happened =", *(rows or ["  never"])]) + ";\n"


def _one_of(texts: Iterable[str]) -> str:
    return "".join(f"\n  | {_text(text)}" for text in texts) or " never"


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _comment(text: str) -> str:
    return text.replace("*/", "* /")
