"""The place of returns: the form filled from the records, down to each record behind a figure."""
