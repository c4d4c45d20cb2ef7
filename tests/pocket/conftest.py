"""Fixtures of the pocket guide: the service as it runs, and people with a browser each."""

from __future__ import annotations

from support.serving import service as service
from support.serving import visitor as visitor
