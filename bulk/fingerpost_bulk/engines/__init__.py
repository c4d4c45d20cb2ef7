"""Engines that are there already, and decide by SQL or feed planes."""
