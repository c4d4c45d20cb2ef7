"""A browser for the pages that commands write."""

from __future__ import annotations

from support.browser import browser

__all__ = ["browser"]
