"""Logs and error reports without anything personal.

A log goes to places that need to know does not reach. So a line says which route failed and where in the code, never
an address with what somebody typed into it, never the words of an exception (a database quotes the row), never a body.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import ItemsView
from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

_EMAIL = re.compile(r"[^\s@<>\"'=,;]+@[^\s@<>\"'=,;]+")
_ADDRESS = re.compile(r"(?<![\w.])/[^\s\"']*(?:[?=]|[\w-]{40})[^\s\"']*")
"""A page's address with values, or with something in it that is long enough to be a secret."""

type _ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def route_of(request: HttpRequest) -> str:
    """Return the route that a request matched, as `administration/accounts/<uuid:account>/`; no value from it."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "an address that leads nowhere"


def failure_of(request: HttpRequest) -> str:
    """Return the reference that the page about a failure has, with what is wrong with the database, if that is it."""
    told = [str(said) for name in ("failure", "failed_because") if (said := getattr(request, name, None))]
    return "".join(f", {said}" for said in told)


class RouteInsteadOfAddress(logging.Filter):
    """Puts the route in the place of the address, and takes out what may be personal."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; keep every one."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            status = getattr(record, "status_code", "")
            said = f"{record.levelname} {status} {request.method} {route_of(request)}{failure_of(request)}"
            record.msg, record.args = said, ()
        else:
            record.msg, record.args = scrubbed(record.getMessage()), ()
        return True


def scrubbed(text: str) -> str:
    """Return `text` on one line, without e-mail addresses and without addresses of pages that carry values."""
    on_one_line = text.replace("\r", "\\r").replace("\n", "\\n")
    return _ADDRESS.sub("[an address]", _EMAIL.sub("[an e-mail address]", on_one_line))


class PlainFormatter(logging.Formatter):
    """One line a record, in UTC; an exception as its type and its places in the code, without its words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name that logging calls
        """Return the type of the exception, and of those it came from, with file, line and function of each."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
            lines += [
                f"    {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


class NothingPersonal(SafeExceptionReporterFilter):
    """Error reports without bodies, cookies, headers or the values of variables."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Say that values are hidden: always, in development too."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return nothing of what was sent."""
        return {}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return no cookie."""
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return no header and nothing of the address."""
        return {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, Any]:
        """Return the names of a frame's variables, and no value."""
        return dict.fromkeys(tb_frame.f_locals, "[hidden]").items()
