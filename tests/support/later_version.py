"""The demonstration's settings in a made-up later version of the service, with one migration more."""

from __future__ import annotations

import os
from pathlib import Path

from fingerpost_demo.settings import *  # noqa: F403

MIGRATION_MODULES = {"access": "support.later_access.migrations"}
STATIC_ROOT = Path(os.environ["FINGERPOST_VAR"]) / "static"
