"""The addresses of version 1. Everything is answered from what is sent and from the manual; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from fingerpost.api import cases, schemas
from fingerpost.api.problems import CONTENT_TYPE, RefusedError, problem
from fingerpost.manual.versions import versions
from fingerpost.procedure.errors import FingerpostError, PackError, Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.text import SourceError

PREFIX: Final = "/api/1/"
_REFUSED: Final = frozenset({400, 413, 415, 422, 429})
_EXAMPLE: Final = {
    "reported_at": "2026-11-24T14:05:00+00:00",
    "procedure": "e-safety@2017",
    "people": [{"id": "c1", "kind": "child", "facts": {"age": 12}}],
}
_CASE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": schemas.CASE, "example": _EXAMPLE}},
    }
}


class _Api(NinjaAPI):
    """Says in the document that what is refused is answered with problem details."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        made = super().get_openapi_schema(**asked)
        for path in made["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {CONTENT_TYPE: answer["content"].pop("application/json")}
        return made


API: Final = _Api(
    title="Fingerpost",
    version="1",
    description="What a child-protection procedure asks for. In an emergency call 999. Names of people are not needed.",
    openapi_url=None,
    docs_url=None,
)


def limited(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse an address that asks too often: each of these works something out."""

    @wraps(operation)
    def counted(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        if not ratelimit.consume(request, action="api"):
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests from this address. Try in a minute.")
        return operation(request, *arguments, **named)

    return counted


@API.get(
    "procedures",
    url_name="api_procedures",
    operation_id="procedures",
    response=list[schemas.Procedure],
)
def procedures(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja gives it
    """List the versions of the procedure, the newest first."""
    return [_procedure(pack) for pack in versions()]


@API.get(
    "procedures/{name}",
    url_name="api_procedure",
    operation_id="procedure",
    response={200: schemas.Manual, 404: schemas.ProblemDetails},
)
def procedure(request: HttpRequest, name: str) -> dict[str, object]:  # noqa: ARG001 - ninja gives it
    """Return a version: everything that a case can state, and every provision."""
    pack = next((one for one in versions() if one.name == name), None)
    if pack is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, "There is no version of this name.")
    return _procedure(pack) | {
        "emergency": pack.emergency,
        "facts": [_plain(one, schemas.Fact) for one in pack.facts.values()],
        "events": [_plain(one, schemas.Event) for one in pack.events.values()],
        "provisions": [_plain(one, schemas.Provision) for one in pack.provisions.values()],
    }


@API.post(
    "decide",
    url_name="api_decide",
    operation_id="decide",
    response={200: schemas.Decision, _REFUSED: schemas.ProblemDetails},
    openapi_extra=_CASE,
)
@limited
def decide(request: HttpRequest) -> HttpResponse:
    """Decide a case: what applies, what may, by when, and why. The bytes are those of `fingerpost decide --json`."""
    return HttpResponse(cases.decided(cases.asked(request)), content_type="application/json")


@API.post(
    "ask",
    url_name="api_ask",
    operation_id="ask",
    response={200: schemas.Next, _REFUSED: schemas.ProblemDetails},
    openapi_extra=_CASE,
)
@limited
def ask(request: HttpRequest) -> dict[str, object]:
    """Return what to ask next: the question that matters most. Give null for “don't know”; it is not asked again."""
    return cases.next_question(cases.asked(request))


@API.post(
    "explain/{provision}",
    url_name="api_explain",
    operation_id="explain",
    response={200: list[schemas.Explanation], _REFUSED: schemas.ProblemDetails},
    openapi_extra=_CASE,
)
@limited
def explain(request: HttpRequest, provision: str, about: str | None = None) -> list[dict[str, object]]:
    """Explain why a provision applies to a case or not, for everybody it is about, or for `about` alone."""
    return cases.explained(cases.asked(request), provision, about)


@API.get("openapi.json", url_name="api_openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> Any:  # noqa: ARG001 - ninja gives it
    """Return this as an OpenAPI 3.1 document."""
    return API.get_openapi_schema(path_prefix=PREFIX)


@API.exception_handler(RefusedError)
def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:  # noqa: ARG001
    answer = problem(error.status, error.detail)
    if error.status is HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "60"
    return answer


@API.exception_handler(FingerpostError)
def _no_case(request: HttpRequest, error: FingerpostError) -> HttpResponse:  # noqa: ARG001
    if isinstance(error, PackError):
        raise error  # the fault is ours
    if isinstance(error, SourceError):
        return problem(HTTPStatus.BAD_REQUEST, "This is not JSON. Nothing has been decided.", error.problems)
    detail = "This cannot be taken as a case. Nothing has been decided."
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, error.problems)


@API.exception_handler(ValidationError)
def _not_as_said(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    found = [Problem(".".join(map(str, one["loc"])), str(one["msg"])) for one in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "This cannot be taken.", found)


def _procedure(pack: Pack) -> dict[str, object]:
    return _plain(pack, schemas.Procedure)


def _plain(one: Any, schema: type[Schema]) -> dict[str, object]:
    """Return of an object of the pack what a schema names."""
    found = {name: getattr(one, name) for name in schema.model_fields}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
