"""Policies and training courses: what there is, for whom, and how to get it."""
