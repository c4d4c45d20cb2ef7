"""What goes out, as the OpenAPI document says it; and the shape of a case, which the engine's own reader reads."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from ninja import Schema

type Value = bool | int | str


class ProblemAt(Schema):
    """One thing that is wrong with what was sent."""

    where: str
    what: str
    right: str


class ProblemDetails(Schema):
    """Problem details (RFC 9457). `errors` names everything that is wrong at once."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemAt] | None = None


class ProcedureName(Schema):
    """Which text decided."""

    id: str
    version: str
    digest: str


class Outcome(Schema):
    """A provision that applies, or may, to the concern or to one person."""

    provision: str
    about: str
    status: Literal["applies", "depends"]
    modality: str
    due: date | None
    because: list[str]
    depends_on: list[str]
    to: list[str]
    held_by: list[str]
    may_be_held_by: list[str]


class OpenQuestion(Schema):
    """A fact that is not known and can still change something."""

    fact: str
    ask: str
    settles: list[str]


class Decision(Schema):
    """The decision document, as `fingerpost decide --json` writes it."""

    procedure: ProcedureName
    outcomes: list[Outcome]
    questions: list[OpenQuestion]


class NextQuestion(Schema):
    """The question that matters most of those not asked yet, and how it can be answered."""

    fact: str
    ask: str
    note: str
    type: Literal["bool", "int", "enum"]
    values: list[Value]
    labels: dict[str, str]
    settles: list[str]


class Next(Schema):
    """What to ask next; `question` is null when nothing is left that could change anything."""

    question: NextQuestion | None
    left: int
    contradictions: list[str]


class Step(Schema):
    """A part of a condition with its value; null while it is not known."""

    says: str
    value: bool | None
    about: str | None
    steps: list[Step]


class Answered(Schema):
    """A fact with an answer that it does not have now."""

    fact: str
    value: Value


class Alteration(Schema):
    """Answers that would change the outcome, and what it would be then."""

    answers: list[Answered]
    after: Literal["applies", "depends", "does_not_apply"]


class Explanation(Schema):
    """Why a provision applies or not, and the smallest changes that would alter that."""

    provision: str
    about: str
    status: Literal["applies", "depends", "does_not_apply"]
    because: list[str]
    depends_on: list[str]
    tree: Step
    smallest: list[Alteration]


class Procedure(Schema):
    """A version of the procedure. A draft decides nothing for anybody until it is put in force."""

    name: str
    title: str
    nation: str
    in_force: date
    draft: bool
    digest: str


class Fact(Schema):
    """A question whose answer a case may state. `birth_date`: under which name a date may be given instead."""

    id: str
    scope: str
    type: Literal["bool", "int", "enum"]
    values: list[Value]
    labels: dict[str, str]
    ask: str
    note: str
    record_only: bool
    birth_date: str | None


class Event(Schema):
    """What can have happened. `about`: whether it names a person; `to`: whether it says who may be told."""

    id: str
    about: str
    to: bool
    text: str


class Provision(Schema):
    """One rule or passage of the manual, with its condition in words."""

    id: str
    section: str
    title: str
    kind: str
    modality: str
    who: list[str]
    to: list[str]
    about: str
    by: str | None
    when: str
    text: str
    cites: list[str]


class Manual(Procedure):
    """A version with everything that a case can state and all that it says."""

    emergency: str
    facts: list[Fact]
    events: list[Event]
    provisions: list[Provision]


_MOMENT: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})$"
)
_FACTS: Final = {
    "type": ["object", "null"],
    "description": "Facts by name, with their answers. null: asked, and not known. A fact left out was not asked.",
    "additionalProperties": {"type": ["boolean", "integer", "string", "null"]},
}
CASE: Final[dict[str, Any]] = {
    "title": "Case",
    "type": "object",
    "additionalProperties": False,
    "required": ["reported_at"],
    "properties": {
        "reported_at": {
            "type": "string",
            "pattern": _MOMENT,
            "description": "When the practitioner became aware, with the offset from UTC.",
        },
        "facts": _FACTS,
        "people": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "kind"],
                "properties": {
                    "id": {"type": "string", "minLength": 1, "description": "A short name, never a real one: c1, a1."},
                    "kind": {"enum": ["child", "adult"]},
                    "facts": _FACTS,
                },
            },
        },
        "events": {
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "at"],
                "properties": {
                    "type": {"type": "string"},
                    "person": {"type": ["string", "null"]},
                    "to": {"type": ["string", "null"]},
                    "at": {"type": "string", "pattern": _MOMENT},
                },
            },
        },
        "as_of": {"type": ["string", "null"], "pattern": _MOMENT},
        "procedure": {
            "type": ["string", "null"],
            "description": "The version to decide under, as e-safety@2017; left out, the one in force today.",
        },
    },
}
"""The shape of a case. Which facts and events there are, a version says (`GET /procedures/{name}`)."""
