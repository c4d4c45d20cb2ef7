"""What a directory says of somebody: taken from a whole resource, or changed by the operations of a PATCH. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fingerpost.site.scim import filters
from fingerpost.site.scim.schema import LONGEST, USER, Attribute, ScimError, attribute

type Said = dict[str, Any]

_PATH: Final = re.compile(r"(?P<name>[\w$-]+)(?:\[(?P<where>.+)\])?(?:\.(?P<part>[\w$-]+))?")
_MANY: Final = 10
"""Values of one attribute."""


def of_resource(body: Mapping[str, Any]) -> Said:
    """Return what is kept of a resource that was sent whole. What is not known is left out. Raises `ScimError`."""
    said: Said = {}
    for name, value in body.items():
        kept = attribute(name)
        if kept is not None and value is not None:
            said[kept.name] = _taken(kept, value)
    return checked(said)


def patched(before: Said, body: Mapping[str, Any]) -> Said:
    """Return what is said after the operations of a PATCH (RFC 7644, 3.5.2). Raises `ScimError`."""
    said = {name: _copied(value) for name, value in before.items()}
    operations = _lower(body).get("operations")
    if not isinstance(operations, list) or not operations:
        raise ScimError(400, "There are no operations", "invalidSyntax")
    for operation in operations:
        parts = _lower(operation) if isinstance(operation, dict) else {}
        does, path, value = str(parts.get("op", "")).lower(), parts.get("path"), parts.get("value")
        if does not in ("add", "replace", "remove"):
            raise ScimError(400, "An operation is add, replace or remove", "invalidSyntax")
        if path:
            _at(said, does, str(path), value)
        elif does == "remove":
            raise ScimError(400, "What is removed has no path", "noTarget")
        elif isinstance(value, dict):
            for name, one in value.items():
                if name != "schemas":
                    _at(said, does, name, one)
        else:
            raise ScimError(400, "Without a path, the value is an object", "invalidValue")
    return checked(said)


def checked(said: Said) -> Said:
    """Return what is said. Raises `ScimError` where the name of the user is missing."""
    if not said.get("userName"):
        raise ScimError(400, "userName is missing", "invalidValue")
    return {name: value for name, value in said.items() if value not in (None, [], {})}


def _at(said: Said, does: str, path: str, value: Any) -> None:
    found = _PATH.fullmatch(re.sub(re.escape(f"{USER}:"), "", path, flags=re.IGNORECASE))
    if found is None:
        raise ScimError(400, "This path cannot be read", "invalidPath")
    kept = attribute(found["name"])
    if kept is None:
        return  # what is not kept is not refused either: RFC 7643, 2.2
    if (found["part"] and not kept.parts) or (found["where"] and not kept.is_many):
        raise ScimError(400, "This path leads to nothing", "invalidPath")
    part = next((one for name, one in kept.parts.items() if name.lower() == (found["part"] or "").lower()), None)
    if found["part"] and part is None:
        return
    if kept.is_many and (found["where"] or part):
        _in_many(said, does, kept, found["where"], part, value)
    elif does == "remove":
        _holder(said, kept, part).pop((part or kept).name, None)
    elif part is not None:
        said.setdefault(kept.name, {})[part.name] = _taken(part, value)
    else:
        taken = _taken(kept, value)
        earlier = said.get(kept.name)
        if kept.is_many and does == "add" and earlier:
            taken = [*earlier, *(one for one in taken if one not in earlier)][:_MANY]
        elif kept.parts and not kept.is_many and earlier:
            taken = {**earlier, **taken}
        said[kept.name] = taken


def _in_many(said: Said, does: str, kept: Attribute, where: str | None, part: Attribute | None, value: Any) -> None:
    """Change the values that a filter finds, all where there is none; make the one that it describes."""
    values: list[dict[str, Any]] = said.get(kept.name, [])
    condition = filters.read(where) if where else None
    found = [one for one in values if condition is None or condition(one)]
    if does == "remove":
        if part is None:
            said[kept.name] = [one for one in values if one not in found]
        for one in found:
            one.pop(part.name if part else "", None)
        return
    if not found:
        made = re.fullmatch(r'\s*(\w+)\s+eq\s+"([^"]*)"\s*', where or "", re.IGNORECASE)
        if made is None or made[1] not in kept.parts or len(values) >= _MANY:
            raise ScimError(400, "Nothing is there that the path describes", "noTarget")
        found = [{made[1]: made[2]}]
        said[kept.name] = [*values, *found]
    for one in found:
        one.update({part.name: _taken(part, value)} if part else _taken_parts(kept, value))


def _holder(said: Said, kept: Attribute, part: Attribute | None) -> Said:
    return said.get(kept.name, {}) if part else said


def _taken(kept: Attribute, value: Any) -> Any:
    """Return a value as it is kept. Raises `ScimError` where it is of another type."""
    if kept.is_many:
        values = value if isinstance(value, list) else [value]
        if len(values) > _MANY:
            raise ScimError(400, f"{kept.name} has more than {_MANY} values", "invalidValue")
        return [_taken_parts(kept, one) for one in values]
    if kept.parts:
        return _taken_parts(kept, value)
    if kept.type == "boolean":
        # Entra ID writes truth as words.
        read = {"true": True, "false": False}.get(str(value).lower())
        if read is None:
            raise ScimError(400, f"{kept.name} is true or false", "invalidValue")
        return read
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ScimError(400, f"{kept.name} is a text of at most {LONGEST} characters", "invalidValue")
    return value


def _taken_parts(kept: Attribute, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScimError(400, f"{kept.name} is an object", "invalidValue")
    known = {name.lower(): part for name, part in kept.parts.items()}
    return {
        known[name.lower()].name: _taken(known[name.lower()], one)
        for name, one in value.items()
        if name.lower() in known and one is not None
    }


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return dict(value) if isinstance(value, dict) else value


def _lower(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in body.items()}


def chosen(resource: dict[str, Any], wanted: str, left_out: str) -> dict[str, Any]:
    """Return the attributes of a resource that were asked for (RFC 7644, 3.9); its id always."""
    names, without = _names(wanted), _names(left_out)
    always = {"id", "schemas"}
    if names:
        return _only(resource, names, always)
    return {
        name: _without(value, without, name.lower())
        for name, value in resource.items()
        if name in always or name.lower() not in without
    }


def _names(listed: str) -> set[str]:
    return {one.strip().lower().removeprefix(f"{USER.lower()}:") for one in listed.split(",") if one.strip()}


def _only(resource: dict[str, Any], names: set[str], always: set[str]) -> dict[str, Any]:
    whole = {name for name in names if "." not in name}
    shown = {name: value for name, value in resource.items() if name in always or name.lower() in whole}
    for dotted in names - whole:
        above, _, below = dotted.partition(".")
        for name, value in resource.items():
            if name.lower() == above and name not in shown:
                shown[name] = _parts(value, lambda part, wanted=below: part.lower() == wanted)
    return shown


def _without(value: Any, without: set[str], name: str) -> Any:
    return _parts(value, lambda part: f"{name}.{part.lower()}" not in without)


def _parts(value: Any, keeps: Any) -> Any:
    if isinstance(value, list):
        return [_parts(one, keeps) for one in value]
    return {part: one for part, one in value.items() if keeps(part)} if isinstance(value, dict) else value
