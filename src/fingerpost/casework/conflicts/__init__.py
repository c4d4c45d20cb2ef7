"""Conflicts: who is shut out of a concern, who may be somebody in it, and who says of themselves that they are close."""
