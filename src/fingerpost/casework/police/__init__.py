"""What the police do in a concern: known to them alone, until they decide to open it."""
