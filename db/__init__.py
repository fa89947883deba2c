"""Rows, queries and the one road for every write; the only room that knows SQL."""
