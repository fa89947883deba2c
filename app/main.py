"""The composition root of the windows, the only module of ``app`` that knows ``ui``: words, early checks, and who opens what."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app import settings as machine
from app.domain.clock import parse_moment
from app.domain.errors import Surroundings, Usage, UserError
from app.settings import Settings
from app.texts import failure, t

if TYPE_CHECKING:
    from ui.desk.start import Opened, Wanted

FACES = ("display", "kiosk")

USAGE = "stationdesk [display|kiosk] [--data DIR] [--db URL] [--as LOGIN] [--now MOMENT] [--screen N]"
HELP = """用法：{usage}

不写 WORD 打开工作台；display 打开大屏，kiosk 打开自助取号机（Ctrl+Q 或按住时钟三秒，再输口令，关闭）。

  --data DIR     数据文件夹
  --db URL       PostgreSQL 数据库的地址，不写就用数据文件夹里的数据库
  --as LOGIN     由谁办理：账号
  --now MOMENT   设定时钟，只在练习站点里
  --screen N     大屏或取号机开在哪一块屏幕：序号或名称

其他命令见 stationdesk --help。
"""
TAKES_VALUE = ("--data", "--db", "--as", "--now", "--screen")


def _parsed(argv: Sequence[str]) -> dict[str, str]:
    """The options by name, the word under ``word``; by hand, because the first paint need not wait for a parser."""
    found = {"word": ""}
    rest = iter(argv)
    for part in rest:
        name, equals, value = part.partition("=")
        if name in TAKES_VALUE:
            found[name] = value if equals else next(rest, "")
            if not found[name] or found[name].startswith("--"):
                raise Usage("cli.usage", message=t("{0} 后面要写一个值").format(name), usage=USAGE)
        elif part in FACES:
            found["word"] = part
        elif part in ("-h", "--help"):
            found["help"] = part
        elif part != "--json":
            raise Usage("cli.usage", message=t("不认识 {0}").format(part), usage=USAGE)
    return found


def run(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Open the desk or a public face; the answer is the exit code of ``docs/cli.md``."""
    try:
        words = _parsed(argv)
        if "help" in words:
            sys.stdout.write(t(HELP).format(usage=USAGE))
            return 0
        now = _moment(words.get("--now", ""))
        _check_screen(environment)
        where = Path(words["--data"]) if words.get("--data") else machine.default_data(environment)
        url = words.get("--db") or environment.get("STATIONDESK_DB_URL", "")
        if words["word"]:
            settings, phrase = machine.load(where, database_url=url), machine.key_phrase(environment)
            return _face(words["word"], settings, phrase, now, words.get("--screen", ""))
    except UserError as error:
        return _refused(error, as_json="--json" in argv)
    return _desk(where, url, words.get("--as", ""), now, environment)


def _refused(error: UserError, *, as_json: bool) -> int:
    from app.cli import say, speak_utf8

    speak_utf8()
    return say(error.exit_code, failure(error), as_json=as_json)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return parse_moment(text)
    except ValueError as error:
        raise Usage("cli.moment", field="now", text=text) from error


def _check_screen(environment: Mapping[str, str]) -> None:
    """Qt aborts the process where there is no screen, so this is said before it is loaded."""
    if sys.platform.startswith("linux") and not any(environment.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise Surroundings("start.no_screen")


def _desk(where: Path, url: str, login: str, now: datetime | None, environment: Mapping[str, str]) -> int:
    """Whoever starts the desk by its icon sees no terminal: settings or a pass phrase that cannot be read are told by a card."""
    from ui.desk.launch import Composed, Launch, catch_bugs
    from ui.desk.start import Wanted

    try:
        settings = machine.load(where, database_url=url)
        phrase = machine.key_phrase(environment)
        there, joins = _holds_station(settings), _may_join(settings)
    except UserError as error:
        return Launch(Settings(where), Wanted(login, now), Composed(_open, _first_run, has_station=False)).refused(error)
    launch = Launch(settings, Wanted(login, now, phrase), Composed(_open, _first_run, has_station=there, joins=joins))
    catch_bugs(launch)
    return launch.run()


def _face(word: str, settings: Settings, phrase: str | None, now: datetime | None, screen: str) -> int:
    if word == "display":
        from ui.display.launch import run as show
    else:
        from ui.kiosk.launch import run as show

    return show(settings, phrase, now, screen)


def _holds_station(settings: Settings) -> bool:
    """A cheap look before the first paint: where no key lies there is none that could be opened."""
    return settings.database_path.exists() or settings.key_path.exists()


def _may_join(settings: Settings) -> bool:
    """Whether a server holds a station that this machine has no key of; asked before the first window of a new machine only."""
    if not settings.database_url or _holds_station(settings) or settings.unfinished_key_path.exists():
        return False
    from app.services import seats

    return seats.may_join(settings)


def _open(settings: Settings, wanted: Wanted, phrase: str | None) -> Opened:
    """Runs on a pool thread, after the first paint: the database is imported here."""
    with _no_collection():
        from ui.desk.live import open_station

        return open_station(settings, wanted, phrase)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Imports make a hundred thousand objects that stay: looking through them again and again would only stop every thread each time.

    What is there at the end is set apart from the collector for good.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _first_run(settings: Settings, *going_on: object) -> object:
    """The keeper of the answers; ``going_on`` are clock, database and administrator of a run that was stopped."""
    from ui.desk.first_run import FirstRun

    return FirstRun(settings, *going_on)  # type: ignore[arg-type]
