"""The models of this room, one file a subject."""

from fingerpost.access.models.case_data import CaseData, Compartment
from fingerpost.access.models.concerns import Concern, Ground, Involvement
from fingerpost.access.models.declarations import Declared
from fingerpost.access.models.embargoes import Authority, Embargo, EmbargoLift, LiftingDecision, Until
from fingerpost.access.models.emergencies import BrokenGlass, GlassOutcome, GlassReview
from fingerpost.access.models.exclusions import Exclusion, ExclusionGround
from fingerpost.access.models.identifiers import Identifier, IdentifierKind
from fingerpost.access.models.people import Absence, Contact, Membership, Organisation, User
from fingerpost.access.models.releases import Release, ReleaseStep, ReleaseStepKind, Releasing

__all__ = [
    "Absence",
    "Authority",
    "BrokenGlass",
    "CaseData",
    "Compartment",
    "Concern",
    "Contact",
    "Declared",
    "Embargo",
    "EmbargoLift",
    "Exclusion",
    "ExclusionGround",
    "GlassOutcome",
    "GlassReview",
    "Ground",
    "Identifier",
    "IdentifierKind",
    "Involvement",
    "LiftingDecision",
    "Membership",
    "Organisation",
    "Release",
    "ReleaseStep",
    "ReleaseStepKind",
    "Releasing",
    "Until",
    "User",
]
