"""The schema's version and the road from one to the next; the migrations and the models say the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app.domain.errors import Damaged, Refused
from app.services import audits, backups, databases, stations
from db import engine, models, schema
from tests.dbfixtures import KEY, NOW
from tests.keeping import with_key

NEXT = '''"""Adds a column, as a later release would."""
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{last}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("station", sa.Column("motto", sa.Text(), nullable=True))
    {then}
'''


@pytest.fixture
def kept(settings, sqlite_template):
    with_key(settings)
    shutil.copy(sqlite_template, settings.database_path)
    return settings


@pytest.fixture
def later(tmp_path, monkeypatch):
    """A program one migration further; the answer writes what else that migration does."""
    last, folder = schema.program_version(), tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "_folder", lambda: folder)

    def add(then="pass"):
        (folder / "versions" / "9998_motto.py").write_text(NEXT.format(last=last, then=then), encoding="utf-8")
        schema.program_version.cache_clear()

    yield add
    schema.program_version.cache_clear()


def columns(path):
    opened = engine.connect_cipher(path, KEY.sub("database"))
    names = [row[1] for row in opened.execute("PRAGMA table_info(station)").fetchall()]
    opened.close()
    return names


def test_the_migrations_make_exactly_the_tables_of_the_models(db):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": db.kind == "postgresql"}), models.load_all())
    assert found == []


def test_migrations_import_no_models_and_are_numbered_in_a_row():
    files = sorted((Path(schema.__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert not [
        file.name for file in files if "db.models" in file.read_text(encoding="utf-8") or "import db" in file.read_text(encoding="utf-8")
    ]


def test_a_current_database_needs_no_upgrade_and_no_backup(kept):
    done = databases.upgrade(kept, NOW)
    assert (done.backup, done.info.schema) == (None, schema.program_version())
    assert not kept.backups.exists()


def test_an_older_database_is_refused_then_saved_then_upgraded(kept, later):
    later()
    with pytest.raises(Refused, match=r"db\.older"):
        stations.open_station(kept)
    assert databases.info(kept).schema < databases.info(kept).program_schema
    done = databases.upgrade(kept, NOW)
    assert done.info.schema == "9998"
    assert backups.verify(done.backup).schema != "9998"
    assert "motto" in columns(kept.database_path)
    station = stations.open_station(kept)
    assert audits.listing(station, stations.actors(station)["head"]).rows[0].action == "database.upgrade"
    assert audits.verify(station, stations.actors(station)["head"]).ok
    station.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(kept, later):
    later("raise ValueError('torn')")
    with pytest.raises(ValueError, match="torn"):
        databases.upgrade(kept, NOW)
    assert "motto" not in columns(kept.database_path)
    assert databases.info(kept).schema != "9998"


def test_a_migration_that_breaks_references_is_taken_back(kept, later):
    later("op.execute(\"INSERT INTO draft (uid, officer_id, form, sealed, updated_at) VALUES ('u', 99, 'f', x'00', '2026-01-01')\")")
    with pytest.raises(Damaged, match=r"db\.foreign_keys"):
        databases.upgrade(kept, NOW)
    assert "motto" not in columns(kept.database_path)


def test_a_database_newer_than_the_program_is_left_alone(kept):
    opened = engine.connect_cipher(kept.database_path, KEY.sub("database"))
    opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    for act in (lambda: stations.open_station(kept), lambda: databases.upgrade(kept, NOW)):
        with pytest.raises(Refused, match=r"db\.newer") as caught:
            act()
        assert caught.value.exit_code == 3
    assert databases.info(kept).schema == "9999"


def test_an_older_backup_is_restored_with_its_own_schema(kept, later, tmp_path):
    station = stations.open_station(kept)
    made = backups.copy(station, NOW, kept, "x")
    station.close()
    later()
    backups.restore(made.file, tmp_path / "restored")
    assert "motto" not in columns(tmp_path / "restored" / "station.db")
    assert databases.upgrade(type(kept)(tmp_path / "restored"), NOW).info.schema == "9998"


def test_the_server_upgrades_the_same_way(postgres_url, settings, later):
    there = replace(with_key(settings), database_url=postgres_url)
    later()
    done = databases.upgrade(there, NOW)
    assert (done.info.engine, done.info.schema) == ("postgresql", "9998")
    assert backups.verify(done.backup).engine == "postgresql"
    station = stations.open_station(there)
    with station.engine.connect() as connection:
        assert connection.execute(text("SELECT motto FROM station")).scalar() is None
    station.close()


def test_the_path_of_a_server_shows_no_password(postgres_url, settings):
    url = make_url(postgres_url).set(password="gEheim7").render_as_string(hide_password=False)
    assert "gEheim7" not in databases.info(replace(with_key(settings), database_url=url)).path
