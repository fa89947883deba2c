"""Sentences about working days, deadlines and the dates of late entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import fill, word

if TYPE_CHECKING:
    from app.domain.deadlines import DayLine

ERRORS = {
    "calendar.empty": "{year} 年的节假日表没有任何日期，没有导入。请检查文件内容。",
    "calendar.day_twice": "{day} 在节假日表里出现了两次，整张表没有导入。请删去重复的一行再导入。",
    "calendar.wrong_year": "{day} 不属于 {year} 年，整张表没有导入。请按年份分开导入。",
    "calendar.no_name": "{day} 没有写节假日名称，整张表没有导入。请补上名称。",
    "calendar.work_on_weekday": "{day} 本来就是周一至周五，不能标为补班，整张表没有导入。请核对日期。",
    "calendar.backwards": "放假结束日 {last} 早于开始日 {first}，整张表没有导入。请核对日期。",
    "calendar.unreadable": "节假日表里的“{text}”读不出来，整张表没有导入。日期写成 2026-01-01，类别写 off（放假）或 work（补班）。",
    "calendar.file_missing": "找不到文件 {path}。请核对路径和文件名。",
    "calendar.file_unreadable": "文件 {path} 读不懂，没有导入任何一年。应是表格（.xlsx 或 .csv，每天一行），"
    "或 TOML 文件（每年一段：[2027]，里面写 off 和 work）。",
    "calendar.part": "文件里有 {year} 年的日子，却没有 {year} 年 1 月 1 日放假，不是这一年完整的安排，没有导入。"
    "请补全这一年，或删去这一年的行。",
    "calendar.csv": "文件 {path} 里的引号不成对，读不出来，没有导入任何一年。请用表格软件重新另存。",
    "calendar.sheet_heads": "前 5 行里没有找到表头，没有导入任何一年。要有这些列：{columns}，每天一行。",
    "calendar.sheet_column": "第 {line} 行的表头缺少：{columns}，没有导入任何一年。请补上这些列。",
    "calendar.sheet_empty": "第 {line} 行的表头下面没有日子，没有导入任何一年。请每天写一行。",
    "calendar.sheet_several": "文件 {path} 里有几张写了字的工作表：{sheets}。没有导入任何一年，请只留放假安排那一张。",
    "calendar.sheet_long": "文件 {path} 有 {rows} 行，最多读 {most} 行，没有导入任何一年。请只留放假安排。",
    "calendar.sheet_date": "第 {line} 行“{column}”的“{text}”不是完整的日期，没有导入任何一年。"
    "写成 2027-01-01、2027/1/1 或 2027年1月1日，一行一天。",
    "calendar.sheet_kind": "第 {line} 行“{column}”的“{text}”认不出来，没有导入任何一年。请写 放假 或 补班。",
    "calendar.sheet_name": "第 {line} 行“{column}”是空的，没有导入任何一年。请写节假日名称，例如 元旦。",
    "calendar.sheet_weekday": "第 {line} 行“{column}”：{day} 本来就是周一至周五，不能标为补班，没有导入任何一年。请核对日期。",
    "calendar.sheet_twice": "第 {line} 行“{column}”：{day} 在第 {first} 行已经有了，没有导入任何一年。请删去重复的一行。",
    "calendar.sheet_formula": "第 {line} 行“{column}”是公式，没有导入任何一年。请改成写好的值再保存。",
    "calendar.sheet_merged": "第 {line} 行“{column}”是合并的单元格，没有导入任何一年。请取消合并，每行都写上。",
    "deadline.limit_range": "时限 {days} 个工作日不在 0 至 {most} 之间。即办填 0，其余填工作日数。",
    "deadline.extension_range": "延期 {days} 个工作日不在 1 至 {most} 之间，请重新填写。",
    "deadline.pause_order": "停表结束日 {end} 早于开始日 {begin}，请核对这两个日期。",
    "deadline.pause_long": "停表从 {begin} 到 {end} 超过十年，请核对年份。",
    "deadline.date_range": "日期 {day} 不在可以计算的范围内，请核对年份。",
    "deadline.pause_before_acceptance": "停表从 {begin} 开始，早于受理日 {accepted}；受理以前不计时，不需要停表。",
    "deadline.pause_overlap": "停表 {begin} 与前一段停表重叠，前一段到 {previous_end} 才结束。请先核对前一段。",
}

CHECKS = {
    "deadline.year_without_table": "计算用到了 {years} 年，还没有该年的节假日表，暂按周一至周五计算；导入后会自动重算。",
}

WORDS = {
    "DayKind.work": "工作日",
    "DayKind.rest": "休息日",
    "DayKind.holiday": "放假",
    "DayKind.make_up": "补班",
    "SpecialKind.off": "放假",
    "SpecialKind.work": "补班",
    "DayWhy.accepted": "受理当日，不计入",
    "DayWhy.same_day": "即办，当日计入",
    "DayWhy.work": "工作日，计入",
    "DayWhy.make_up": "{name}补班，计入",
    "DayWhy.rest": "休息日，不计入",
    "DayWhy.holiday": "{name}放假，不计入",
    "DayWhy.paused": "{pause}停表，不计入",
    "DayWhy.dropped": "补正后重新计算，此前不计入",
    "PauseKind.supplement": "补正",
    "PauseKind.notice": "公示",
    "PauseKind.hearing": "听证",
    "PauseKind.inspection": "检验检测",
    "PauseKind.appraisal": "鉴定",
    "PauseKind.experts": "专家评审",
    "PauseKind.closed": "办结后重办",
    "SupplementRule.stop": "补正期间停表",
    "SupplementRule.restart": "补正后重新计算",
    "Light.overdue": "逾期",
    "Light.due_today": "今天到期",
    "Light.near": "临期",
    "Light.normal": "办理中",
    "Light.paused": "停表",
    "LateReceipt.next_working_day": "下班后或休息日收到的，按下一工作日收件",
    "LateReceipt.same_day": "下班后或休息日收到的，按当日收件",
    "MonthCount.civil": "次月同日为最后一日",
    "MonthCount.strict": "次月同日的前一日为最后一日",
}


def day_reason(line: DayLine) -> str:
    """Why a day of a deadline counts or not, as a user reads it: "春节补班，计入"."""
    pause = word(line.pause) if line.pause else ""
    return fill(word(line.why), {"name": line.name, "pause": pause})


RECOUNTED = "{years} 年放假安排变动"
