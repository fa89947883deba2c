"""Jobs: collected, published, closed; and those that suit the person at the counter, with the reasons."""
