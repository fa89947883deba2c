"""Alembic's scripts: one transaction each, never importing models."""
