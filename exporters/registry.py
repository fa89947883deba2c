"""The definitions of returns: those shipped with the program, and above them those a county keeps in a folder of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from app.domain.errors import NotFound, Refused, Surroundings
from app.domain.measures import MEASURES, MeasureSpec
from app.domain.returns import ReturnDefinition
from app.domain.returns_parse import parse_definition


@dataclass(frozen=True, slots=True)
class LoadedDefinition:
    """A definition and the text it was read from: a frozen return keeps the text, so that it reads the same for ever."""

    definition: ReturnDefinition
    text: str
    own: bool = False


def read_definition(text: str, measures: Mapping[str, MeasureSpec] = MEASURES, *, own: bool = False) -> LoadedDefinition:
    """A definition from the text of a TOML file; ``Refused`` names what does not fit and where."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("return.definition.not_toml", field="file", where="", problem=str(error)) from error
    return LoadedDefinition(parse_definition(table, measures), text, own)


def _file_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("return.definition.not_toml", field="file", where=path.name, problem="UTF-8") from error
    except OSError as error:
        raise Surroundings("return.definition.unreadable", path=str(path)) from error


def _shipped() -> dict[str, LoadedDefinition]:
    folder = resources.files("exporters") / "definitions"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    loaded = [read_definition(entry.read_text("utf-8")) for entry in files]
    return {each.definition.code: each for each in loaded}


def _own(folder: Path) -> dict[str, LoadedDefinition]:
    found: dict[str, LoadedDefinition] = {}
    for path in sorted(folder.glob("*.toml")):
        loaded = _read_own(path)
        code = loaded.definition.code
        if code in found:
            raise Refused("return.definition.duplicate", field="file", where=path.name, value=code)
        found[code] = loaded
    return found


def _read_own(path: Path) -> LoadedDefinition:
    """A county's file; a refusal also names the file."""
    try:
        return read_definition(_file_text(path), own=True)
    except Refused as refused:
        params = refused.params | {"where": f"{path.name} {refused.params.get('where', '')}".strip()}
        raise Refused(refused.code, field=refused.field, **params) from refused


def load_definitions(folder: Path | None = None) -> Mapping[str, LoadedDefinition]:
    """Every form by its code: a file in ``folder`` takes the place of a shipped one of the same code or adds a new one."""
    own = _own(folder) if folder is not None and folder.is_dir() else {}
    return MappingProxyType(_shipped() | own)


def find_definition(definitions: Mapping[str, LoadedDefinition], code: str) -> LoadedDefinition:
    """The form of that code; ``NotFound`` when there is none."""
    try:
        return definitions[code.upper()]
    except KeyError as error:
        raise NotFound("return.unknown_code", field="code", code=code, known="、".join(sorted(definitions))) from error
