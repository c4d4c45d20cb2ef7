"""Pages of keeping and disposal: what is due, one concern's, and what is left of one."""
