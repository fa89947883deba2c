"""The Queue page: the person at the counter, who is next, who was missed."""
