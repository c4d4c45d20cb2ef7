"""The ledger: every change and every look, in one Merkle log that outsiders can check.

`merkle`, `entry`, `note`, `checkpoint`, `proof` and `verify` are pure; `schema` and `store` speak SQL to whoever hands
them a cursor; `standalone_verify` is one file that stands alone and shares no code with the rest.
"""
