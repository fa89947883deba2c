"""What this machine is told: where the data lies, which counter it is, how it looks. Typed, in a TOML file in the data folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.domain.errors import Damaged, NotAllowed, Surroundings, UserError
from app.texts.system import why

FILE = "settings.toml"
PREFERENCES = "seat.json"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
VOICES = frozenset({"clips", "system", "off"})
MOST_COUNTERS = 999


@dataclass(frozen=True, slots=True)
class Settings:
    """Machine settings; everything a station shares lies in the database instead."""

    data: Path
    database_url: str = ""
    seat: str = "desk"
    counter: int = 0
    theme: str = "light"
    text_size: str = "standard"
    panel_folded: bool = False
    backup_folder: str = ""
    ticket_printer: str = ""  # how it is written: app.domain.ticket_printers
    ticket_width: int = 80
    paper_printer: str = ""
    screen: str = "none"
    voice: str = "clips"
    voice_volume: int = 80
    voice_repeat: int = 2
    voice_wording: str = ""  # how it is written: app.domain.voice
    log_level: str = "INFO"

    @property
    def database_path(self) -> Path:
        """The embedded database's file."""
        return self.data / "station.db"

    @property
    def key_path(self) -> Path:
        """The wrapped data key."""
        return self.data / "station.key"

    @property
    def face_path(self) -> Path:
        """The way in of a public face on a machine of its own."""
        return self.data / "face.key"

    @property
    def unfinished_key_path(self) -> Path:
        """The wrapped data key of a station that is being made; it gets its name when the station is there."""
        return self.data / "station.key.unfinished"

    @property
    def attachments(self) -> Path:
        """Sealed attachment files of the embedded database."""
        return self.data / "attachments"

    @property
    def backups(self) -> Path:
        """Where backups go unless another place is named."""
        return Path(self.backup_folder) if self.backup_folder else self.data / "backups"

    @property
    def own_voice(self) -> Path:
        """Pieces of the voice that the station recorded itself."""
        return self.data / "voice"

    @property
    def logs(self) -> Path:
        """The rotating log."""
        return self.data / "logs"


class SeatPreferences:
    """Small choices of this seat: theme, text size, which columns are shown. One JSON file; where it cannot be kept, it is for this run."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.data / PREFERENCES
        self._kept = {"theme.name": settings.theme, "theme.text": settings.text_size, "panel.folded": "1" if settings.panel_folded else ""}
        self._kept |= self._stored()

    def _stored(self) -> dict[str, str]:
        import json

        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in stored.items()} if isinstance(stored, dict) else {}

    def get(self, key: str) -> str:
        """The remembered text, or nothing."""
        return self._kept.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Remember ``value``."""
        if self._kept.get(key) == value:
            return
        import json

        self._kept[key] = value
        with suppress(Surroundings):
            write_whole(self._path, json.dumps(self._kept, ensure_ascii=False, indent=1))


def key_phrase(environment: Mapping[str, str]) -> str | None:
    """The pass phrase of ``station.key`` from the environment, where one is given (an empty one is none); it wins over the keyring."""
    if environment.get("STATIONDESK_KEY"):
        return environment["STATIONDESK_KEY"]
    path = environment.get("STATIONDESK_KEY_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8-sig").rstrip("\r\n") or None
    except (OSError, ValueError) as error:
        raise NotAllowed("key.file_unreadable", path=path) from error


def default_data(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: ``STATIONDESK_DATA``, else the platform's user data folder."""
    from platformdirs import user_data_path

    named = environment.get("STATIONDESK_DATA")
    return Path(named) if named else user_data_path("stationdesk", appauthor=False)


def load(data: Path, *, database_url: str = "") -> Settings:
    """The machine's settings; a key this program does not know is kept out, a line it cannot read or use is refused by its number."""
    text = _text(data)
    found = _with(Settings(data), _parsed(data, text), text)
    return replace(found, database_url=database_url or found.database_url)


def load_what_can_be(data: Path, *, database_url: str = "") -> tuple[Settings, UserError | None]:
    """The settings for who looks after them: from the lines that can be read and used, with the refusal of the first that cannot."""
    try:
        return load(data, database_url=database_url), None
    except UserError as error:
        found = Settings(data)
        for line in _text(data, errors="replace").splitlines():
            with suppress(UserError):
                found = _with(found, _parsed(data, line), line)
        return replace(found, database_url=database_url or found.database_url), error


def _text(data: Path, errors: str = "strict") -> str:
    """The text of the settings file; empty where there is none."""
    path = data / FILE
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        if errors == "strict":
            raise Surroundings("settings.no_access", path=str(path), reason=why(error)) from error
        return ""
    try:
        return raw.decode("utf-8-sig", errors=errors)
    except UnicodeDecodeError as error:
        raise _unreadable(data, raw.count(b"\n", 0, error.start) + 1) from error


def _parsed(data: Path, text: str) -> dict[str, Any]:
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise _unreadable(data, int(found[1]) if found else text.count("\n") + 1) from error


def _unreadable(data: Path, line: int) -> Damaged:
    return Damaged("settings.unreadable", path=str(data / FILE), line=line)


def _with(settings: Settings, stored: Mapping[str, Any], text: str) -> Settings:
    """The settings with what was stored, each value of its type and within its bounds."""
    kept = {f.name: stored[f.name] for f in fields(Settings) if f.name != "data" and f.name in stored}
    for key, value in kept.items():
        if type(value) is not type(getattr(settings, key)) or not _BOUNDS.get(key, _anything)(value):
            line = next((n for n, words in enumerate(text.splitlines(), 1) if words.split("=")[0].strip() == key), 1)
            raise Damaged("settings.wrong_value", path=str(settings.data / FILE), line=line, key=key)
    return replace(settings, **kept)


def _anything(_value: object) -> bool:
    return True


_BOUNDS: Mapping[str, Callable[[Any], bool]] = {
    "counter": lambda number: 0 <= number <= MOST_COUNTERS,
    "log_level": lambda level: level in LOG_LEVELS,
    "voice": lambda kind: kind in VOICES,
    "voice_volume": lambda percent: 0 <= percent <= 100,
    "voice_repeat": lambda times: 1 <= times <= 3,
}


def save(settings: Settings) -> None:
    """Write the settings whole or not at all."""
    import json

    values = {k: v for k, v in asdict(settings).items() if k != "data"}
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in sorted(values.items()))
    write_whole(settings.data / FILE, text)


def write_whole(path: Path, text: str) -> None:
    """Write a small file of the data folder whole or not at all; the folder is made, for its owner alone, where it is not there yet."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise Surroundings("data.not_writable", path=str(path.parent)) from error
