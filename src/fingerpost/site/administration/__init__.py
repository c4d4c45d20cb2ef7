"""Pages of an administrator: organisations, accounts, memberships, absences. No case."""
