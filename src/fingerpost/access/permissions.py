"""Which access a view has. Every view says so; one that does not is refused, by a system check and again when asked.

    @permissions.public(because="somebody signs in here")
    @permissions.signed_in
    @permissions.roles(Role.ADMINISTRATOR)
    @permissions.sees_concern          # the address has <uuid:concern_id>; the view finds request.concern

A view of a package we use is declared by the name of its route, in a room's `routes`. `middleware` carries it all out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from fingerpost.access.models.people import Role
from fingerpost.access.rules import READING_ROLES, WORKING_ROLES
from fingerpost.rooms import Room, rooms

View = Callable[..., Any]


class Who(Enum):
    """Who may open a page at all."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    ROLES = "some roles"
    CONCERN = "whoever sees the concern"


@dataclass(frozen=True, slots=True)
class Access:
    """The access of one view. `changes_on_get` has the reason why it may change something when it is only looked at."""

    who: Who
    roles: frozenset[str] = frozenset()
    because: str = ""
    changes_on_get: str = ""

    @property
    def is_about_cases(self) -> bool:
        """Whether the page is about concerns in general: one of them, or a list."""
        return self.roles == CASE_ROLES

    def admits(self, role: str | None) -> bool:
        """Whether somebody acting in this role (None: nobody is signed in) may open the page, concerns aside."""
        if self.who is Who.ANYBODY:
            return True
        return role is not None and (not self.roles or role in self.roles)


CASE_ROLES = WORKING_ROLES | READING_ROLES

_ATTRIBUTE = "fingerpost_access"


@dataclass(frozen=True, kw_only=True)
class WithRoutes(Room):
    """A room with routes to views that are not ours to mark: the access of each, by its name."""

    routes: Mapping[str, Access] = field(default_factory=dict)


def public(*, because: str, changes_on_get: str = "") -> Callable[[View], View]:
    """Let anybody open the view, signed in or not, and say why."""
    return _mark(Access(Who.ANYBODY, because=because, changes_on_get=changes_on_get))


def signed_in(view: View) -> View:
    """Let everybody open the view who is signed in and has a role today."""
    return _mark(Access(Who.SIGNED_IN))(view)


def roles(*named: Role | str) -> Callable[[View], View]:
    """Let those open the view who act in one of these roles."""
    if not named:
        raise ValueError("name at least one role")
    return _mark(Access(Who.ROLES, frozenset(map(str, named))))


def sees_concern(view: View) -> View:
    """Let those open the view who may see the concern `concern_id` of its address, in any compartment.

    The request has `concern`, and `compartments`: those whose content may be shown. For everybody else the concern is
    not there, and the answer is that for an address that never was.
    """
    return _mark(Access(Who.CONCERN, CASE_ROLES))(view)


def works_on_concern(view: View) -> View:
    """Let those open the view who see the concern of its address, as above, and act in a role that may add to it."""
    return _mark(Access(Who.CONCERN, WORKING_ROLES))(view)


def works_with_cases(view: View) -> View:
    """Let those open the view whose role has to do with cases at all."""
    return _mark(Access(Who.ROLES, CASE_ROLES))(view)


def said_by(declared: Callable[[View], View]) -> Access:
    """Return what a declaration says: `said_by(public(because="…"))`, for `routes`."""

    def stand_in() -> None:
        """Carries the mark."""

    access = of_view(declared(stand_in))
    if access is None:
        raise ValueError("this declares nothing")
    return access


def of_view(view: View) -> Access | None:
    """Return what a view declares, or None."""
    found = getattr(view, _ATTRIBUTE, None)
    return found if isinstance(found, Access) else None


def of_route(name: str | None, view: View) -> Access | None:
    """Return the access of a route: what is declared by its name, or else by its view; None when nothing is."""
    named = (room.routes[name] for room in rooms(WithRoutes) if name in room.routes) if name else iter(())
    return next(named, None) or of_view(view)


@dataclass(frozen=True, slots=True)
class Route:
    """One address that the service answers to."""

    name: str | None
    pattern: str
    view: View
    arguments: tuple[str, ...]

    @property
    def access(self) -> Access | None:
        """What is declared for it."""
        return of_route(self.name, self.view)


def every_route(resolver: URLResolver | None = None, before: str = "") -> Iterator[Route]:
    """Yield every address of the service, from the resolver itself."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_route(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield Route(entry.name, pattern, entry.callback, tuple(entry.pattern.converters))


def _mark(access: Access) -> Callable[[View], View]:
    def marked(view: View) -> View:
        if of_view(view) is not None:
            raise ValueError(f"{view} declares its access twice")
        setattr(view, _ATTRIBUTE, access)
        return view

    return marked
