"""The models of this room, one file a subject. What was recorded is added to and never changed."""

from fingerpost.record.models.appearances import (
    Appearance,
    AppearanceLink,
    Detail,
    DetailKind,
    PartInConcern,
    PersonKind,
    Sex,
)
from fingerpost.record.models.closing import ClosingOutcome, TurnKind, TurnTaken
from fingerpost.record.models.conflicts import ConflictAnswer, ConflictAnswered, ConflictFound, PlaceMatched
from fingerpost.record.models.duplicate_people import HitAnswer, HitAnswered, Likeness, LikenessAnswered, SameAnswer
from fingerpost.record.models.initial_accounts import AbuseForm, InitialAccount, Reporter, Setting
from fingerpost.record.models.notes import Note, NoteKind
from fingerpost.record.models.procedure_moves import ProcedureMove
from fingerpost.record.models.pupils import PupilList
from fingerpost.record.models.search import HiddenHit, SearchToken
from fingerpost.record.models.statements import (
    PLACES,
    Assertion,
    Happened,
    PartTaken,
    Relationship,
    RelationshipKind,
    Revocable,
    Source,
)
from fingerpost.record.models.viewing import ViewingDecision

__all__ = [
    "PLACES",
    "AbuseForm",
    "Appearance",
    "AppearanceLink",
    "Assertion",
    "ClosingOutcome",
    "ConflictAnswer",
    "ConflictAnswered",
    "ConflictFound",
    "Detail",
    "DetailKind",
    "Happened",
    "HiddenHit",
    "HitAnswer",
    "HitAnswered",
    "InitialAccount",
    "Likeness",
    "LikenessAnswered",
    "Note",
    "NoteKind",
    "PartInConcern",
    "PartTaken",
    "PersonKind",
    "PlaceMatched",
    "ProcedureMove",
    "PupilList",
    "Relationship",
    "RelationshipKind",
    "Reporter",
    "Revocable",
    "SameAnswer",
    "SearchToken",
    "Setting",
    "Sex",
    "Source",
    "TurnKind",
    "TurnTaken",
    "ViewingDecision",
]
