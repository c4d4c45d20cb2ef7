"""The ledger as people read it: who looked at a concern, what one looked at oneself, and an auditor's filter."""
