"""SCIM 2.0 (RFC 7643, RFC 7644): an organisation's directory says who works there, and who no longer does.

A directory has a token, made by an administrator of the organisation, in whose name and within whose bounds it acts. It
gives everybody whom it adds one role, which that administrator chose; other roles are given by people, on pages.
"""
