"""Run the migrations on the connection that ``db.schema`` hands over; there is no other way in."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=True, render_as_batch=connection.dialect.name == "sqlite")
context.run_migrations()
