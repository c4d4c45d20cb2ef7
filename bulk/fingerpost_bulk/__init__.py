"""The same decision over millions of concerns: as bit planes over columns, or as SQL for an engine that is there."""
