"""Item models: rows at hand and rows paged from the database."""
