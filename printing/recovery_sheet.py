"""恢复码: the one sheet with the recovery code, its groups numbered, what it opens and how, and where to keep it. No code to scan."""

from __future__ import annotations

from app.domain.documents import RecoverySheet
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.faces import SANS
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Cell, Grid, Row, form, label, value
from printing.parts import numbered
from printing.text import BODY, LABEL, MM, SMALL, STRONG, Style

_GROUP = Style(SANS, 22, 1.4, "center", bold=True)
_ACROSS = 4

_WARNING = "这是本站数据的恢复码，只显示和打印这一次，软件不保存。钥匙都丢了的时候，没有它，数据谁也打不开。"
_RECOVER = "运行 stationdesk station recover --recovery-code-stdin，照本页输入八组字符"
USES = (
    ("密钥环丢失", ("数据文件夹留在原处", _RECOVER, "重新打开软件")),
    ("换了电脑", ("运行 stationdesk backup restore 备份文件 --to 数据文件夹 --recovery-code-stdin", _RECOVER, "打开软件")),
    (
        "站长或管理员忘了口令",
        ("运行 stationdesk station password 账号 --recovery-code-stdin", "照本页输入八组字符，再输入新口令", "本人登录后改成自己的口令"),
    ),
    (
        "数据在服务器上，再加一台电脑",
        (
            "把第一台电脑数据文件夹里的 station.key 拷到 U 盘",
            "新电脑第一次运行 stationdesk --db 服务器地址，选这个文件",
            "照本页输入八组字符",
        ),
    ),
)
"""When the sheet is fetched from the safe, in three steps each; `tests/e2e/test_ways_back.py` does what stands here."""
_NO_RING = "没有密钥环的电脑：station recover 后面再加 --new-phrase-stdin，输完恢复码后再输入一个新口令；以后打开软件时输入这个口令。"
_KEEPING = (
    "装入信封，封口签字，放进保险柜，与电脑分开存放。",
    "不拍照，不扫描，不存进电脑或手机，不发给任何人。",
    "怀疑被人看过，立即报告站长和系统管理员。",
)


def draw(paper: RecoverySheet) -> Drawn:
    """The sheet on one page."""
    blocks: list[Block] = [Text(t(_WARNING), STRONG), Gap(), _groups(paper), Gap(), _facts(paper)]
    blocks.append(Heading("什么时候用，怎么用"))
    blocks.append(Grid((26, 74), tuple(_use(title, steps) for title, steps in USES)))
    blocks += [Gap(MM), Text(t(_NO_RING), SMALL)]
    blocks += [Heading("怎么保管"), Text(numbered([t(text) for text in _KEEPING]), BODY)]
    blocks.append(Signatures((Place("打印人（签字）"), Place("保管人（签字）"), Place("站长（签字）")), 16 * MM))
    return render_sheet(Sheet(paper.head, t("恢复码"), blocks))


def _groups(paper: RecoverySheet) -> Grid:
    """The groups in rows of four, each under its number: two of them are asked back."""
    rows: list[Row] = []
    for first in range(0, len(paper.groups), _ACROSS):
        part = paper.groups[first : first + _ACROSS]
        rows.append(tuple(Cell(t("第 {n} 组").format(n=first + place), 1, LABEL, shade=True) for place in range(1, len(part) + 1)))
        rows.append(tuple(Cell(group, 1, _GROUP) for group in part))
    return Grid((25,) * _ACROSS, tuple(rows))


def _facts(paper: RecoverySheet) -> Grid:
    made = (label("生成日期"), value(day(paper.made_on)), label("密钥编号"), value(paper.key_id, 1, SMALL))
    return form((16, 34, 16, 34), made)


def _use(title: str, steps: tuple[str, ...]) -> Row:
    return (Cell(t(title), 1, LABEL, shade=True), value(numbered([t(step) for step in steps])))
