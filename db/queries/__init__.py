"""Named queries: every SELECT of the program has a name here; services never build one."""

from db.queries import assistance, cases, finding, households, inquiries, items, people, queue, station, visits

__all__ = ["assistance", "cases", "finding", "households", "inquiries", "items", "people", "queue", "station", "visits"]
