"""What other systems ask over HTTP, as JSON: decide, ask next, explain, and the manual. It decides nothing itself."""
