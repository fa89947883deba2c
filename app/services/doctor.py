"""The doctor: looks at everything a station stands on, also when the database does not open, and packs a bundle without personal data."""

from __future__ import annotations

import io
import json
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import partial
from pathlib import Path

from app import __version__
from app.domain.actor import SYSTEM, Actor, Role
from app.domain.clock import business_date, station_time
from app.domain.errors import Damaged, Refused, Surroundings, UserError
from app.domain.ticket_printers import PrinterKind, TicketPrinter, printer_of
from app.domain.voice import PIECES, WORDING, call_pieces
from app.services import backups, practice_clock, return_base, return_list, stations, voice_clips
from app.settings import Settings
from app.texts import checks as texts
from app.texts import fill, sentence
from db import opening, schema
from db.queries import audit as trail
from db.queries import station as query
from db.uow import Database, translated

LEAST_FREE = 500 * 1024 * 1024
BACKUP_DAYS = 7
LOG_TAIL = 200_000
NEXT_YEAR_FROM = 12  # the coming year's holidays are announced in November
_LOOKER = Actor("doctor", SYSTEM.name, frozenset(Role), seat=SYSTEM.seat)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``ok`` is False where the station cannot work well, a mere remark stays True."""

    name: str
    ok: bool
    text: str


def _said(name: str, code: str, ok: bool, /, **params: object) -> Check:
    return Check(name, ok, fill(texts()[f"doctor.{code}"], params))


def examine(settings: Settings, now: datetime, *, phrase: str | None = None, settings_error: UserError | None = None) -> tuple[Check, ...]:
    """Look at everything; nothing is written, and what cannot be looked at says why. ``settings_error``: why not all settings were read."""
    found = [_guarded("settings", lambda: _settings(settings, settings_error))]
    found += [_guarded("folder", lambda: _folder(settings)), _guarded("disk", lambda: _disk(settings))]
    found.append(_guarded("key", lambda: _key(settings, phrase)))
    found.append(_guarded("forms", lambda: _forms(settings)))
    with _opened(settings, phrase) as (db, problem):
        found.append(problem or _guarded("database", lambda: _database(db)))
        found += _stored(db, now)
    found += [_guarded(name, look) for name, look in _MACHINE.items()]
    found.append(_guarded("ticket_printer", lambda: _ticket_printer(settings)))
    found.append(_guarded("voice", lambda: _voice(settings)))
    return tuple(found)


def _stored(db: Database | None, now: datetime) -> list[Check]:
    """The checks that read tables; in a schema of another version the tables may look different."""
    if db is None:
        return [_said(name, "unknown", False) for name in ("schema", *_READING)]
    version = _guarded("schema", lambda: _schema(db))
    if not version.ok:
        return [version, *(_said(name, "unknown", False) for name in _READING)]
    return [version, *(_guarded(name, partial(look, db, now)) for name, look in _READING.items())]


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        with translated():
            return look()
    except UserError as error:
        return Check(name, False, sentence(error))


@contextmanager
def _opened(settings: Settings, phrase: str | None) -> Iterator[tuple[Database | None, Check | None]]:
    try:
        db = stations.open_station(settings, phrase=phrase, demand_current=False)
    except UserError as error:
        yield None, Check("database", False, sentence(error))
        return
    broken = None
    try:
        try:
            with translated():
                if schema.stored_version(db.engine) is None:
                    raise Damaged("db.empty")
        except UserError as error:
            broken = Check("database", False, sentence(error))
        yield (None if broken else db), broken
    finally:
        db.close()


# ------------------------------------------------------------------------------------------------------------------ the station


def _settings(settings: Settings, error: UserError | None) -> Check:
    if error is not None:
        raise error
    practice_clock.running(settings)
    return _said("settings", "settings", True)


def _folder(settings: Settings) -> Check:
    if not settings.data.is_dir():
        raise Refused("station.none", path=str(settings.data))
    opening.make_folder(settings.data)
    return _said("folder", "folder", True)


def _disk(settings: Settings) -> Check:
    there = next(path for path in (settings.data, *settings.data.parents) if path.is_dir())
    free, mega = shutil.disk_usage(there).free, 1024 * 1024
    enough = free >= LEAST_FREE
    return _said("disk", "disk" if enough else "disk.low", enough, free_mb=free // mega, least_mb=LEAST_FREE // mega)


def _key(settings: Settings, phrase: str | None) -> Check:
    opening.find_key(settings, phrase=phrase)
    return _said("key", "key", True)


def _database(db: Database | None) -> Check:
    assert db is not None
    return _said("database", "database", True, engine=db.kind, size_mb=round(schema.size(db.engine) / 1024 / 1024, 1))


def _schema(db: Database) -> Check:
    stored, program = schema.stored_version(db.engine) or "", schema.program_version()
    code = "schema" if stored == program else "schema.older" if stored < program else "schema.newer"
    return _said("schema", code, stored == program, stored=stored, program=program)


def _clock(db: Database, now: datetime) -> Check:
    with db.read("station.look", _LOOKER) as session:
        last = trail.last(session)
    if last is None or now >= last.at:
        return _said("clock", "clock", True)
    return _said("clock", "clock.early", False, now=_minute(now), last=_minute(last.at))


def _minute(moment: datetime) -> str:
    return station_time(moment).strftime("%Y-%m-%d %H:%M")


def _holidays(db: Database, now: datetime) -> Check:
    today = business_date(now)
    with db.read("station.look", _LOOKER) as session:
        there = query.holiday_years(session)
    missing = tuple(year for year in (today.year, today.year + 1) if year not in there)
    if not missing:
        return _said("holidays", "holidays", True, years=(today.year, today.year + 1))
    soon = today.year not in missing and today.month < NEXT_YEAR_FROM
    return _said("holidays", "holidays.next" if soon else "holidays.missing", soon, years=missing)


def _backup(db: Database, now: datetime) -> Check:
    last = backups.last(db, _LOOKER)
    if last is None:
        with db.read("station.look", _LOOKER) as session:
            station = query.the_station(session)
            young = station.practice or (now - station.created_at).days < BACKUP_DAYS
        return _said("backup", "backup.none", young)
    days = max((now - last.made_at).days, 0)
    fresh = days <= BACKUP_DAYS
    return _said("backup", "backup" if fresh else "backup.old", fresh, name=last.name, days=days)


_READING: dict[str, Callable[[Database, datetime], Check]] = {
    "clock": _clock,
    "holidays": _holidays,
    "backup": _backup,
}


# ------------------------------------------------------------------------------------------------------------------ the machine


def _fonts() -> Check:
    from printing import faces

    return _said("fonts", "fonts", True, faces=tuple(faces.all_faces()))


def _printers() -> Check:
    names = printer_names()
    return _said("printers", "printers" if names else "printers.none", True, names=names)


def printer_names() -> tuple[str, ...]:
    """The printers the system knows; empty where there is none or no print service."""
    if sys.platform == "win32":  # pragma: no cover - tried on Windows only
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows NT\CurrentVersion\Devices") as key:
            return tuple(winreg.EnumValue(key, at)[0] for at in range(winreg.QueryInfoKey(key)[1]))
    program = shutil.which("lpstat")
    if program is None:
        return ()
    try:
        answer = subprocess.run([program, "-e"], capture_output=True, text=True, timeout=5, check=False)
    except subprocess.TimeoutExpired:
        return ()
    return tuple(answer.stdout.split()) if answer.returncode == 0 else ()


def _ticket_printer(settings: Settings) -> Check:
    """Whether slips would come out now; nothing is printed."""
    printer = printer_of(settings.ticket_printer, settings.ticket_width)
    code, ok = _TICKET_PRINTERS.get(printer.kind, _receipt_printer)(printer)
    return _said("ticket_printer", f"ticket_printer{code}", ok, address=printer.address)


def _receipt_printer(printer: TicketPrinter) -> tuple[str, bool]:
    from printing import receipt

    known = receipt.look(printer)
    return {receipt.Paper.UNKNOWN: ".silent", receipt.Paper.LOW: ".low"}.get(known, ""), True


def _system_printer(printer: TicketPrinter) -> tuple[str, bool]:
    there = printer.address in printer_names()
    return ".system" if there else ".unknown", there


_TICKET_PRINTERS: dict[PrinterKind, Callable[[TicketPrinter], tuple[str, bool]]] = {
    PrinterKind.NONE: lambda _printer: (".none", True),
    PrinterKind.PRINTER: _system_printer,
}


def _sound() -> Check:
    heard = has_sound()
    return _said("sound", "sound" if heard else "sound.none", True)


def _voice(settings: Settings) -> Check:
    """Whether the pieces of the voice are there, and which of the station's own are not played."""
    if settings.voice == "off":
        return _said("voice", "voice.off", True)
    call_pieces("A001", 1, settings.voice_wording or WORDING)
    voice_clips.Clips().call(tuple(PIECES))
    wrong = voice_clips.unusable(settings.own_voice)
    return _said("voice", "voice.own" if wrong else "voice", True, names=wrong, pieces=len(PIECES))


