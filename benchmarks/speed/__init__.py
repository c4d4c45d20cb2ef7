"""The engine side by side with its peers, on the pack's own conditions."""
