"""What the rooms above tell this one, and are told by it.

`membership_ending` is sent with a `membership`, when somebody is about to leave and whenever it is asked what those who
left still hold. A receiver returns an iterable of `handover.Holding`.

`person_changed` is sent with `user_id`, when a user's name, identifiers, roles or cover came to be others: somebody may
be found now who was not before.
"""

from __future__ import annotations

from django.dispatch import Signal

membership_ending = Signal()
person_changed = Signal()
