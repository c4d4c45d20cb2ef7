"""The addresses that a directory asks: `/scim/v2/Users` and what a service says of itself.

A token is 256 random bits: nobody finds one by trying, and so tries are not counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from fingerpost.access import context, permissions
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.site.scim import attributes, filters, tokens
from fingerpost.site.scim.people import People
from fingerpost.site.scim.schema import LIST, MOST, ScimError, config, resource_types, schemas

_TYPE: Final = "application/scim+json"
type Body = dict[str, Any]


@csrf_exempt
@permissions.public(because="a directory shows the token that an administrator of its organisation made")
def scim(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer a directory."""
    try:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        directory = tokens.find(secret.strip(), today()) if scheme.lower() == "bearer" else None
        if directory is None:
            raise ScimError(401, "This is no token, or none any more")
        # An error takes back all of it: the block is one transaction.
        with context.acting(actor_in(directory.by)):
            status, body = _answered(People(directory, request, today()), request, rest.strip("/").split("/"))
    except ScimError as error:
        status, body = error.status, error.body
    answer = HttpResponse("" if body is None else json.dumps(body), status=status, content_type=_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if body and "meta" in body:
        answer["Location"] = body["meta"]["location"]
    return answer


def _answered(people: People, request: HttpRequest, rest: list[str]) -> tuple[int, Body | None]:
    base = request.build_absolute_uri("/scim/v2")
    match [str(request.method), *rest]:
        case ["GET", "ServiceProviderConfig"]:
            return 200, config(base)
        case ["GET", ("ResourceTypes" | "Schemas") as kind, *key]:
            return 200, _described(resource_types(base) if kind == "ResourceTypes" else schemas(base), key, request)
        case [_, "ServiceProviderConfig" | "ResourceTypes" | "Schemas", *_]:
            raise ScimError(405, "This is only read")
        case ["GET", "Users"]:
            return 200, _listed(people, base, {key.lower(): value for key, value in request.GET.items()})
        case ["POST", "Users", ".search"] | ["POST", ".search"]:
            return 200, _listed(people, base, {key.lower(): value for key, value in _body(request).items()})
        case ["POST", "Users"]:
            row = people.add(attributes.of_resource(_body(request)))
            return 201, _one(people, row.pk, base, request)
        case ["GET", "Users", key]:
            return 200, _one(people, people.find(key).pk, base, request)
        case ["PUT" | "PATCH", "Users", key]:
            row = people.find(key)
            body = _body(request)
            if request.method == "PUT":
                said = attributes.of_resource({"active": row.said.get("active", True), **body})
            else:
                said = attributes.patched(row.said, body)
            people.change(row, said)
            return 200, _one(people, row.pk, base, request)
        case ["DELETE", "Users", key]:
            people.remove(people.find(key))
            return 204, None
        case [_, "Users"] | [_, "Users", _]:
            raise ScimError(405, "This cannot be done here")
    raise ScimError(404, "There is nothing at this address")


def _one(people: People, key: UUID, base: str, request: HttpRequest) -> Body:
    resource = people.resource(people.find(str(key)), base, people.active())
    return attributes.chosen(resource, request.GET.get("attributes", ""), request.GET.get("excludedAttributes", ""))


def _listed(people: People, base: str, asked: Mapping[str, Any]) -> Body:
    active = people.active()
    found = [people.resource(row, base, active) for row in people.rows]
    if asked.get("filter"):
        condition = filters.read(str(asked["filter"]))
        found = [one for one in found if condition(one)]
    start = max(1, _number(asked.get("startindex"), 1))
    count = min(MOST, max(0, _number(asked.get("count"), MOST)))
    wanted, left_out = (_joined(asked.get(name)) for name in ("attributes", "excludedattributes"))
    shown = [attributes.chosen(one, wanted, left_out) for one in found[start - 1 : start - 1 + count]]
    return {
        "schemas": [LIST],
        "totalResults": len(found),
        "startIndex": start,
        "itemsPerPage": len(shown),
        "Resources": shown,
    }


def _described(known: list[Body], key: list[str], request: HttpRequest) -> Body:
    """Return all of what a service says of itself, or one of it. A filter is refused there (RFC 7644, 4)."""
    if "filter" in request.GET:
        raise ScimError(403, "What a service says of itself is not filtered")
    if not key:
        said = {"schemas": [LIST], "totalResults": len(known), "startIndex": 1, "itemsPerPage": len(known)}
        return {**said, "Resources": known}
    one = next((one for one in known if [one["id"]] == key), None)
    if one is None:
        raise ScimError(404, "There is nothing of this name")
    return one


def _body(request: HttpRequest) -> Body:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise ScimError(400, "This is no JSON", "invalidSyntax") from None
    if not isinstance(body, dict):
        raise ScimError(400, "A resource is an object", "invalidSyntax")
    return body


def _number(text: Any, otherwise: int) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return otherwise


def _joined(names: Any) -> str:
    return ",".join(map(str, names)) if isinstance(names, list) else str(names or "")
