"""What may stand in the database in clear, and why. Whatever is not here has to be sealed (`SecretText`).

A model of case data has each field by its name. Elsewhere `*` stands for a model's every field. Keys to other rows,
random ids, yes or no, moments, and words from a fixed list (`choices`) need no entry.
"""

from __future__ import annotations

from typing import Final

_STAFF = "of those who work with the service, in their work; never of a child or a case"
_DIRECTORY = "the directory of organisations, which everybody is meant to read"
_DJANGO = "Django’s own lists; nothing that anybody typed"
_ALLAUTH = "of an account of somebody who works with the service"

IN_CLEAR: Final = {
    "auth.Permission.*": _DJANGO,
    "auth.Group.*": _DJANGO,
    "contenttypes.ContentType.*": _DJANGO,
    "sessions.Session.*": "signed; case data is never put in a session in clear (test_stolen_database looks)",
    "account.EmailAddress.*": _ALLAUTH,
    "account.EmailConfirmation.*": _ALLAUTH,
    "mfa.Authenticator.data": f"{_ALLAUTH}; its secrets are sealed by site.signin.sealing",
    "socialaccount.SocialApp.*": "kept in settings; the table stays empty",
    "socialaccount.SocialAccount.*": _ALLAUTH,
    "socialaccount.SocialToken.*": _ALLAUTH,
    "usersessions.UserSession.*": _ALLAUTH,
    "site.Invitation.secret_hash": f"{_ALLAUTH}; a digest of a random secret",
    "access.Organisation.*": _DIRECTORY,
    "access.Contact.*": _DIRECTORY,
    "access.User.*": _STAFF,
    "access.Membership.*": _STAFF,
    "access.Absence.*": _STAFF,
    "access.Matter.reference": "random; says nothing of the matter",
    "access.Embargo.must_not_be_told": "relations and random ids, as embargo.Person writes them; no name",
    "access.Embargo.provision": "the id of a provision of the procedure",
    "access.EmbargoLift.for_whom": "a relation and a random id, as embargo.Person writes it; no name",
    "keys.DataKey.master_id": "the name of a master key",
    "keys.DataKey.wrapped": "a key, wrapped by a master key",
    "ledger.LedgerEntry.leaf_index": "a number in the log",
    "ledger.LedgerEntry.leaf": "ids, times and registered words; texts in it are sealed (ledger.entry)",
    "ledger.LedgerEntry.action": "a registered word (ledger.words)",
    "ledger.LedgerEntry.object_kind": "a registered word (ledger.words)",
    "ledger.LedgerEntry.compartment": "a registered word (ledger.words)",
    "record.SearchToken.token": "keyed: see docs/decisions/0021",
    "record.SearchToken.root": "the number of a search key",
    "record.HiddenHit.found": "kinds of what was searched for, from a fixed list; not what",
    "record.HiddenHit.strength": "a number from 1 to 50; how like, not what",
}
