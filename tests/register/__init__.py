"""A second reader of the register of provisions. It shares no code with the pack's reader."""
