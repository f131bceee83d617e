"""Counting tickets: what each count is, which way it is counted, and in which engine."""
