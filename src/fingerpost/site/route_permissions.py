"""Who may open each page of this room, and of the packages it uses. `access.permissions` says what the words mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.access.models.people import Role
from fingerpost.access.permissions import Access, public, roles, said_by, signed_in

_SIGNING_IN = public(because="somebody signs in, or cannot yet")
_WITH_A_LINK = public(because="a link that went to somebody's own address lets them in")
_FROM_A_DIRECTORY = public(
    because="somebody comes back from their organisation's directory",
    changes_on_get="the directory sends them back with GET, and they are signed in by it",
)

_PUBLIC = {
    "account_login": _SIGNING_IN,
    "mfa_authenticate": _SIGNING_IN,
    "mfa_login_webauthn": _SIGNING_IN,
    "openid_connect_login": _SIGNING_IN,
    "openid_connect_callback": _FROM_A_DIRECTORY,
    "account_logout": _SIGNING_IN,
    "account_reset_password": _SIGNING_IN,
    "account_reset_password_done": _SIGNING_IN,
    "account_reset_password_from_key": _WITH_A_LINK,
    "account_reset_password_from_key_done": _SIGNING_IN,
    "accept_invitation": _WITH_A_LINK,
    "invitation": _WITH_A_LINK,
    "calendar_feed": public(
        because="a calendar program cannot sign in: the secret in the address lets it read one membership’s deadlines",
        changes_on_get="that it was read is kept, once a day",
    ),
    "home": public(because="it leads whoever is not signed in to the guide"),
}

_OWN = (
    "account",
    "account_identifiers",
    "account_conflicts",
    "account_calendar",
    "role",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "sessions",
    "end_other_sessions",
    "end_session",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "directory",
    "signed_in_again",
)

_KEEPERS_OF_THE_DIRECTORY = ("edit_contact", "confirm_contact", "new_contact")

_ADMINISTRATORS = (
    "administration",
    "assure",
    "undelivered",
    "new_organisation",
    "administration_organisation",
    "edit_organisation",
    "new_member",
    "staff_list",
    "directory_token",
    "show_link",
    "administration_account",
    "invite",
    "close_account",
    "reopen_account",
    "remove_second_factors",
    "administration_membership",
    "end_membership",
    "new_absence",
    "remove_absence",
)


ROUTES: Final[Mapping[str, Access]] = {
    **{name: said_by(access) for name, access in _PUBLIC.items()},
    **dict.fromkeys(_OWN, said_by(signed_in)),
    **dict.fromkeys(_KEEPERS_OF_THE_DIRECTORY, said_by(roles(Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD))),
    **dict.fromkeys(_ADMINISTRATORS, said_by(roles(Role.ADMINISTRATOR))),
}
"""The access of every page of this room."""
