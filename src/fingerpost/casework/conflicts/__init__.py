"""Conflicts: who is shut out of a concern, who may be somebody in it, and who says that they are close to it."""
