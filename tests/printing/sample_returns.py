"""Synthetic returns: the quarterly one with the default columns, and one too wide for any sheet."""

from __future__ import annotations

from datetime import date

from app.domain import documents as d
from tests.printing.samples import PRINTED, STATION, head

_SINGLE = ("序号", "县（市、区）", "站点名称", "类型", "建成日期")
_GROUPS = (
    ("专员人数", ("专职", "兼职")),
    ("", ("是否接入省平台", "走访人次", "建立援助档案数", "“三张清单”发放人数")),
    ("筹集岗位数", ("全日制", "非全日制", "社区公共服务", "公益性", "合计")),
    ("", ("推介人次",)),
    ("帮扶就业人数", ("本季", "累计", "高校毕业生", "失业人员", "退役军人", "农民工")),
    ("零就业家庭", ("认定户", "清零户", "超期户")),
    ("", ("培训人数", "帮办件数", "按期办结率", "好差评满意率", "备注")),
)
_ROW = (
    *("1", "漠河市", STATION, "服务站", "2024-11-03", "1", "2", "是", "412", "58", "131"),
    *("86", "24", "12", "9", "131", "245", "37", "102", "6", "21", "3", "7", "2", "2", "0", "45", "63", "98.41%", "99.07%", ""),
)


def _head_cells() -> tuple[d.HeadCell, ...]:
    cells = [d.HeadCell(text, 0, column, rows=3) for column, text in enumerate(_SINGLE)]
    for group, columns in _GROUPS:
        first = max(cell.column + cell.columns for cell in cells)
        if group == "帮扶就业人数":
            cells += _three_levels(group, columns, first)
        elif group:
            cells.append(d.HeadCell(group, 0, first, 1, len(columns)))
            cells += [d.HeadCell(text, 1, first + n, rows=2) for n, text in enumerate(columns)]
        else:
            cells += [d.HeadCell(text, 0, first + n, rows=3) for n, text in enumerate(columns)]
    return tuple(cells)


def _three_levels(group: str, columns: tuple[str, ...], first: int) -> list[d.HeadCell]:
    totals = [d.HeadCell(text, 1, first + n, rows=2) for n, text in enumerate(columns[:2])]
    parts = [d.HeadCell(text, 2, first + 2 + n) for n, text in enumerate(columns[2:])]
    return [d.HeadCell(group, 0, first, 1, len(columns)), *totals, d.HeadCell("其中", 1, first + 2, 1, len(parts)), *parts]


def quarterly(narrative: bool = True) -> d.ReturnPaper:
    parts = (
        d.NarrativePart("一、主要做法", "本季入户走访 412 人次，建立援助档案 58 份。\n“三张”服务清单逐户送达，当面讲清岗位、政策和培训。"),
        d.NarrativePart("二、典型经验", "把岗位信息送进早市，一季推介 245 人次。"),
        d.NarrativePart("三、存在问题", "冬季岗位少，非全日制岗位不足。"),
        d.NarrativePart("四、下步打算", ""),
    )
    return d.ReturnPaper(
        head("大漠就报〔2026〕0003号", qr="SD1:RET:QSR-2026Q3", case="QSR-2026Q3"),
        "建设标准化“家门口”就业服务站工作情况",
        "2026年第三季度",
        STATION,
        _head_cells(),
        (_ROW,),
        frozenset({5, 6, *range(8, 30)}),
        "附件2",
        "QSR-1",
        PRINTED,
        True,
        ("按期办结率按个工作日计算",),
        parts if narrative else (),
        "赵站长",
        "王敏",
        "0457-0000001",
        date(2026, 9, 30),
        "9f2c4a77d01be5638c9a6f40b2d7e811c35a90de7746ab1f02c8e9d4517b6a3e",
    )


def too_wide(columns: int = 60, rows: int = 40) -> d.ReturnPaper:
    """More columns than an A3 sheet holds and more rows than a page."""
    cells = (d.HeadCell("站点名称", 0, 0), *(d.HeadCell(f"指标{n}", 0, n) for n in range(1, columns)))
    lines = tuple((f"第{row}站", *(str(row * 100_000 + n) for n in range(1, columns))) for row in range(1, rows + 1))
    return d.ReturnPaper(head(), "宽表", "2026年", STATION, cells, lines, frozenset(range(1, columns)), default_form=False)
