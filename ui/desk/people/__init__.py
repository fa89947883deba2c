"""People: the list, the page of a person, and the forms that belong to it."""
