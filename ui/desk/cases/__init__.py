"""The place of cases: the list by deadline, and the page of one case."""
