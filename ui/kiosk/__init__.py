"""The kiosk: a visitor takes a number by touch in three steps at the most; a process of its own that knows no person."""
