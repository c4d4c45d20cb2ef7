"""What the tests of the gate share."""

from support.browser import browser

__all__ = ["browser"]
