"""The public screen: a process of its own that reads the state of the queue and shows it to the hall, without any person."""
