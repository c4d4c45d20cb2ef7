"""Explaining: why, why not, and what would change it."""

from fingerpost.procedure.explaining.changes import Change, Effect, changes
from fingerpost.procedure.explaining.explanation import Alteration, Explanation, explain
from fingerpost.procedure.explaining.steps import Step, answer_in_words

__all__ = ["Alteration", "Change", "Effect", "Explanation", "Step", "answer_in_words", "changes", "explain"]
