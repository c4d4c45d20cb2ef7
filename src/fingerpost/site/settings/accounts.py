"""Accounts, passwords, second factors, sessions."""

from __future__ import annotations

import os
from typing import Any

from fingerpost.site import environment

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "fingerpost.site.signin.passwords.NotOfOurNames"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
PASSWORD_RESET_TIMEOUT = 60 * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# Attempts are counted and used codes remembered once for all workers, so in the database.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "fingerpost.site.signin.counts.Counts",
        "LOCATION": "site_cache",
    }
}

SESSION_ENGINE = "fingerpost.site.signin.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
FINGERPOST_SESSION_IDLE = 30 * 60
"""Seconds without a request after which a session ends."""
FINGERPOST_SESSION_ABSOLUTE = 12 * 60 * 60
"""Seconds after signing in at which a session ends, whatever happens in it."""
SESSION_COOKIE_AGE = FINGERPOST_SESSION_ABSOLUTE
FINGERPOST_SECOND_FACTOR_REQUIRED = True
FINGERPOST_INVITATION_DAYS = 7

ACCOUNT_ADAPTER = "fingerpost.site.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "fingerpost.site.signin.forms.SignInForm",
    "reset_password": "fingerpost.site.signin.forms.ForgottenPasswordForm",
    "reset_password_from_key": "fingerpost.site.signin.forms.NewPasswordForm",
    "change_password": "fingerpost.site.signin.forms.ChangePasswordForm",
    "reauthenticate": "fingerpost.site.signin.forms.ConfirmPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Not by a code that is sent: whoever reads the mail of a screen that was left open would have it.
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Of tries to sign in see `site.signin.known_device`: none is counted for all of an address before the device is known,
# so that nobody is locked out by a colleague's wrong passwords.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "20/m/ip,5/300s/key",
    "login_known_device": "10/300s/key",
    "login_unknown_devices": "60/h/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "invitation": "20/m/ip",
    "emergency": "6/h/user",
    "calendar": "30/h/key,60/m/ip",
    "api": "600/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("FINGERPOST_PROXIES", 0)

FINGERPOST_KNOWN_DEVICE_COOKIE = "known"
"""Says, signed, on a device of which accounts somebody has signed in there."""

USERSESSIONS_ADAPTER = "fingerpost.site.signin.adapters.SessionsAdapter"

MFA_ADAPTER = "fingerpost.site.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "fingerpost.site.signin.forms.ActivateCodesForm",
    "authenticate": "fingerpost.site.signin.forms.CodeForm",
    "reauthenticate": "fingerpost.site.signin.forms.ConfirmCodeForm",
    "add_webauthn": "fingerpost.site.signin.forms.AddPasskeyForm",
    "edit_webauthn": "fingerpost.site.signin.forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_TOTP_ISSUER = "Fingerpost"
# A code counts in its own half minute only, and is remembered for as long: it is accepted once.
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_PERIOD = 30

SOCIALACCOUNT_ADAPTER = "fingerpost.site.signin.adapters.DirectoryAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
FINGERPOST_DIRECTORIES = environment.directories(os.environ.get("FINGERPOST_DIRECTORIES", ""))


def provider_app(directory: dict[str, Any]) -> dict[str, Any]:
    """Return allauth's settings of one organisation's own sign-in."""
    return {
        "provider_id": directory["id"],
        "name": directory["name"],
        "client_id": directory["client_id"],
        "secret": directory["secret"],
        "settings": {
            "server_url": directory["server"],
            "organisation": directory["organisation"],
            "addresses_are_managed": directory.get("addresses_are_managed", False),
            "oauth_pkce_enabled": True,
        },
    }


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider_app(entry) for entry in FINGERPOST_DIRECTORIES]}}
