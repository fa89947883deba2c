"""The place of cases: the list by deadline, and the page of one case."""

BEGINS = ("new_case", "notice")
"""The acts of the person panel that begin here; read before the page itself is imported."""
