"""Settings: the station, its rules, people and counters, holidays, this machine, backups, items, and help."""
