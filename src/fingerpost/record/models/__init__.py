"""The models of this room, one file a subject. What was recorded is added to and never changed."""

from fingerpost.record.models.appearances import Appearance, AppearanceLink, Detail, DetailKind, Part
from fingerpost.record.models.concerns import Concern
from fingerpost.record.models.search import HiddenHit, SearchToken

__all__ = [
    "Appearance",
    "AppearanceLink",
    "Concern",
    "Detail",
    "DetailKind",
    "HiddenHit",
    "Part",
    "SearchToken",
]
