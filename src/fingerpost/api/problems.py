"""What a program is told when something cannot be done: problem details (RFC 9457), with every problem at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from fingerpost.procedure.errors import Problem

CONTENT_TYPE: Final = "application/problem+json"


class RefusedError(Exception):
    """A request that is not carried out: its status, and what is wrong in a sentence."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def problem(status: HTTPStatus, detail: str, errors: Iterable[Problem] = ()) -> HttpResponse:
    """Return problem details. Each of `errors` says where it is, what is wrong, and what would be right."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    listed = [{"where": one.where, "what": one.what, "right": one.right} for one in errors]
    if listed:
        body["errors"] = listed
    return HttpResponse(json.dumps(body), status=status.value, content_type=CONTENT_TYPE)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the address is not said back
    """Answer an address of the API at which there is nothing."""
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
