"""Papers of the office: facts, tables, paragraphs and places to sign, as their value says; the wall's sheets are one page each."""

from __future__ import annotations

from app.domain.documents_office import OfficePaper, OfficeSheet, OfficeTable
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, render_sheet
from printing.grid import Grid, Row, form, label, plain, table, value
from printing.parts import centred
from printing.text import BODY, SMALL

_FACTS = (20, 80)
_NUMBER = 8


def draw(paper: OfficePaper) -> Drawn:
    """Each sheet from a page of its own."""
    return render_sheet(*(Sheet(paper.head, one.title, _blocks(one), subtitle=one.subtitle) for one in paper.sheets))


def _blocks(sheet: OfficeSheet) -> list[Block]:
    blocks: list[Block] = []
    if sheet.opening:
        blocks += [Text(sheet.opening, BODY, indent=True), Gap()]
    if sheet.facts:
        blocks.append(form(_FACTS, *((label(name), value(told)) for name, told in sheet.facts)))
    for one in sheet.tables:
        blocks += [*((Heading(one.title),) if one.title else ()), _table(one)]
    blocks += [Text(told, BODY, indent=True) for told in sheet.paragraphs]
    if sheet.signers:
        blocks.append(Signatures(tuple(Place(t(who), name) for who, name in sheet.signers)))
    if sheet.closing:
        blocks += [Gap(4), Text(sheet.closing, SMALL)]
    return blocks


def _table(one: OfficeTable) -> Grid:
    if not one.numbered:
        return table(tuple(map(float, one.shares)), one.columns, [_cells(row) for row in one.rows])
    rows: list[Row] = [(centred(str(number)), *_cells(row)) for number, row in enumerate(one.rows, start=1)]
    return table((float(_NUMBER), *map(float, one.shares)), (t("序号"), *one.columns), rows)


def _cells(row: tuple[str, ...]) -> Row:
    return tuple(plain(text) for text in row)
