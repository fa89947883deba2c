"""Prints: what was printed, drawn again from the records, and the papers of the person at the counter."""
