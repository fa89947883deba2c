"""The definitions of returns: those shipped with the program, and above them those a county keeps in a folder of its own.

A county's file that does not fit refuses the one form it is for; all others go on.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from app.domain.errors import NotFound, Refused, Surroundings, UserError
from app.domain.measures import MEASURES, MeasureSpec
from app.domain.returns import ReturnDefinition
from app.domain.returns_parse import parse_definition

_CODE_LINE = re.compile(r"""^\s*code\s*=\s*["']([A-Za-z][A-Za-z0-9_]*)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LoadedDefinition:
    """A definition and the text it was read from: a frozen return keeps the text, so that it reads the same for ever."""

    definition: ReturnDefinition
    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A county's file that does not fit: its name, the form it is for, and why."""

    name: str
    code: str
    error: UserError


class Definitions(Mapping[str, LoadedDefinition]):
    """The forms that can be used, by code; ``refused`` are the files that cannot. A form whose file is refused is not among them:
    the shipped one in its place would be another form under the same name.
    """

    def __init__(self, forms: Mapping[str, LoadedDefinition], refused: tuple[RefusedFile, ...] = ()) -> None:
        blocked = {file.code for file in refused}
        self._forms = {code: form for code, form in forms.items() if code not in blocked}
        self.refused = refused

    def __getitem__(self, code: str) -> LoadedDefinition:
        return self._forms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


def read_definition(text: str, measures: Mapping[str, MeasureSpec] = MEASURES, *, own: bool = False) -> LoadedDefinition:
    """A definition from the text of a TOML file; ``Refused`` names what does not fit and where."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
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


def _own(folder: Path) -> Definitions:
    """The county's files, each for itself; two for one form refuse each other."""
    forms: dict[str, LoadedDefinition] = {}
    files: dict[str, str] = {}
    refused: list[RefusedFile] = []
    for path in _files(folder):
        try:
            loaded = _read_own(path)
        except UserError as error:
            refused.append(RefusedFile(path.name, _code_of(path), error))
            continue
        code = loaded.definition.code
        if code in files:
            twice = Refused("return.definition.duplicate", field="file", where=f"{files[code]} {path.name}", value=code)
            refused.append(RefusedFile(path.name, code, twice))
        forms[code], files[code] = loaded, path.name
    return Definitions(forms, tuple(refused))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as error:
        raise Surroundings("return.definition.unreadable", path=str(folder)) from error


def _code_of(path: Path) -> str:
    """The form a file that does not fit is for: by its own line where one can be read, else by its name."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        text = ""
    told = _CODE_LINE.search(text)
    return (told[1] if told else path.stem).upper()


def _read_own(path: Path) -> LoadedDefinition:
    """A county's file; a refusal also names the file."""
    try:
        return read_definition(_file_text(path), own=True)
    except Refused as refused:
        params = refused.params | {"where": f"{path.name} {refused.params.get('where', '')}".strip()}
        raise Refused(refused.code, field=refused.field, **params) from refused


def load_definitions(folder: Path | None = None) -> Definitions:
    """Every form by its code: a file in ``folder`` takes the place of a shipped one of the same code or adds a new one."""
    own = _own(folder) if folder is not None and folder.is_dir() else Definitions({})
    return Definitions(_shipped() | dict(own), own.refused)


def find_definition(definitions: Definitions, code: str) -> LoadedDefinition:
    """The form of that code; ``NotFound`` when there is none, and the refusal of its file where that does not fit."""
    wanted = code.upper()
    for file in definitions.refused:
        if file.code == wanted:
            raise file.error
    try:
        return definitions[wanted]
    except KeyError as error:
        raise NotFound("return.unknown_code", field="code", code=code, known="、".join(sorted(definitions))) from error
