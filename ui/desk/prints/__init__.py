"""Prints: what was printed, drawn again from the records, and the papers of the person at the counter."""

BEGINS = ("print",)
"""The acts of the person panel that begin here; read before the page itself is imported."""
