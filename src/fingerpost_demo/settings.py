"""For trying the service on one's own machine, with invented people. No setting is needed."""

from __future__ import annotations

from fingerpost.site.settings.base import *  # noqa: F403

DEMO = True
INSTALLED_APPS += ["fingerpost_demo"]  # noqa: F405
ROOT_URLCONF = "fingerpost_demo.urls"
TEMPLATES[0]["OPTIONS"]["environment"] = "fingerpost_demo.pages.environment"  # noqa: F405

SECRET_KEY = "demo only: not secret, and never used with real data"  # noqa: S105
ACCESS_CONTEXT_KEY = b"demo only: not secret, and never used with real data"
DEMO_MASTER_KEYS = "demo:jwmjKP9uAQt5vFtLuaIpRwWQ5bpQyULc6yGH+40U40M="
"""In the sight of all: what it seals is invented. It stands aside for keys that the environment has."""
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

FINGERPOST_SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Styles and scripts are served as script/frontend builds them, without being collected first.
STATIC_ROOT = FRONT_END  # noqa: F405
STATICFILES_DIRS = []
