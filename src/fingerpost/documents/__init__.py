"""Documents that people take from casework: built from what their maker sees, well set, tagged, and in the ledger."""
