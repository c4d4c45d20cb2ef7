"""Where allauth asks how things are done here: who may sign in, what is said, what is stored."""

from __future__ import annotations

import logging
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from fingerpost.access.acting_membership import memberships_on
from fingerpost.access.models.people import Membership, User
from fingerpost.keys.sealing import SECOND_FACTORS
from fingerpost.procedure.calendar import london_day
from fingerpost.site import mail
from fingerpost.site.errors import page
from fingerpost.site.signin import events, known_device
from fingerpost.site.signin.directories import DirectoryProvider

_log = logging.getLogger(__name__)

_MESSAGES = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Earlier ones no longer work.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}

_CHANGES = frozenset(
    {
        "account/email/password_changed",
        "account/email/password_reset",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
        "mfa/email/recovery_codes_generated",
        "socialaccount/email/account_connected",
    }
)
"""What happened to an account that its owner is told of, as allauth calls it."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations; a person without a membership today is as unknown as a stranger."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Enter the e-mail address and the password of an account",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again",
        "incorrect_password": "That is not your password",
        "enter_current_password": "That is not your password",
        "incorrect_code": "That code is not right, or was used already. Enter the newest one",
        "rate_limited": "Too many attempts. Wait five minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: nobody makes an account for themselves."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with data only where the passkey script asks for its challenge; everything else is a page."""
        match = request.resolver_match
        return match is not None and match.url_name == "mfa_login_webauthn" and bool(super().is_ajax(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, by the device where it is known and by the address otherwise. Raises where there were many."""
        self._counted = known_device.may_try(request, str(credentials.get("email", "")))
        if self._counted is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._counted or ():
            usage.rollback()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        known_device.forget(request, str(credentials.get("email", "")))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user whose password this is, if they may sign in today: otherwise None, whatever the reason."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and may_sign_in(user) else None

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse whoever came by passkey or by their organisation's sign-in, and may not sign in today."""
        if not may_sign_in(user):
            return page(request, "no-membership", 403)
        return None

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in our words; of what has none, nothing."""
        text = message or _MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Tell somebody that their account was changed, so that they see it when it was not them."""
        if template_prefix in _CHANGES:
            mail.tell(user, mail.Template.ACCOUNT_CHANGED)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link with which a new password is set. People who sign in elsewhere have none to set."""
        if user.has_usable_password() and may_sign_in(user):
            mail.tell(user, mail.Template.NEW_PASSWORD, context["password_reset_url"])


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Whoever ends a session elsewhere leaves an entry in the ledger."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        """End them."""
        super().end_sessions(sessions)
        for session in sessions:
            events.note("session-ended", session.user_id)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are stored sealed, and the last second factor cannot be removed where one is required."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "This is your only second factor. Add another one first",
        "incorrect_code": "That code is not right, or was used already. Enter the newest one",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return SECOND_FACTORS.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return SECOND_FACTORS.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another second factor remains, or none is required."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=["totp", "webauthn"])
        return not settings.FINGERPOST_SECOND_FACTOR_REQUIRED or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Suggest a name for a new passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service to the browser."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Fingerpost"}


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An organisation's own sign-in opens the accounts of that organisation's members, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say no: nobody makes an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account. Whoever has none, or is no member there today, gets one and the same page."""
        provider = sociallogin.account.get_provider()
        organisation = provider.app.settings["organisation"]
        claims = sociallogin.account.extra_data
        # What the directory says of a person is used here and not kept.
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            user = sociallogin.user
        else:
            user = _member_by_address(claims, organisation, provider.app.settings.get("addresses_are_managed", False))
        if user is None or not is_member(user, organisation):
            raise ImmediateHttpResponse(page(request, "no-membership", 403))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say that the organisation's sign-in did not work, and that there may be another way in."""
        _log.warning("an organisation’s sign-in failed: %s", type(exception).__name__ if exception else error)
        raise ImmediateHttpResponse(page(request, "directory-failed", 502))

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the directory of that id."""
        return DirectoryProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def get_requests_session(self) -> requests.Session:
        """Make the session for requests to a directory: it goes where it was sent, and follows nobody elsewhere."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Return to the account's page."""
        return reverse("account")

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """See `AccountAdapter.send_notification_mail`."""
        AccountAdapter().send_notification_mail(template_prefix, user)


def may_sign_in(user: User) -> bool:
    """Whether the account is open and has a membership today."""
    return user.is_active and memberships_on(user, london_day(timezone.now())).exists()


def is_member(user: User, organisation: str) -> bool:
    """Whether `user` is a member, today, of the organisation of that name."""
    return memberships_on(user, london_day(timezone.now())).filter(organisation__name=organisation).exists()


def _member_by_address(claims: dict[str, Any], organisation: str, managed: bool) -> User | None:
    """Return the member whose address the directory vouches for.

    An address that people can set themselves would let one of them in as a colleague. So it counts only when the
    directory says that it is verified, or when the administrator has said that people there cannot change it.
    """
    said = claims.get("userinfo") or claims.get("id_token") or {}
    address = str(said.get("email") or "").strip().lower()
    if not address or not (managed or said.get("email_verified") is True):
        return None
    today = london_day(timezone.now())
    membership = (
        Membership.objects.on(today)
        .filter(user__email=address, organisation__name=organisation)
        .select_related("user")
        .first()
    )
    return membership.user if membership else None
