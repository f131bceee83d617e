"""Reproducible bulletins and analysis for 12345 government hotlines and 311 services."""

__version__ = "0.1.0"
