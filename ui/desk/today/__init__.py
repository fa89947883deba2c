"""Today: what must not be forgotten."""
