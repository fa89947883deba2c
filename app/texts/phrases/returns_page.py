"""Words of the page of returns: what a figure is made of, what freezing does, why it cannot be done now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.clock import station_time
from app.domain.measures import MEASURES, MeasureKind
from app.domain.returns import CellKind, ReturnDefinition
from app.domain.returns_layout import moment_text
from app.texts import t
from app.texts.returns import RECORDS

SHORT = {"QSR": t("工作情况"), "PLAN": t("计划任务"), "HALL": t("大厅服务")}

HELP = t(
    "↑ ↓ ← → 在表里走，下面就是这一格背后的记录；Enter 到记录里，再按 Enter 打开它，Esc 回到表里。"
    "备注等人工填写的格直接打字。F7 重新核对，Ctrl+Tab 换页签，Ctrl+S 保存文字，Ctrl+Enter 封存，Ctrl+Shift+C 连表头复制整张表。"
)
FORMS_REFUSED = t("有报表定义文件不能用，这张表先停填，其他报表照常")
ONLY_HEAD = t("封存由站长来做。核对、写原因、写情况说明和导出，您现在都可以做。")
STALE = t("记录有改动，按 F7 重新核对")
NAMED = 4  # columns out of view that are named
NO_PAGE = t("这类记录没有单独的页面。")
TYPED_LATER = t("已封存的各版不会变，这里的改动进下一版。")


def short_title(form: ReturnDefinition) -> str:
    """What a form is called for short: 工作情况; one of a county's own by its whole title."""
    return SHORT.get(form.code, form.title)


def due_line(day: date) -> str:
    """应报 2026-10-13."""
    return t("应报 {day}").format(day=day.isoformat())


NOT_HANDED_IN = t("站内用表")


def left(days: int, *, overdue: bool) -> str:
    """How much time is left to hand in; a due day that is no working day may be over without one between."""
    if overdue:
        return t("逾期 {n} 个工作日").format(n=-days) if days else t("已逾期")
    return t("剩 {n} 个工作日").format(n=days) if days else t("今天下班前")


def frozen_line(version: int, cut_off: datetime) -> str:
    """第 1 版，数据截止 2026-09-30 24:00."""
    return t("第 {n} 版，数据截止 {moment}").format(n=version, moment=moment_text(cut_off))


def early(last_day: date, cut_off: datetime) -> str:
    """What a return made before its period has ended leaves out."""
    words = t("本期到 {day} 才结束，数据只到 {moment}，以后的记录不在里面。")
    return words.format(day=last_day.isoformat(), moment=moment_text(cut_off))


def checked_at(now: datetime, seconds: float) -> str:
    """14:03 核对，用时 0.4 秒."""
    return t("{time} 核对，用时 {seconds:.1f} 秒").format(time=f"{station_time(now):%H:%M}", seconds=seconds)


def made_of(kind: CellKind, measures: Sequence[str], records: int, below: int | None) -> str:
    """What a figure is made of: 由 23 条上岗记录组成，每人只算一次."""
    if kind is CellKind.MANUAL:
        return t("由填表人填写，直接在格里打字")
    if kind is CellKind.TEXT:
        return t("取自站点的登记，在设置里改") if measures else t("本行的名称")
    if kind is CellKind.RATE:
        return t("分子 {above}，分母 {below}").format(above=records, below=below or 0)
    if not records:
        return t("这一期没有这样的记录")
    if kind is CellKind.RANK:
        percent = MEASURES[measures[0]].percent
        return t("{n} 张叫到过的号票由短到长排，取第 {k} 张").format(n=f"{records:,}", k=f"{max(-(-records * percent // 100), 1):,}")
    return t("由 {n} 条{kinds}记录组成").format(n=f"{records:,}", kinds=_kinds(measures)) + _counted(measures)


def _kinds(measures: Sequence[str]) -> str:
    return t("、").join(dict.fromkeys(t(RECORDS[MEASURES[name].record]) for name in measures))


def _counted(measures: Sequence[str]) -> str:
    specs = [MEASURES[name] for name in measures]
    if any(spec.distinct for spec in specs):
        return t("，每人只算一次")
    return t("，按人数相加") if any(spec.kind is MeasureKind.SUM for spec in specs) else ""


def frozen_today(value: object, added: int, removed: int) -> str:
    """What today's records say about a frozen figure; nothing where they say the same."""
    if not added and not removed:
        return ""
    return t("　今天按记录是 {value}：多 {added} 条，少 {removed} 条").format(
        value="—" if value is None else value, added=added, removed=removed
    )


def cannot_freeze(count: int, first: str) -> str:
    """Why freezing cannot be done while a hard check fails."""
    return t("有 {count} 条核对没有通过：{first}。改好记录后按 F7 重新核对。草稿都在，没有丢。").format(count=count, first=first)


def will_freeze(title: str, version: int) -> str:
    """The heading of the confirmation: 封存 2026年第三季度工作情况 第 1 版."""
    return t("封存 {title} 第 {version} 版").format(title=title, version=version)


def freezing(cut_off: datetime, figures: int, version: int) -> tuple[str, ...]:
    """What will happen, sentence by sentence."""
    kept = t("表上 {figures} 格和每个数背后的记录名单按 {moment} 的数据固定下来，以后改记录也不会变。")
    more = t("情况说明、每月情况、核对结果、原因和审计记录的校验值一起封存。")
    again = t("封存后不能撤销。以后要改，写明原因封存第 {next} 版，第 {version} 版仍然保留。")
    return kept.format(figures=figures, moment=moment_text(cut_off)), more, again.format(next=version + 1, version=version)


def reasons_missing(count: int) -> str:
    """The label of the one reason that answers what has none of its own."""
    return t("原因（还有 {n} 条需说明没有写原因，这一句回答它们）").format(n=count)


def months_missing(codes: Sequence[str]) -> str:
    """Which months have no note yet; they do not stop the freezing."""
    return t("{months} 还没有写每月情况，不写也能封存。").format(months=t("、").join(codes))


def right_of_view(names: Sequence[str], count: int, side: str) -> str:
    """右边还有 6 列：培训、帮办."""
    more = t("等") if len(names) > NAMED else ""
    return t("{side}边还有 {n} 列：{names}").format(side=side, n=count, names=t("、").join(names[:NAMED]) + more)


def number_out_of_view(count: int, side: str) -> str:
    """右边还有 6 列."""
    return t("{side}边还有 {n} 列").format(side=side, n=count)


def file_name(station: str, title: str, version: int) -> str:
    """The name a workbook is offered under."""
    state = t("第{n}版").format(n=version) if version else t("草稿")
    plain = "".join(letter for letter in station if letter not in '\\/:*?"<>|“”')
    return f"{plain}_{title}_{state}.xlsx"
