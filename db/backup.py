"""A backup is one file with all that a restore needs: database copy, ``station.key``, attachments, and a sealed manifest.

The file is a zip archive. It counts only after it has been opened again with the station's key and everything in it holds:
hashes of the members, the database's own checks, row counts, audit chain and head.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.orm import Session

from app.domain.clock import station_time
from app.domain.errors import Damaged, NotFound, Refused, Surroundings
from db import audit, dump, keys
from db.audit import Verdict, canonical
from db.engine import connect_cipher, postgres_engine
from db.keys import KEY_FILE, StationKey
from db.models import AuditHead
from db.uow import Database, translated
from db.vault import Vault

FORMAT = 1
MANIFEST, DATABASE, TABLES, ATTACHMENTS = "manifest.json", "station.db", "tables/", "attachments/"
BLOCK = 1 << 20
KeyOf = Callable[[Mapping[str, Any]], StationKey]
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """A verified backup: where it lies and what it holds."""

    file: Path
    sha256: str
    rows: Mapping[str, int]
    engine: str
    schema: str
    station: str
    made_at: str
    head: str
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Writer:
    """Adds members to the archive and remembers their hashes."""

    archive: zipfile.ZipFile
    stamp: tuple[int, int, int, int, int, int]
    members: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, blocks: Iterable[bytes], *, packed: bool = False) -> int:
        """Write one member; the answer is the number of line ends in it (rows of COPY text)."""
        info = zipfile.ZipInfo(name, self.stamp)
        info.external_attr = 0o600 << 16
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED  # sealed bytes do not shrink
        digest, lines = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as out:
            for block in blocks:
                digest.update(block)
                lines += block.count(b"\n")
                out.write(block)
        self.members[name] = digest.hexdigest()
        return lines


def file_name(station: str, now: datetime) -> str:
    """The name of a backup: station code and time, nothing about anybody."""
    return f"stationdesk-{station}-{station_time(now):%Y%m%d-%H%M%S}.zip"


def create(db: Database, key_path: Path, attachments: Path, folder: Path, *, station: str, program: str, now: datetime) -> BackupFacts:
    """Copy the open station into one file in ``folder``, verify it, and only then give it its name."""
    key_text = key_path.read_bytes() if keys.read_key_file(key_path) else b""
    with _writing(folder), _scratch(folder) as scratch:
        part = scratch / "backup.part"
        local = station_time(now).timetuple()[:6]
        with zipfile.ZipFile(part, "w", allowZip64=True) as archive:
            writer = _Writer(archive, (local[0], local[1], local[2], local[3], local[4], local[5]))
            writer.add(KEY_FILE, [key_text])
            content = _add_tables(writer, db) if db.kind == "postgresql" else _add_file(writer, db, attachments, scratch)
            body = {"format": FORMAT, "program": program, "station": station, "made_at": now.isoformat(), **content}
            body["members"] = dict(writer.members)
            sealed = {**body, "seal": _seal(db.vault.key, body)}
            writer.add(MANIFEST, [json.dumps(sealed, ensure_ascii=False, indent=1).encode()])
        with part.open("rb+") as written:
            _to_disk(written)
        part.chmod(0o600)
        verify(part, lambda stored: keys.from_raw(stored, db.vault.key.data_key), scratch=scratch)
        target = _free_name(folder / file_name(station, now))
        part.replace(target)
    return _facts(target, body)


def _free_name(path: Path) -> Path:
    tries = (path.with_stem(f"{path.stem}-{n}") for n in range(2, 1000))
    return path if not path.exists() else next(other for other in tries if not other.exists())


def _seal(key: StationKey, body: Mapping[str, Any]) -> str:
    return hmac.new(key.sub("backup"), canonical(body), "sha256").hexdigest()


def _facts(file: Path, body: Mapping[str, Any]) -> BackupFacts:
    return BackupFacts(
        file,
        _hash(file),
        dict(body["rows"]),
        body["engine"],
        body["schema"],
        body["station"],
        body["made_at"],
        body["head"],
        tuple(body["missing"]),
    )


def _hash(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            yield block


def _add_file(writer: _Writer, db: Database, attachments: Path, scratch: Path) -> dict[str, Any]:
    copy, raw_key = scratch / DATABASE, db.vault.key.sub("database")
    dump.copy_file(db.engine, raw_key, copy)
    connection = connect_cipher(copy, raw_key)
    try:
        wanted = [row[0] for row in connection.execute("SELECT DISTINCT digest FROM attachment ORDER BY digest").fetchall()]
        rows, version = dump.file_rows(connection), dump.file_version(connection)
        head = connection.execute("SELECT hash FROM audit_head").fetchone()[0]
    finally:
        connection.close()
    writer.add(DATABASE, _blocks(copy))
    missing = [name for name in wanted if not (attachments / name).is_file()]
    for name in wanted:
        if name not in missing:
            writer.add(ATTACHMENTS + name, _blocks(attachments / name))
    return {"engine": "sqlite", "schema": version, "rows": rows, "head": bytes(head).hex(), "columns": {}, "missing": missing}


def _add_tables(writer: _Writer, db: Database) -> dict[str, Any]:
    snapshot = db.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with translated(), snapshot.connect() as connection:
        dump.settle(connection)
        columns, order = dump.tables(connection), dump.key_columns(connection)
        blocks = {name: dump.rows_out(connection, name, columns[name], order.get(name, [])) for name in columns}
        rows = {name: writer.add(_member(name), blocks[name], packed=True) for name in columns}
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        head = connection.execute(select(AuditHead.hash)).scalar_one()
    return {"engine": "postgresql", "schema": version, "rows": rows, "head": head.hex(), "columns": columns, "missing": []}


def _member(table: str) -> str:
    return f"{TABLES}{table}.copy"


# ------------------------------------------------------------------------------------------------------------------ verifying


def verify(file: Path, key_of: KeyOf, *, scratch: Path | None = None) -> BackupFacts:
    """Open a backup with its key and check everything in it; ``Damaged`` names what does not hold."""
    with _reading(file) as archive, _scratch(scratch) as folder:
        body, key = _manifest(archive, file, key_of)
        _check_members(archive, body, file)
        if body["engine"] == "sqlite":
            copy = folder / "verify.db"
            _extract(archive, DATABASE, copy)
            _check_file(copy, key, body, file)
        else:
            lines = {name: _lines(archive, name) for name in ("audit_head", "audit_entry", "audit_value")}
            _check_rows({name: sum(1 for _ in _lines(archive, name)) for name in body["columns"]}, body, file)
            _check_chain(dump.text_chain(folder / "chain.db", Vault(key), body["columns"], lines), body, file)
        return _facts(file, body)


def _manifest(archive: zipfile.ZipFile, file: Path, key_of: KeyOf) -> tuple[dict[str, Any], StationKey]:
    try:
        body: dict[str, Any] = json.loads(archive.read(MANIFEST))
        newer, seal, key_text = body["format"] > FORMAT, str(body.pop("seal")), archive.read(KEY_FILE).decode()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Damaged("backup.damaged", file=file.name, what=MANIFEST) from error
    if newer:
        raise Refused("backup.newer", file=file.name)
    key = key_of(keys.parse_key_file(key_text))
    if not hmac.compare_digest(seal, _seal(key, body)):
        raise Damaged("backup.damaged", file=file.name, what=MANIFEST)
    return body, key


def _check_members(archive: zipfile.ZipFile, body: Mapping[str, Any], file: Path) -> None:
    if sorted(archive.namelist()) != sorted([*body["members"], MANIFEST]):
        raise Damaged("backup.damaged", file=file.name, what=MANIFEST)
    for name, expected in body["members"].items():
        with archive.open(name) as member:
            if hashlib.file_digest(member, "sha256").hexdigest() != expected:  # type: ignore[arg-type]  # a member reads like a file
                raise Damaged("backup.damaged", file=file.name, what=name)


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    with archive.open(name) as member, target.open("wb") as out:
        shutil.copyfileobj(member, out, BLOCK)
        _to_disk(out)


def _to_disk(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def _lines(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    with archive.open(_member(table)) as member:
        yield from member


def _check_file(copy: Path, key: StationKey, body: Mapping[str, Any], file: Path) -> None:
    connection = connect_cipher(copy, key.sub("database"))
    try:
        problem = dump.file_problem(connection)
        if problem is not None:
            raise Damaged("backup.damaged", file=file.name, what=problem)
        _check_rows(dump.file_rows(connection), body, file)
    finally:
        connection.close()
    _check_chain(dump.file_chain(copy, Vault(key)), body, file)


def _check_rows(found: Mapping[str, int], body: Mapping[str, Any], file: Path) -> None:
    wrong = [name for name in {**found, **body["rows"]} if found.get(name) != body["rows"].get(name)]
    if wrong:
        raise Damaged("backup.damaged", file=file.name, what=wrong[0])


def _check_chain(verdict: Verdict, body: Mapping[str, Any], file: Path) -> None:
    if not verdict.ok or verdict.head != body["head"]:
        raise Damaged("backup.chain", file=file.name, at=verdict.broken_at or verdict.entries)


# ------------------------------------------------------------------------------------------------------------------ restoring


def restore(file: Path, key_of: KeyOf, target: Path, *, database_url: str = "") -> BackupFacts:
    """Bring a verified backup into an empty folder (and an empty PostgreSQL database): all of it or nothing."""
    _demand_empty(target)
    facts = verify(file, key_of)
    if (facts.engine == "postgresql") != bool(database_url):
        raise Refused("backup.needs_url" if facts.engine == "postgresql" else "backup.needs_no_url", file=file.name)
    with _writing(target.parent), _scratch(target.parent) as scratch, _reading(file) as archive:
        fresh = scratch / "station"
        fresh.mkdir(mode=0o700)
        for name in archive.namelist():
            if not name.startswith(TABLES) and name != MANIFEST:
                _place(archive, name, fresh)
        if database_url:
            _restore_tables(archive, key_of, database_url, file)
        _demand_empty(target)  # once more: somebody else may have restored there meanwhile
        if target.exists():
            target.rmdir()  # empty; Windows does not rename onto a folder
        fresh.rename(target)
    return facts


def _place(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    path = folder / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _extract(archive, name, path)
    path.chmod(0o600)


def _demand_empty(target: Path) -> None:
    if (target / KEY_FILE).exists() or (target / DATABASE).exists():
        raise Refused("station.exists", path=str(target))
    try:
        if target.exists() and any(target.iterdir()):
            raise Refused("backup.not_empty", path=str(target))
    except OSError as error:
        raise Surroundings("backup.not_writable", path=str(target)) from error


def _restore_tables(archive: zipfile.ZipFile, key_of: KeyOf, database_url: str, file: Path) -> None:
    body, key = _manifest(archive, file, key_of)
    engine = postgres_engine(database_url)
    try:
        with translated(), engine.begin() as connection:
            if inspect(connection).get_table_names():
                raise Refused("station.exists", path="PostgreSQL")
            dump.prepare(connection, body["schema"])
            dump.settle(connection)
            _check_rows({name: _load(archive, connection, name, columns) for name, columns in body["columns"].items()}, body, file)
            dump.renumber(connection, body["columns"])
            with Session(connection, join_transaction_mode="rollback_only") as session:
                _check_chain(audit.verify(session, Vault(key)), body, file)
    finally:
        engine.dispose()


def _load(archive: zipfile.ZipFile, connection: Connection, table: str, columns: list[str]) -> int:
    with archive.open(_member(table)) as member:
        return dump.rows_in(connection, table, columns, iter(lambda: member.read(BLOCK), b""))


# ------------------------------------------------------------------------------------------------------------------ surroundings


@contextmanager
def _scratch(folder: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder, ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """A full disk and a place that cannot be written, in sentences."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        full = error.errno in _FULL
        raise Surroundings("backup.disk_full" if full else "backup.not_writable", path=str(folder)) from error
    except sqlcipher.OperationalError as error:
        full = "full" in str(error)
        raise Surroundings("backup.disk_full" if full else "backup.not_writable", path=str(folder)) from error


@contextmanager
def _reading(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; whatever makes it unreadable is damage."""
    if not file.is_file():
        raise NotFound("backup.not_found", file=str(file))
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Damaged("backup.damaged", file=file.name, what=type(error).__name__) from error
