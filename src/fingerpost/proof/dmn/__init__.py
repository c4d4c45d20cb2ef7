"""A pack written in DMN 1.4, for tools that speak it."""

from fingerpost.proof.dmn.document import dmn

__all__ = ["dmn"]
