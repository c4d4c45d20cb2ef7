"""The models of this room, one file a subject. What was recorded is added to and never changed."""

from fingerpost.record.models.appearances import Appearance, AppearanceLink, Detail, DetailKind, Part, PersonKind
from fingerpost.record.models.closing import Outcome, Turn, TurnTaken
from fingerpost.record.models.conflicts import ConflictAnswer, ConflictAnswered, ConflictFound, PlaceMatched
from fingerpost.record.models.initial_accounts import AbuseForm, InitialAccount, Reporter, Setting
from fingerpost.record.models.matching import HitAnswer, HitAnswered, Likeness, LikenessAnswered, SameAnswer
from fingerpost.record.models.moving import ProcedureMove
from fingerpost.record.models.notes import Note, NoteKind
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
    "Outcome",
    "Part",
    "PartTaken",
    "PersonKind",
    "PlaceMatched",
    "ProcedureMove",
    "Relationship",
    "RelationshipKind",
    "Reporter",
    "Revocable",
    "SameAnswer",
    "SearchToken",
    "Setting",
    "Source",
    "Turn",
    "TurnTaken",
    "ViewingDecision",
]
