"""Visits: whom the station went to see, what came of it, and who is to be seen next."""
