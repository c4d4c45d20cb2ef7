"""The models of this room, one file a subject."""

from fingerpost.access.models.people import Absence, Contact, Membership, Organisation, User

__all__ = ["Absence", "Contact", "Membership", "Organisation", "User"]
