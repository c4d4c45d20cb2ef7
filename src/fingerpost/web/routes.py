"""Pages that any room may link to, whichever room shows them: the names of their routes.

A room names the routes of its own pages, and of rooms below it. The page of a room above it has to be one of these.
A template writes the name (`url("home")`), Python the member (`reverse(Route.HOME)`). A test holds that each of them
has a page, and that no other name leads to a room above.
"""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """The name of a route. Those of a concern take the id of its concern."""

    # Of the service.
    HOME = "home"
    SIGN_IN = "account_login"
    SIGN_OUT = "account_logout"
    SIGNED_IN_AGAIN = "signed_in_again"  # where one comes back to after signing in beside a form
    ROLE = "role"  # where somebody changes the role in which they act
    DIRECTORY = "directory"
    SEARCH = "search"  # in the head of every page
    DEVICE_KEY = "device_key"  # opens what a browser kept without a connection
    NEW_CONCERN = "new_concern"
    POCKET = "pocket"  # the guide without a network
    MANUAL_SECTION = "manual_section"  # takes the procedure, its version and the section's name
    DUE_FOR_DISPOSAL = "due_for_disposal"
    SUBJECT_REQUESTS = "subject_requests"
    MANAGING = "managing"

    # Of a concern.
    CONCERN = "concern"
    PEOPLE = "concern_people"
    ACCESS = "concern_access"  # who is involved, and who is shut out
    CONFLICTS = "concern_conflicts"
    DOCUMENTS = "concern_documents"
    REFER = "choose_referral"
    TAKE_IN_DOCUMENT = "take_in_document"
    HELD_ELSEWHERE = "held_elsewhere"  # who holds something that must not be sent
    SUSPECTED_LINKS = "suspected_links"