def has_sound(devices: Path = Path("/dev/snd")) -> bool:
    """Whether the machine has a device to play on."""
    if sys.platform == "win32":  # pragma: no cover - tried on Windows only
        import ctypes

        return int(ctypes.windll.winmm.waveOutGetNumDevs()) > 0
    return any(devices.glob("pcm*p"))


def _forms(settings: Settings) -> Check:
    refused = return_list.refused(return_base.forms(settings))
    return Check("forms", False, " ".join(file.text for file in refused)) if refused else _said("forms", "forms", True)


_MACHINE: dict[str, Callable[[], Check]] = {"fonts": _fonts, "printers": _printers, "sound": _sound}


# ------------------------------------------------------------------------------------------------------------------ the bundle


def bundle(settings: Settings, found: tuple[Check, ...], now: datetime, file: Path) -> Path:
    """What an engineer needs from afar: results, settings without secrets, versions, the end of the log. Nobody's data and no home."""
    stamp = station_time(now).timetuple()[:6]
    parts = {
        "doctor.json": json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=1),
        "settings.json": json.dumps(_harmless(settings), ensure_ascii=False, indent=1),
        "versions.json": json.dumps(versions(), indent=1),
        "stationdesk.log": _log_tail(settings.logs),
    }
    from exporters.files import write_whole

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Surroundings("backup.not_writable", path=str(file.parent)) from error
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (stamp[0], *stamp[1:])), _homeless(text, settings))
    write_whole(file, packed.getvalue())
    return file


def _homeless(text: str, settings: Settings) -> str:
    away = text.replace(str(settings.data), "<data>")
    home = str(Path.home())
    return away.replace(home, "~") if len(home) > 1 else away


def _harmless(settings: Settings) -> dict[str, object]:
    hidden = {"data", "database_url", "seat"}
    shown: dict[str, object] = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in hidden}
    return {**shown, "database": "postgresql" if settings.database_url else "sqlite"}


def versions() -> dict[str, str]:
    """The program, the Python, the system and the libraries whose version matters."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"stationdesk": __version__, "python": platform.python_version(), "system": platform.platform()}
    for name in ("PyQt6", "PyQt6-Qt6", "SQLAlchemy", "sqlcipher3", "psycopg", "reportlab", "keyring", "cryptography"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "-"
    return found


def _log_tail(folder: Path) -> str:
    file = folder / "stationdesk.log"
    if not file.is_file():
        return ""
    with file.open("rb") as source:
        source.seek(max(file.stat().st_size - LOG_TAIL, 0))
        return source.read().decode("utf-8", errors="replace")
