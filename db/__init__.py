"""Rows, queries and the one road for every write; the only room that knows SQL."""

from inspect import iscoroutine

from db.stand_ins import standing_in

with standing_in("asyncio", "importlib.metadata", iscoroutine=iscoroutine):  # here first, so that it comes without what it does not need
    import sqlalchemy
    import sqlalchemy.dialects.sqlite  # noqa: F401
