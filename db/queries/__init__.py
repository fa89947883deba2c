"""Named queries: every SELECT of the program has a name here; services never build one.

``queries.cases.by_number`` needs no import of its own: a module is loaded when it is first asked for, so that the first page of the desk
waits for the queries it asks and not for all of them.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.queries import (
        appointments,
        assistance,
        bundles,
        cases,
        clocks,
        demo,
        desks,
        duties,
        figures,
        finding,
        households,
        inquiries,
        items,
        market,
        norms,
        people,
        posts,
        prints,
        qualifications,
        queue,
        queue_lost,
        queue_order,
        queue_settings,
        ratings,
        returns,
        roster,
        seconds,
        station,
        today,
        visits,
        voices,
    )

__all__ = [
    "appointments",
    "assistance",
    "bundles",
    "cases",
    "clocks",
    "demo",
    "desks",
    "duties",
    "figures",
    "finding",
    "households",
    "inquiries",
    "items",
    "market",
    "norms",
    "people",
    "posts",
    "prints",
    "qualifications",
    "queue",
    "queue_lost",
    "queue_order",
    "queue_settings",
    "ratings",
    "returns",
    "roster",
    "seconds",
    "station",
    "today",
    "visits",
    "voices",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")
