"""The embargo (provision 2.2-no-disclosure): whom nothing may be told, and what lets one person be told.

Everything that leaves the service asks `may_tell` first.
"""

from fingerpost.access.embargo.recipients import Agency, Person, Recipient, Relation
from fingerpost.access.embargo.rules import Free, Held
from fingerpost.access.embargo.services import is_lifted_for, lift, may_tell, place, see_that_it_may_go
from fingerpost.access.rules import Waiting

__all__ = [
    "Agency",
    "Free",
    "Held",
    "Person",
    "Recipient",
    "Relation",
    "Waiting",
    "is_lifted_for",
    "lift",
    "may_tell",
    "place",
    "see_that_it_may_go",
]
