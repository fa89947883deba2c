"""Visits: whom the station went to see, what came of it, and who is to be seen next."""

BEGINS = ("visit",)
"""The acts of the person panel that begin here; read before the page itself is imported."""
