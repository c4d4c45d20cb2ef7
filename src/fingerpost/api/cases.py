"""From the body of a request to a case, read as the `fingerpost` command reads one, and the answers made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import timezone

from fingerpost.api.problems import RefusedError
from fingerpost.manual.versions import to_read_first, versions
from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide, engine_for
from fingerpost.procedure.errors import CaseError, Problem, nearest
from fingerpost.procedure.explaining import Explanation, explain
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.json import parse_json
from fingerpost.procedure.source.text import shown

LARGEST: Final = 256 * 1024
"""Bytes of the longest body. No real case comes near."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A case that was sent, as it was and as it was read, and the version that it is decided under."""

    document: dict[str, Any]
    case: Case
    pack: Pack


def asked(request: HttpRequest) -> Asked:
    """Read the body of a request. Raises RefusedError (413, 415), SourceError where it is no JSON, CaseError."""
    if request.content_type != "application/json":
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the case as application/json.")
    document = parse_json(_text(request))
    name = document.get("procedure") if type(document) is dict else None
    pack = _named(name) if type(name) is str else to_read_first(timezone.now())
    case = case_from(document, pack)
    assert isinstance(document, dict)  # noqa: S101 - nothing else is a case
    return Asked(document, case, pack)


def decided(given: Asked) -> bytes:
    """Return the decision document, the bytes of `fingerpost decide --json`. Raises CaseError."""
    return decide(given.pack, given.case).json(indent=True) + b"\n"


def next_question(given: Asked) -> dict[str, object]:
    """Return the question that matters most of those that were not answered “don't know”. Raises CaseError."""
    unknown = set(_unknown(given.document))
    left = [one for one in decide(given.pack, given.case).questions if one.fact not in unknown]
    question: dict[str, object] | None = None
    if left:
        fact = given.pack.facts[left[0].fact.rpartition(".")[2]]
        question = {
            **asdict(left[0]),
            "note": fact.note,
            "type": fact.type,
            "values": list(fact.values),
            "labels": dict(fact.labels),
        }
    return {"question": question, "left": len(left), "contradictions": list(contradictions(given.pack, given.case))}


def explained(given: Asked, provision: str, about: str | None) -> list[dict[str, object]]:
    """Return why a provision applies or not, for everybody it is about, or for one. Raises CaseError."""
    return [_explanation(one) for one in explain(engine_for(given.pack), given.case, provision, about)]


def _explanation(found: Explanation) -> dict[str, object]:
    return {
        "provision": found.provision.id,
        "about": found.about,
        "status": found.status or "does_not_apply",
        "because": list(found.because),
        "depends_on": list(found.depends_on),
        "tree": asdict(found.tree),
        "smallest": [
            {
                "answers": [{"fact": fact, "value": value} for fact, value in one.answers],
                "after": one.after or "does_not_apply",
            }
            for one in found.smallest
        ],
    }


def _text(request: HttpRequest) -> str:
    too_long = RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A case has at most {LARGEST // 1024} kB.")
    try:
        body = request.body
    except RequestDataTooBig:
        raise too_long from None
    if len(body) > LARGEST:
        raise too_long
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "This is not UTF-8 text.") from None


def _named(name: str) -> Pack:
    known = {pack.name: pack for pack in versions()}
    if name not in known:
        right = f"{nearest(name, known)} There is {', '.join(known)}.".strip()
        raise CaseError([Problem("procedure", f"there is no procedure {shown(name)}", right)])
    return known[name]


def _unknown(document: dict[str, Any]) -> Iterator[str]:
    """Yield the facts that were asked for and are not known, as `c1.age`."""
    owners = [("concern", document.get("facts"))]
    owners += [(person["id"], person.get("facts")) for person in document.get("people") or ()]
    return (f"{owner}.{fact}" for owner, facts in owners for fact, value in (facts or {}).items() if value is None)
