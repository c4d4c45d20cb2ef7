"""`python -m fingerpost.cli`: the command, by the interpreter that runs it."""

from __future__ import annotations

from fingerpost.cli import main

main()
