"""What is known of one concern: the model, the reader that alone makes one, and what contradicts itself."""
