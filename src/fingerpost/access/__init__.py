"""Who is who, and who may see what: organisations, people, roles, need to know."""
