"""The procedure engine: read a pack, read a case, decide, explain. Pure: no clock, no database, no network."""
