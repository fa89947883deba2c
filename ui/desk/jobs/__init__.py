"""Jobs: collected, published, closed; and those that suit the person at the counter, with the reasons."""

BEGINS = ("refer",)
"""The acts of the person panel that begin here; read before the page itself is imported."""
