"""The ledger: every change and every look, in one Merkle log that outsiders can check.

`merkle`, `entry`, `note`, `checkpoint`, `proof` and `verify` are pure; `schema` and `store` speak SQL through
a cursor that they are given; `standalone_verify` is one file on its own and shares no code with the rest.
"""
