"""The manual to read: every section of every version as a page, and a search. It holds nothing about anybody."""
