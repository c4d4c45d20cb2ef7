"""Need to know a second time, inside PostgreSQL: roles, a signed context, and policies on every table of case data.

- `token`: the signed context of one transaction
- `session`: gives it to the database, and takes it back
- `sql`: the functions that check it and carry out the rule of `fingerpost.access.rules`
- `policies`: what each table lets whom do
- `install`: roles, functions, policies and privileges, laid again each time and always the same
- `inspect`: reads them back from the database and names every fault
"""
