"""Reading a concern in an emergency, telling those whose record it is, and the review afterwards."""
