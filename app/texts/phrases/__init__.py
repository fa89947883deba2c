"""Phrases put together from values of the rules. They stand apart from the tables of sentences, which load no rule."""
