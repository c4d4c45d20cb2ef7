"""The embargo (provision 2.2-no-disclosure): whom nothing may be told, and what lets one person be told.

Everything that leaves the service asks `may_tell` first.
"""

from fingerpost.access.embargo.recipients import Agency, Person, Recipient, Relation
from fingerpost.access.embargo.rules import Free, HeldBack
from fingerpost.access.embargo.services import lift, may_tell, place, really_lifted, require_may_tell
from fingerpost.access.rules import Waiting

__all__ = [
    "Agency",
    "Free",
    "HeldBack",
    "Person",
    "Recipient",
    "Relation",
    "Waiting",
    "lift",
    "may_tell",
    "place",
    "really_lifted",
    "require_may_tell",
]
