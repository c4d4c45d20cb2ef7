"""Around every request: who acts, one transaction, the declared access, and the ledger just before the commit.

A request that fails leaves nothing behind. One that is refused leaves nothing but the entry that says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from fingerpost.access import audit, context, disposed, looking, permissions, queries, sign_in_database
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.actor import Actor
from fingerpost.access.concern_rows import ConcernRows
from fingerpost.access.models import Compartment, Concern, Ground, Membership
from fingerpost.access.permissions import Access, Who
from fingerpost.access.read_only import read_only_request
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.keys import words

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = frozenset({403, 404})


@dataclass
class RequestState:
    """What this room knows of a request. `failed`: whatever was written is to be taken back; `done`: it is kept.

    Of a concern: `adds`, whether whoever asks may add to any part of it; and until when they read its common record, if
    they do so in an emergency only.
    """

    actor: Actor | None
    access: Access | None = None
    concern_id: UUID | None = None
    concern: Concern | None = None
    compartments: frozenset[str] = frozenset()
    adds: bool = False
    emergency_until: datetime.datetime | None = None
    failed: bool = False
    done: bool = False
    look: looking.Look | None = None


class ContextMiddleware:
    """Comes last: everything before it has no case data to leak, and everything after it acts for somebody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in one transaction, and record a refusal in another."""
        state = RequestState(actor_of(request))
        request.fingerpost = state  # type: ignore[attr-defined]
        with (
            words.hearing() as heard,
            context.acting(state.actor),
            _held_to_looking(request, state),
            looking.looking() if request.method in SAFE else nullcontext() as state.look,
        ):
            response = _made_at_once(self.get_response(request))
            is_undone = state.failed or response.status_code >= 500
            if is_undone:
                sign_in_database.take_back()
        state.done = not is_undone
        if response.status_code in REFUSED and state.access is not None:
            with context.acting(state.actor):
                attempted = "looked" if request.method in SAFE else "changed"
                audit.note_refused(attempted, state.concern_id, state.compartments)
        if heard and state.access is not None:
            with context.acting(state.actor):
                audit.note_refused("wrote", state.concern_id, state.compartments)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], arguments: dict[str, Any]
    ) -> HttpResponse | None:
        """Carry out what the view declares. Without a declaration nobody gets in."""
        state = state_of(request)
        state.access = permissions.of_route(_route_name(request), view)
        if state.access is None:
            raise PermissionDenied
        if state.access.changes_on_get:
            state.look = None
        if state.access.who is Who.CONCERN:
            state.concern_id = arguments["concern_id"]
        if not state.access.admits(state.actor.role if state.actor else None):
            return _turned_away(request, state)
        if state.concern_id is not None and state.actor is not None:
            _see(state, state.actor, state.concern_id)
            if state.concern is None:
                return _gone(request, state.concern_id)
            audit.note_looked_at(state.concern_id, state.compartments)
            if state.emergency_until and not state.adds and _would_add(request, state.access):
                raise PermissionDenied
        elif state.access.is_about_cases and request.method in SAFE:
            audit.note_looked_at_a_page()
        return None

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        """Remember that the view failed or refused: what it had written is taken back."""
        state_of(request).failed = True


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who acts in this request: the membership that an earlier middleware found to hold today."""
    membership = getattr(request, "membership", None)
    return actor_in(membership) if isinstance(membership, Membership) else None


def state_of(request: HttpRequest) -> RequestState:
    """Return what this room knows of the request. Raises PermissionDenied outside the middleware."""
    state = getattr(request, "fingerpost", None)
    if not isinstance(state, RequestState):
        raise PermissionDenied
    return state


def concern_of(request: HttpRequest) -> tuple[Concern, frozenset[str]]:
    """Return the concern of a view that declares `sees_concern`, and the compartments that may be shown."""
    state = state_of(request)
    if state.concern is None:
        raise PermissionDenied
    return state.concern, state.compartments


def _gone(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Say what became of a concern to whoever saw it. Raises Http404: hidden and absent are the same."""
    left = disposed.disposed_response(request, concern_id)
    if left is None:
        raise Http404
    return left


def may_add(request: HttpRequest) -> bool:
    """Whether whoever asks for a page of a concern may add to any part of it: what its links and forms go by."""
    return state_of(request).adds


def _see(state: RequestState, actor: Actor, concern_id: UUID) -> None:
    """Find the concern and what may be shown of it, if anything."""
    showing = queries.involvements_that_show(actor).filter(concern=concern_id)
    rows = list(showing.select_related("concern"))
    if not rows:
        return
    state.concern = rows[0].concern
    state.compartments = frozenset(row.compartment for row in rows)
    works_in = {row.compartment for row in rows if row.ground != Ground.EMERGENCY}
    state.adds = bool(works_in) and actor.role in WORKING_ROLES
    if Compartment.COMMON in state.compartments - works_in:
        state.emergency_until = max(row.ends for row in rows if row.ground == Ground.EMERGENCY and row.ends)
    if state.look is not None:
        state.look.rows = ConcernRows(state.concern, state.compartments)


def _would_add(request: HttpRequest, access: Access) -> bool:
    return request.method not in SAFE or access.roles == WORKING_ROLES


def _turned_away(request: HttpRequest, state: RequestState) -> HttpResponse:
    """Send somebody who is not signed in to where they do; refuse somebody whose role has no business there."""
    if state.actor is None and request.method in SAFE:
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
    raise PermissionDenied


def _made_at_once(response: HttpResponseBase) -> HttpResponseBase:
    """Make now what would be made while it is sent, when nobody acts any more and nothing is noted."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = list(response)
    return response


def _held_to_looking(request: HttpRequest, state: RequestState) -> AbstractContextManager[None]:
    """Hold a request that only looks to looking, unless its view says why it changes something."""
    if request.method not in SAFE:
        return nullcontext()
    return read_only_request(lambda: state.access is not None and bool(state.access.changes_on_get))


def _route_name(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None
