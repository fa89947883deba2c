"""A database role of its own for a public face on another machine: it reads the ``board_…`` views and knows no person.

The station's password and data key never go there. What a kiosk writes when it gives out a number is sealed with a sub-key of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import Refused

BOARDS = "station line counter counter_line ticket appointment notice job policy item holiday setting pulse"
READS = (*(f"board_{name}" for name in BOARDS.split()), "alembic_version")
_READING = dict.fromkeys(READS, "SELECT")
# Which calls it claimed and were heard, so that another screen goes on where it ended; no person stands in them.
_SPEAKING = {"said_call": "SELECT, INSERT, UPDATE, DELETE"}
# Locking a row of a line asks for the right to change one of its columns.
_TAKING = {
    "queue_line": "SELECT, UPDATE (version)",
    "ticket": "SELECT, INSERT, UPDATE (version)",
    # a rating: whether there is one, its own row, and the answer to a bad one; what others wrote is not to be read
    "rated_mark": "SELECT, INSERT",
    "rating": "SELECT (id), INSERT",
    "rectification": "SELECT (id), INSERT",
    "rating_invitation": "SELECT",
    # of a case by the number on its slip: whether it is closed, and who answers for it; nobody's name
    "cases": "SELECT (id, number, state, closed_on, officer_id, item_name, ticket_id)",
    "ticket_item": "SELECT, INSERT",
    "appointment": "SELECT, UPDATE (state, checked_in_at, version)",
    "number_series": "SELECT, INSERT, UPDATE",
    "request_key": "SELECT, INSERT, UPDATE",
    "print_record": "SELECT, INSERT",
    "audit_head": "SELECT, UPDATE",
    **dict.fromkeys(("audit_entry", "audit_value"), "INSERT"),
    **dict.fromkeys(("station", "setting", "service_item", "item_version", "counter", "counter_line", "holiday", "holiday_year"), "SELECT"),
}
RIGHTS: Mapping[str, Mapping[str, str]] = {"display": _READING | _SPEAKING, "kiosk": _READING | _TAKING}
"""What each kind of face may do with which table or view; everything else is refused by the server itself."""
NOT_ALLOWED = "42501"


def make_role(connection: Connection, kind: str) -> tuple[str, str]:
    """Make the role of a kind of face, or give it a new password and exactly its rights: (role, password)."""
    database = connection.execute(text("SELECT current_database()")).scalar_one()
    name, password = f"{database}_{kind}", secrets.token_hex(24)
    role = connection.dialect.identifier_preparer.quote(name)
    try:
        with connection.begin_nested():
            for statement in _statements(role, password, kind, fresh=not _exists(connection, name)):
                connection.execute(text(statement))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == NOT_ALLOWED:
            raise Refused("face.no_right") from error
        raise
    return name, password


def _exists(connection: Connection, name: str) -> bool:
    return connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).first() is not None


def _statements(role: str, password: str, kind: str, *, fresh: bool) -> list[str]:
    """The password is ours and hexadecimal; role and tables are quoted or written here."""
    made = f"{'CREATE' if fresh else 'ALTER'} ROLE {role} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD '{password}'"
    clean = [f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}", f"GRANT USAGE ON SCHEMA public TO {role}"]
    numbers = [f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"] if kind == "kiosk" else []
    return [made, *clean, *numbers, *(f"GRANT {right} ON {table} TO {role}" for table, right in RIGHTS[kind].items())]
