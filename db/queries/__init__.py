"""Named queries: every SELECT of the program has a name here; services never build one."""

from db.queries import (
    assistance,
    cases,
    duties,
    finding,
    households,
    inquiries,
    items,
    market,
    people,
    prints,
    queue,
    ratings,
    returns,
    station,
    today,
    visits,
)

__all__ = [
    "assistance",
    "cases",
    "duties",
    "finding",
    "households",
    "inquiries",
    "items",
    "market",
    "people",
    "prints",
    "queue",
    "ratings",
    "returns",
    "station",
    "today",
    "visits",
]
