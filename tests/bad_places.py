"""What can be wrong with the place a station lies in: a server that is not its own, a folder that can only be read."""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.settings import Settings
from db import keys
from tests.dbfixtures import CODE
from tests.keeping import empty_database

PATIENCE = 20.0


class Bad(NamedTuple):
    """A broken place: how it is made of a station on a server, the exit code, the code, and a part of the sentence."""

    made: Callable[[ExitStack, str, Settings], str]
    exit_code: int
    code: str
    said: str


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _with(url: str, **parts: str) -> str:
    return make_url(url).set(**parts).render_as_string(hide_password=False)


def newer(_stack: ExitStack, url: str, _settings: Settings) -> str:
    """A release of tomorrow upgraded the database."""
    _run(url, "UPDATE alembic_version SET version_num = '9999'")
    return url


def other_key(_stack: ExitStack, url: str, settings: Settings) -> str:
    """The key file opens, and is the one of another station."""
    other = keys.StationKey("fedcba9876543210", bytes(range(1, 33)))
    keys.write_key_file(settings.key_path, keys.key_body(other, recovery_code=CODE, practice=True))
    return url


def empty(stack: ExitStack, url: str, _settings: Settings) -> str:
    """A database with nothing in it."""
    return stack.enter_context(empty_database(_with(url, database="postgres")))


def foreign(stack: ExitStack, url: str, settings: Settings) -> str:
    """A database of another program, which also writes down its version as ours does."""
    there = empty(stack, url, settings)
    _run(there, "CREATE TABLE orders (id int)", "CREATE TABLE alembic_version (version_num varchar(32))")
    _run(there, "INSERT INTO alembic_version VALUES ('ae1027a6acf9')")
    return there


def gone(_stack: ExitStack, _url: str, _settings: Settings) -> str:
    """No server listens."""
    return "postgresql+psycopg://nobody@127.0.0.1:1/station"


def no_database(_stack: ExitStack, url: str, _settings: Settings) -> str:
    """The server does not know the database."""
    return _with(url, database="nowhere")


@contextmanager
def _role(url: str, name: str, *, asked: bool) -> Iterator[None]:
    """An account of the server without any right; ``asked`` for its password, which the server of the tests does of nobody else."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'the right one'"))
        rules = Path(connection.execute(text("SHOW hba_file")).scalar_one())
        before = rules.read_text(encoding="utf-8")
        if asked:
            rules.write_text(f"local all {name} scram-sha-256\nhost all {name} all scram-sha-256\n{before}", encoding="utf-8")
            connection.execute(text("SELECT pg_reload_conf()"))
            _wait_until_refused(_with(url, username=name, password="a wrong one"))
        try:
            yield
        finally:
            rules.write_text(before, encoding="utf-8")
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text(f"DROP ROLE {name}"))
    admin.dispose()


def _wait_until_refused(url: str) -> None:
    """The server reads its rules anew in its own time."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        try:
            _run(url, "SELECT 1")
        except OperationalError:
            return
    raise AssertionError(url)


def wrong_password(stack: ExitStack, url: str, _settings: Settings) -> str:
    """The server knows the account and not the password."""
    stack.enter_context(_role(url, "asked", asked=True))
    return _with(url, username="asked", password="a wrong one")


def no_rights(stack: ExitStack, url: str, _settings: Settings) -> str:
    """The account may come in and look at nothing."""
    stack.enter_context(_role(url, "looks", asked=False))
    return _with(url, username="looks")


BAD: dict[str, Bad] = {
    "newer": Bad(newer, 3, "db.newer", "版本 9999 比"),
    "other_key": Bad(other_key, 7, "key.other_station", "没有打开，也没有改动"),
    "empty": Bad(empty, 5, "db.empty", "数据库是空的"),
    "foreign": Bad(foreign, 5, "db.foreign", "别的程序的数据"),
    "gone": Bad(gone, 8, "db.unreachable", "服务器没有开，或端口不对"),
    "no_database": Bad(no_database, 8, "db.unreachable", "服务器上没有这个数据库"),
    "wrong_password": Bad(wrong_password, 8, "db.unreachable", "用户名或口令不对"),
    "no_rights": Bad(no_rights, 8, "db.no_rights", "权限不够"),
}


# ------------------------------------------------------------------------------------------------------------------ a folder

_LINUX_CAPABILITY_VERSION_3 = 0x20080522
_PASS_OVER = 1 << 1  # CAP_DAC_OVERRIDE: to write what may only be read


@contextmanager
def as_anybody() -> Iterator[None]:
    """Permissions of files hold for this thread, and for those it starts meanwhile, also where it is root's."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, kept = (ctypes.c_uint32 * 2)(_LINUX_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(head, kept) == 0
    less = (ctypes.c_uint32 * 6)(*kept)
    less[0] &= ~_PASS_OVER  # effective only: what is permitted comes back at the end
    assert libc.capset(head, less) == 0
    try:
        yield
    finally:
        assert libc.capset(head, kept) == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder and all that lies in it can be read and not written."""
    parts = [folder, *folder.rglob("*")]
    before = {part: stat.S_IMODE(part.stat().st_mode) for part in parts}
    for part in parts:
        part.chmod(before[part] & ~0o222)
    try:
        yield
    finally:
        for part, mode in before.items():
            part.chmod(mode)


def files(data: Path) -> dict[str, bytes]:
    """Every file of a folder but the logs."""
    return {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and path.suffix != ".log"}
