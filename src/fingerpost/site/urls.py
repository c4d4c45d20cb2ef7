"""Which page answers which address."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as code_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from fingerpost.site import errors, search, status
from fingerpost.site.account import calendar, declarations, device, identifiers
from fingerpost.site.account import views as own
from fingerpost.site.administration import people_views as people
from fingerpost.site.administration import staff_views
from fingerpost.site.administration import views as administration
from fingerpost.site.directory import views as directory
from fingerpost.site.scim import token_views
from fingerpost.site.scim import views as scim
from fingerpost.site.signin import directories
from fingerpost.site.signin import views as signing_in


class AccountConverter(StringConverter):
    """An account's id in a link to a new password. It has no hyphen: one parts it from the link's secret."""

    regex = "[0-9A-Za-z]+"


register_converter(AccountConverter, "account")

# allauth finds its pages by these names.
_signing_in = [
    path("sign-in/", account_views.login, name="account_login"),
    path("sign-in/done/", signing_in.signed_in_again, name="signed_in_again"),
    path("sign-in/code/", factor_views.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>/", directories.sign_in, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", directories.back, name="openid_connect_callback"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("password/", account_views.password_reset, name="account_reset_password"),
    path("password/sent/", account_views.password_reset_done, name="account_reset_password_done"),
    path("password/done/", account_views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path(
        "password/<account:uidb36>-<str:key>/",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("invitation/", signing_in.accept_invitation, name="accept_invitation"),
    path("invitation/<str:secret>/", signing_in.open_invitation, name="invitation"),
]

_own_account = [
    path("account/", own.account, name="account"),
    path("account/identifiers/", identifiers.identifiers, name="account_identifiers"),
    path("account/conflicts/", declarations.conflicts, name="account_conflicts"),
    path("account/calendar/", calendar.calendar, name="account_calendar"),
    path("account/device-key/", device.device_key, name="device_key"),
    path("calendar/<str:secret>/", calendar.feed, name="calendar_feed"),
    path("account/role/", own.role, name="role"),
    path("account/password/", account_views.password_change, name="account_change_password"),
    path("account/confirm/password/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/sessions/", own.sessions, name="sessions"),
    path("account/sessions/others/end/", own.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("account/second-factor/", factor_views.index, name="mfa_index"),
    path("account/second-factor/app/", code_views.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", code_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/recovery-codes/", signing_in.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/recovery-codes/new/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/second-factor/passkeys/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/remove/", signing_in.remove_passkey, name="mfa_remove_webauthn"),
]

_directory = [
    path("directory/", directory.directory, name="directory"),
    path("directory/<uuid:contact_id>/", directory.edit, name="edit_contact"),
    path("directory/<uuid:contact_id>/confirm/", directory.confirm, name="confirm_contact"),
    path("directory/new/<uuid:organisation_id>/", directory.new, name="new_contact"),
]

_administration = [
    path("administration/", administration.overview, name="administration"),
    path("administration/assured/<slug:what>/", administration.assure, name="assure"),
    path("administration/messages/", administration.undelivered_messages, name="undelivered"),
    path("administration/organisations/new/", administration.new_organisation, name="new_organisation"),
    path(
        "administration/organisations/<uuid:organisation_id>/",
        administration.organisation,
        name="administration_organisation",
    ),
    path(
        "administration/organisations/<uuid:organisation_id>/edit/",
        administration.edit_organisation,
        name="edit_organisation",
    ),
    path(
        "administration/organisations/<uuid:organisation_id>/members/new/", administration.new_member, name="new_member"
    ),
    path("administration/accounts/<uuid:user_id>/", people.account, name="administration_account"),
    path(
        "administration/organisations/<uuid:organisation_id>/members/list/",
        staff_views.staff_list_page,
        name="staff_list",
    ),
    path(
        "administration/organisations/<uuid:organisation_id>/directory/",
        token_views.directory_token,
        name="directory_token",
    ),
    path("administration/accounts/<uuid:user_id>/invite/", people.invite, name="invite"),
    path("administration/accounts/<uuid:user_id>/link/", staff_views.show_link, name="show_link"),
    path("administration/accounts/<uuid:user_id>/close/", people.close_account, name="close_account"),
    path("administration/accounts/<uuid:user_id>/reopen/", people.reopen_account, name="reopen_account"),
    path(
        "administration/accounts/<uuid:user_id>/second-factors/remove/",
        people.remove_second_factors,
        name="remove_second_factors",
    ),
    path("administration/memberships/<uuid:membership_id>/", people.membership, name="administration_membership"),
    path("administration/memberships/<uuid:membership_id>/end/", people.end_membership, name="end_membership"),
    path("administration/memberships/<uuid:membership_id>/absences/new/", people.new_absence, name="new_absence"),
    path("administration/absences/<uuid:absence_id>/remove/", people.remove_absence, name="remove_absence"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", own.home, name="home"),
    path("search/", search.find, name="search"),
    path("status/", status.status, name="status"),
    *_signing_in,
    *_own_account,
    *_directory,
    *_administration,
    path("scim/v2/<path:rest>", scim.scim, name="scim"),
    path("", include("fingerpost.api.urls")),
    path("", include("fingerpost.guide.urls")),
    path("", include("fingerpost.manual.urls")),
    path("", include("fingerpost.pocket.urls")),
    path("", include("fingerpost.site.concern.urls")),
    path("", include("fingerpost.site.emergencies.urls")),
    path("", include("fingerpost.casework.urls")),
    path("", include("fingerpost.intake.urls")),
    path("", include("fingerpost.documents.urls")),
    path("", include("fingerpost.site.disposal.urls")),
    path("", include("fingerpost.site.subject.urls")),
    path("", include("fingerpost.duties.urls")),
    path("", include("fingerpost.site.ledger_pages.urls")),
    path("", include("fingerpost.record.urls")),
    path("", include("fingerpost.web.urls")),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.broken
