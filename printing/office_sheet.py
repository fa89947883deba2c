"""Papers of the office: facts, tables, paragraphs and places to sign, as their value says; the wall's sheets are one page each."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents_office import OfficePaper, OfficeSheet, OfficeTable
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, render_sheet
from printing.grid import Grid, Row, form, label, plain, table, value
from printing.parts import centred
from printing.text import BODY, LABEL, MM, SMALL, Style

_FACTS = (20, 80)
_NUMBER = 8
_WALL = tuple(Style(BODY.face, size, 1.9) for size in (22, 20, 18, 16, 14))
_WALL_GAP = 8 * MM


def draw(paper: OfficePaper) -> Drawn:
    """Each sheet from a page of its own."""
    return render_sheet(*(_sheet(paper, one) for one in paper.sheets))


def _sheet(paper: OfficePaper, one: OfficeSheet) -> Sheet:
    """A sheet for the wall has the largest type with which it stays on one page."""
    sheets = (Sheet(paper.head, one.title, _blocks(one, style), subtitle=one.subtitle) for style in (_WALL if one.wall else (BODY,)))
    return next((sheet for sheet in sheets if sheet.pages == 1), Sheet(paper.head, one.title, _blocks(one, BODY), subtitle=one.subtitle))


def _blocks(sheet: OfficeSheet, style: Style) -> list[Block]:
    blocks: list[Block] = [Gap(_WALL_GAP)] if sheet.wall else []
    if sheet.opening:
        blocks += [Text(sheet.opening, style, indent=True), Gap()]
    if sheet.facts:
        blocks.append(form(_FACTS, *((label(name), value(told)) for name, told in sheet.facts)))
    for one in sheet.tables:
        blocks += [*((Heading(one.title),) if one.title else ()), _table(one, style)]
    blocks += [Text(told, style, indent=True) for told in sheet.paragraphs]
    if sheet.signers:
        blocks.append(Signatures(tuple(Place(t(who), name) for who, name in sheet.signers)))
    if sheet.closing:
        blocks += [Gap(4), Text(sheet.closing, style if sheet.wall else SMALL)]
    return blocks


def _table(one: OfficeTable, style: Style) -> Grid:
    """The heads in the proportion that they have on a paper for the hand."""
    head = replace(LABEL, size=style.size * LABEL.size / BODY.size)
    if not one.numbered:
        return table(tuple(map(float, one.shares)), one.columns, [_cells(row, style) for row in one.rows], head)
    rows: list[Row] = [(centred(str(number)), *_cells(row, style)) for number, row in enumerate(one.rows, start=1)]
    return table((float(_NUMBER), *map(float, one.shares)), (t("序号"), *one.columns), rows, head)


def _cells(row: tuple[str, ...], style: Style) -> Row:
    return tuple(plain(text, style) for text in row)
