"""The forms of this room's pages, one file a subject."""
