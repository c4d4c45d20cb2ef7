"""What this room tells the rooms above."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

decided_anew: Final = Signal()
"""A matter was changed and decided again. Sent once for each change, in its transaction, with `matter` and `decisions`:

a mapping of each compartment whose decision may have changed, and that whoever is acting may make, to its `Decided`.
`compartments` has its keys. `untold` are those in which nobody has told anything, so that there is nothing to decide;
`changed`, those in which something was recorded. A compartment that they do not see is decided when somebody acts who
does.
"""
