"""Whole lives of a concern, drawn at random: each file of rules is a subject, `life.py` is what all of them share."""
