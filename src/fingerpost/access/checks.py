"""System checks: the service does not start while a view says nothing of who may open it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import models

from fingerpost.access import permissions
from fingerpost.access.models.case_data import case_models
from fingerpost.access.permissions import Who

MIDDLEWARE = "fingerpost.access.middleware.ContextMiddleware"


def views_declare_their_access(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find views without a declared access, or with one that cannot be carried out."""
    return list(_undeclared())


def context_is_set(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find that nobody would say who acts: the middleware that carries declarations out is missing."""
    if settings.MIDDLEWARE and settings.MIDDLEWARE[-1] == MIDDLEWARE:
        return []
    hint = f"Put {MIDDLEWARE} last in MIDDLEWARE."
    return [Error("Nothing carries out the access that views declare.", hint=hint, id="access.E003")]


def case_data_has_no_way_round(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Find relations to case data that could be followed back without asking need to know."""
    return [
        Error(
            f"{field} could be followed back past need to know.",
            hint='Give it related_name="+".',
            obj=field,
            id="access.E004",
        )
        for model in case_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not (field.remote_field.related_name or "").endswith("+")
    ]


def _undeclared() -> Iterator[CheckMessage]:
    for route in permissions.every_route():
        access = route.access
        if access is None:
            yield Error(
                f"The view at “{route.pattern}” says nothing of who may open it.",
                hint="Put one of access.permissions’s decorators on it, or declare its route by name.",
                obj=route.view,
                id="access.E001",
            )
        elif access.who is Who.CONCERN and "concern_id" not in route.arguments:
            yield Error(
                f"The view at “{route.pattern}” is for those who see a concern, and its address has no concern_id.",
                hint="Write <uuid:concern_id> in the address.",
                obj=route.view,
                id="access.E002",
            )
