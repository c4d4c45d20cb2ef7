"""What the service says of itself: its one kind of resource, the attributes that it keeps, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
MOST: Final = 500
"""Resources in one answer."""
LONGEST: Final = 254
"""Characters of one text; an address is not longer."""
_META: Final = "urn:ietf:params:scim:schemas:core:2.0:"


class ScimError(Exception):
    """A request that is refused: with which status, which of RFC 7644's words for it, and what is said."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind

    @property
    def body(self) -> dict[str, Any]:
        """Return it as RFC 7644 has it (3.12)."""
        said = {"schemas": [ERROR], "status": str(self.status), "detail": self.detail}
        return {**said, "scimType": self.kind} if self.kind else said


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a user: `parts` has those of a complex one."""

    name: str
    type: str = "string"
    says: str = ""
    is_required: bool = False
    is_many: bool = False
    parts: Mapping[str, Attribute] = field(default_factory=dict)
    is_unique: bool = False
    values: tuple[str, ...] = ()

    @property
    def described(self) -> dict[str, Any]:
        """Return it as a schema has it (RFC 7643, 7)."""
        said: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "multiValued": self.is_many,
            "description": self.says,
            "required": self.is_required,
            "mutability": "readWrite",
            "returned": "default",
        }
        if self.type == "string":
            said |= {"caseExact": False, "uniqueness": "server" if self.is_unique else "none"}
        if self.values:
            said["canonicalValues"] = list(self.values)
        if self.parts:
            said["subAttributes"] = [part.described for part in self.parts.values()]
        return said


def _named(*attributes: Attribute) -> dict[str, Attribute]:
    return {one.name: one for one in attributes}


ATTRIBUTES: Final = _named(
    Attribute("userName", says="By which the directory knows the person", is_required=True, is_unique=True),
    Attribute(
        "name",
        "complex",
        "The parts of the name",
        parts=_named(
            Attribute("formatted", says="The whole name"),
            Attribute("familyName", says="The family name"),
            Attribute("givenName", says="The given name"),
        ),
    ),
    Attribute("displayName", says="The name as colleagues read it"),
    Attribute(
        "emails",
        "complex",
        "The primary one is the account’s; else the first",
        is_required=True,
        is_many=True,
        parts=_named(
            Attribute("value", says="The address", is_required=True),
            Attribute("type", says="What it is for", values=("work", "home", "other")),
            Attribute("primary", "boolean", "Whether it is the preferred one"),
        ),
    ),
    Attribute("active", "boolean", "Whether the person works here: false ends their roles here at once"),
)
EXTERNAL_ID: Final = Attribute("externalId", says="The directory’s own id")
"""It is of every resource, and so of no schema."""


def attribute(name: str) -> Attribute | None:
    """Return what is kept under a name, however it is written; None where nothing is."""
    known = {**ATTRIBUTES, EXTERNAL_ID.name: EXTERNAL_ID}
    return next((one for key, one in known.items() if key.lower() == name.lower()), None)


def schemas(base: str) -> list[dict[str, Any]]:
    """Return the schemas."""
    return [
        {
            "schemas": [f"{_META}Schema"],
            "id": USER,
            "name": "User",
            "description": "Somebody who works for the organisation",
            "attributes": [one.described for one in ATTRIBUTES.values()],
            "meta": {"resourceType": "Schema", "location": f"{base}/Schemas/{USER}"},
        }
    ]


def resource_types(base: str) -> list[dict[str, Any]]:
    """Return the kinds of resources."""
    return [
        {
            "schemas": [f"{_META}ResourceType"],
            "id": "User",
            "name": "User",
            "endpoint": "/Users",
            "description": "Somebody who works for the organisation",
            "schema": USER,
            "meta": {"resourceType": "ResourceType", "location": f"{base}/ResourceTypes/User"},
        }
    ]


def config(base: str) -> dict[str, Any]:
    """Return what the service can do."""
    return {
        "schemas": [f"{_META}ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": False},
        "etag": {"supported": False},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "The token that an administrator of the organisation makes in Fingerpost",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{base}/ServiceProviderConfig"},
    }
