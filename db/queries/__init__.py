"""Named queries: every SELECT of the program has a name here; services never build one."""

from db.queries import queue, station

__all__ = ["queue", "station"]
