"""The desk at the counter: shell, lock, first run, and one room a place."""
