"""Unusual looking: what in the ledger is unlike what somebody does otherwise. Unusual is not wrong."""
