"""A pack written as one JavaScript module that decides as the engine does, and its types for TypeScript."""

from fingerpost.proof.javascript.module import javascript
from fingerpost.proof.javascript.types import types

__all__ = ["javascript", "types"]
