"""Every table of the database, and what the application's role may do with it. A table that is not here is closed.

Case data needs no entry: each model of it is found by itself, and protected. Neither do the few others that have
policies of their own (`guard.policies`). What else there is has its reason here, or in the room that owns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fingerpost.rooms import Room, rooms

READ = "SELECT"
ADD = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Open:
    """A table that is not closed by need to know: why that is right, and the application's privileges on it.

    `sign_in`: those of the role of signing in (`sign_in_database`), which alone writes the tables of which it has any.
    """

    reason: str
    privileges: str
    sign_in: str = ""


_ACCOUNTS = "of an account, and needed before anybody has signed in"
_OPEN: Final = {
    "access_contact": Open("the directory of organisations, which everybody is meant to read", ALL),
    "access_user": Open("who a user is, as pages show it; the password’s hash is sealed", READ, CHANGE),
    "account_emailaddress": Open(_ACCOUNTS, "", ALL),
    "account_emailconfirmation": Open(_ACCOUNTS, "", ALL),
    "mfa_authenticator": Open(f"{_ACCOUNTS}; its secrets are encrypted", "", ALL),
    "socialaccount_socialaccount": Open(_ACCOUNTS, "", ALL),
    "socialaccount_socialapp": Open("the organisations' own directories; kept in settings, so always empty", "", READ),
    "socialaccount_socialtoken": Open(_ACCOUNTS, "", ALL),
    "usersessions_usersession": Open(_ACCOUNTS, "", ALL),
    "django_session": Open("sessions, by the hash of their key; about no case, or encrypted", "", ALL),
    "site_cache": Open("counts of attempts to sign in, and used codes, by a keyed hash", "", ALL),
    "site_reminder": Open("on which day somebody was told that something waits, and not what", ALL),
    "site_undelivered": Open("which message did not go to which account, and a code why", ALL),
    "site_sent": Open("which message another service took for which account", ALL),
    "site_calendar": Open("the keyed hash of a secret address, which is asked before anybody is acting", "", ALL),
    "site_directorytoken": Open("the digest of a directory’s token, asked before anybody is acting", "", ALL),
    "site_invitation": Open("the hash of a link with which an account begins", "", ALL),
    "django_tasks_database_dbtaskresult": Open("work that waits, sealed: which work, and when", ALL),
    "django_content_type": Open("Django's list of models", READ),
    "django_migrations": Open("Django's list of what was migrated", READ),
    "auth_permission": Open("Django's own permissions, which nothing here uses", READ),
    "auth_group": Open("Django's own groups, which nothing here uses", READ),
    "ledger_node": Open("hashes of ciphertext, which the database makes", READ),
    # Who appends locks the head, for which PostgreSQL asks for a column that they may change; a trigger refuses it.
    "ledger_head": Open("the ledger's size, and hashes", f"{READ}, UPDATE (id)"),
    "ledger_checkpoint": Open("signed hashes, which are published", READ),
    "auth_group_permissions": Open("Django's own groups, which nothing here uses", READ),
}


@dataclass(frozen=True, kw_only=True)
class WithTables(Room):
    """A room with tables that hold no case data in clear, and need not be closed.

    `unique_indexes`: of its case data, on other columns than a concern and its compartment; each with the reason why
    being refused by it tells nobody of a row that they may not see.
    """

    open_tables: Mapping[str, Open] = field(default_factory=dict)
    unique_indexes: Mapping[str, str] = field(default_factory=dict)


def open_tables() -> dict[str, Open]:
    """Return the tables that are not closed by need to know, by name."""
    return {**_OPEN, **{table: entry for room in rooms(WithTables) for table, entry in room.open_tables.items()}}


def unique_indexes() -> dict[str, str]:
    """Return the unique indexes that tell nothing, by name, with the reason."""
    return {index: reason for room in rooms(WithTables) for index, reason in room.unique_indexes.items()}
