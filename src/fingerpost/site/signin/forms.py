"""allauth's forms with our words, and with what its own leave open."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms

from fingerpost.access.models.people import User
from fingerpost.keys.sealing import SECOND_FACTORS

PENDING_SECRET = "second_factor_pending"  # noqa: S105 - the name of a session's entry

_REQUIRED = {
    "login": "Enter your e-mail address",
    "email": "Enter your e-mail address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you have now",
    "password1": "Enter a new password",
    "password2": "Enter the new password a second time",
    "code": "Enter the code",
    "name": "Enter a name",
    "credential": "The passkey was not read. Try again",
}


class PlainWords(forms.Form):
    """Says of each empty field what to enter, and leaves placeholders and browsers' own checks away."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in _REQUIRED:
                field.error_messages["required"] = _REQUIRED[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address like name@example.org"


class SignInForm(PlainWords, account_forms.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""


class ForgottenPasswordForm(PlainWords, account_forms.ResetPasswordForm):  # type: ignore[misc]
    """An e-mail address, to which a link is sent if it has an account."""


class NewPasswordForm(PlainWords, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The present password, and a new one, twice."""


class ConfirmPasswordForm(PlainWords, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something dangerous."""


class CodeForm(PlainWords, code_forms.AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code, when signing in."""


class ConfirmCodeForm(PlainWords, code_forms.ReauthenticateForm):  # type: ignore[misc]
    """The same, before something dangerous."""


class AddPasskeyForm(PlainWords, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""


class RenamePasskeyForm(PlainWords, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""


class ActivateCodesForm(PlainWords):
    """The first code of an authenticator app.

    Unlike allauth's form it keeps the secret sealed while it waits in the session, and remembers the code as used, so
    that whoever reads it over somebody's shoulder cannot sign in with it.
    """

    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = _pending_secret(anew=not self.is_bound)

    def clean_code(self) -> str:
        """Accept the code of this half minute, once."""
        attempts_cleared = check_rate_limit(self.user, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        totp = TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={}))
        if not validate_totp_code(self.secret, code) or not totp._mark_code_used(code):
            raise forms.ValidationError("That is not the code that the app shows now. Enter the newest one")
        attempts_cleared()
        context.request.session.pop(PENDING_SECRET, None)
        return code


def _pending_secret(*, anew: bool) -> str:
    session = context.request.session
    sealed = session.get(PENDING_SECRET)
    if anew or not sealed:
        secret: str = generate_totp_secret()
        session[PENDING_SECRET] = SECOND_FACTORS.seal(secret)
        return secret
    return SECOND_FACTORS.opened(sealed)
