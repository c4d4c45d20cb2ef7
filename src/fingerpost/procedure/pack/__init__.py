"""Packs: the chapter as Markdown that people read and that runs."""
