"""What this machine is told: where the data lies, which counter it is, how it looks. Typed, in a TOML file in the data folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from app.domain.errors import Damaged, Surroundings

FILE = "settings.toml"
PREFERENCES = "seat.json"


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
    def attachments(self) -> Path:
        """Sealed attachment files of the embedded database."""
        return self.data / "attachments"

    @property
    def backups(self) -> Path:
        """Where backups go unless another place is named."""
        return Path(self.backup_folder) if self.backup_folder else self.data / "backups"

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
        fresh = self._path.with_name(PREFERENCES + ".new")
        with suppress(OSError):
            fresh.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1), encoding="utf-8")
            fresh.replace(self._path)


def default_data(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: ``STATIONDESK_DATA``, else the platform's user data folder."""
    from platformdirs import user_data_path

    named = environment.get("STATIONDESK_DATA")
    return Path(named) if named else user_data_path("stationdesk", appauthor=False)


def load(data: Path, *, database_url: str = "") -> Settings:
    """The machine's settings; a key this program does not know is kept out, a wrong type is refused."""
    path = data / FILE
    if not path.exists():
        return Settings(data, database_url=database_url)
    import tomllib

    known = {f.name: f.type for f in fields(Settings) if f.name != "data"}
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Damaged("settings.unreadable", path=FILE) from error
    kept = {k: v for k, v in stored.items() if k in known}
    blank = Settings(data)
    wrong = [k for k, v in kept.items() if type(v) is not type(getattr(blank, k))]
    if wrong:
        raise Damaged("settings.wrong_type", key=wrong[0], path=FILE)
    settings = replace(blank, **kept)
    return replace(settings, database_url=database_url) if database_url else settings


def save(settings: Settings) -> None:
    """Write the settings whole or not at all."""
    import json

    values = {k: v for k, v in asdict(settings).items() if k != "data"}
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in sorted(values.items()))
    fresh = settings.data / (FILE + ".new")
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(settings.data / FILE)
    except OSError as error:
        raise Surroundings("data.not_writable", path=str(settings.data)) from error
