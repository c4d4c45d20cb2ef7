"""How the demonstration's pages are made: as the service's, with a bar over each and the password of everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from fingerpost.site import pages
from fingerpost_demo.people import PASSWORD


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    made = pages.environment(**options)
    ours = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    made.loader = jinja2.ChoiceLoader([made.loader, ours]) if made.loader else ours
    made.globals["demonstration"] = {
        "banner": "demonstration/banner.html",
        "who_can_sign_in": "demonstration/who_can_sign_in.html",
        "password": PASSWORD,
    }
    return made
