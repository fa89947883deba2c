"""Papers of the office itself: lists to sign, guides, the wall. All are one kind of value: facts, tables, paragraphs, places to sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.documents_base import PaperHead
from app.domain.masks import Place


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """A table: its title, its columns with their relative widths, its rows; numbered where ``numbered``."""

    title: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """One sheet: a title, what stands below it, and from the opening to the closing whatever it has; ``wall``: to be read standing.

    ``facts`` are pairs of a name and a value, each over the whole width; ``signers`` a label and the name already known.
    """

    title: str
    subtitle: str = ""
    opening: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[OfficeTable, ...] = ()
    paragraphs: tuple[str, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    wall: bool = False


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """A paper of one or more sheets, each from a page of its own."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    sheets: tuple[OfficeSheet, ...]
