"""`fingerpost status`: whether the service that runs here can keep what is recorded."""

from __future__ import annotations

import http.client
import json
import os
from typing import Final

from fingerpost.cli import settings_file
from fingerpost.cli.problems import problems_told

_WORKS: Final = 200
_WAIT: Final = 10  # seconds


def status(host: str, port: int, *, as_json: bool) -> int:
    """Ask its page /status/, print what that says, and return the exit status: 0 where all is well."""
    with problems_told():
        settings_file.apply(os.environ)
    answered = ask(host, port)
    works = answered == _WORKS
    if as_json:
        print(json.dumps({"works": works, "answered": answered}))
    elif works:
        print("The service works: what is recorded is kept.")
    elif answered is None:
        print(f"Nothing answers at {host}:{port}.")
    else:
        print(f"The service answers with {answered}: at this moment nothing can be kept. Its log says why.")
    return int(not works)


def ask(host: str, port: int) -> int | None:
    """Return the status with which the service answers, asked as a proxy would; None where nothing does."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=_WAIT)  # noqa: S104
    name = (os.environ.get("FINGERPOST_HOSTS", "").replace(",", " ").split() or ["localhost"])[0]
    try:
        connection.request("GET", "/status/", headers={"Host": name, "X-Forwarded-Proto": "https"})
        reply = connection.getresponse()
        reply.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return reply.status
