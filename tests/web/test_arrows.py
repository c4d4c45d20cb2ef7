"""No template and no name of a route leads to a room above its own: what the import rules cannot see."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from jinja2 import nodes

from fingerpost.web.routes import Route

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "fingerpost"
LEADING = {"reverse", "reverse_lazy", "redirect", "resolve_url", "url"}
"""What takes the name of a route."""
NO_ROUTE = {"ledger_checkpoint"}
"""Names of tables that are also names of routes."""


def order() -> dict[str, int]:
    """The rooms, the highest first, as the import rules say."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = rules["contracts"][0]["layers"]
    return {
        room.strip(" ()"): number for number, line in enumerate(layers) for room in line.replace("|", ":").split(":")
    }


ORDER = order()
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
MODULES = [path for path in sorted(ROOMS.glob("*/**/*.py")) if "migrations" not in path.parts]


def room_of(path: Path) -> str:
    return path.relative_to(ROOMS).parts[0]


def is_above(other: str, room: str) -> bool:
    return ORDER[other] < ORDER[room]


def tree_of(path: Path) -> nodes.Template:
    return jinja2.Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


def routes(resolver: URLResolver | None = None, room: str = "") -> Iterator[tuple[str, str]]:
    """Each name of a route with the room whose `urls.py` has it."""
    resolver = resolver or get_resolver("fingerpost.site.urls")
    module = getattr(resolver.urlconf_module, "__name__", "")
    room = module.split(".")[1] if module.startswith("fingerpost.") else room
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if one.name:
                yield one.name, room
        else:
            yield from routes(one, room)


OWNERS = dict(routes())
"""Which room has which route."""


def upward(room: str, name: str) -> bool:
    return name in OWNERS and is_above(OWNERS[name], room) and name not in set(Route)


def used_in(tree: nodes.Template) -> Iterator[str]:
    """The templates that one extends, includes or imports from; both, where it is one or the other."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        names = [
            one.value for one in (node.template, *node.template.find_all(nodes.Const)) if isinstance(one, nodes.Const)
        ]
        yield from [str(name) for name in names if str(name).endswith(".html")]
        assert names or is_given_by_the_demonstration(node.template), (
            "which template is used has to be said by its name"
        )


def is_given_by_the_demonstration(template: nodes.Expr) -> bool:
    """Whether the demonstration, which is around the service and no room of it, says which template is used."""
    return isinstance(template, nodes.Getattr) and next(template.find_all(nodes.Name)).name == "demonstration"


def named_in_template(tree: nodes.Template) -> Iterator[str]:
    """What a template gives to `url`, and every other text in it that is a route's name and no ordinary word."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url":
            yield from (str(one.value) for one in call.args[:1] if isinstance(one, nodes.Const))
    yield from (str(one.value) for one in tree.find_all(nodes.Const) if "_" in str(one.value))


def named_in_module(tree: ast.Module) -> Iterator[str]:
    """The same of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called(node) in LEADING:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "_" in node.value:
            yield node.value


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_every_template_has_a_name_of_its_own() -> None:
    names = [path.relative_to(ROOMS / room_of(path) / "templates").as_posix() for path in TEMPLATES]
    assert len(names) > 180
    assert sorted(set(names)) == sorted(names)


def test_no_template_uses_one_of_a_room_above() -> None:
    homes = {path.relative_to(ROOMS / room_of(path) / "templates").as_posix(): room_of(path) for path in TEMPLATES}
    found, used = [], 0
    for path in TEMPLATES:
        for name in used_in(tree_of(path)):
            if name.startswith("govuk_frontend_jinja/"):
                continue
            used += 1
            if is_above(homes[name], room_of(path)):
                found.append(f"{path.relative_to(ROOMS)}: {name} is of {homes[name]}")
    assert used > 200
    assert found == []


def test_no_view_shows_a_template_of_a_room_above() -> None:
    homes = {path.relative_to(ROOMS / room_of(path) / "templates").as_posix(): room_of(path) for path in TEMPLATES}
    found = [
        f"{path.relative_to(ROOMS)}:{node.lineno}: {node.value} is of {homes[node.value]}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in homes and is_above(homes[node.value], room_of(path))
    ]
    assert found == []


def test_no_template_names_a_route_of_a_room_above() -> None:
    found = {
        f"{path.relative_to(ROOMS)}: {name} is of {OWNERS[name]}"
        for path in TEMPLATES
        for name in named_in_template(tree_of(path))
        if upward(room_of(path), name)
    }
    assert found == set()


def test_no_module_names_a_route_of_a_room_above() -> None:
    found = {
        f"{path.relative_to(ROOMS)}: {name} is of {OWNERS[name]}"
        for path in MODULES
        if ORDER[room_of(path)] <= ORDER["access"]
        for name in named_in_module(ast.parse(path.read_text(encoding="utf-8")))
        if upward(room_of(path), name) and name not in NO_ROUTE and path.name != "routes.py"
    }
    assert found == set()


@pytest.mark.parametrize("route", Route)
def test_what_any_room_may_link_to_has_a_page(route: Route) -> None:
    assert route in OWNERS


def test_what_any_room_may_link_to_is_linked_to_from_below() -> None:
    linked = {
        name
        for path in TEMPLATES
        for name in named_in_template(tree_of(path))
        if name in OWNERS and is_above(OWNERS[name], room_of(path))
    }
    named = {
        node.attr
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Route"
        if is_above(OWNERS[Route[node.attr]], room_of(path))
    }
    assert [route.name for route in Route if route not in linked and route.name not in named] == []
