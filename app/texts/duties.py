"""Words and warnings of the timed duties."""

from __future__ import annotations

CHECKS = {
    "duty.cases_overdue": "{count} 个办件已经超期，请尽快办结。",
    "duty.cases_due_today": "{count} 个办件今天到期。",
    "duty.deadlines_uncertain": "{count} 个在办件的期限落在还没有节假日安排的年份，导入安排后会重算。",
    "duty.hand_overs_waiting": "{count} 个移交还没有人接收，下班后退回原责任人。",
    "duty.approvals_waiting": "{count} 件事待上级确认。",
    "duty.leads_open": "{count} 条责任追究线索没有处理完。",
    "duty.rectifications_late": "{count} 个差评到期还没有整改完。",
    "duty.households_overdue": "{count} 户零就业家庭过了期限还没有清零。",
    "duty.clock_back": "本机时间比上一条记录（{last}）早，请校准时间。记录按先后顺序保存，没有丢失。",
    "duty.holidays_missing": "还没有 {year} 年的节假日安排，请在公布后导入；导入以前按周一至周五计算。",
}

RUN_TEXT = "号票失效 {tickets}，移交退回 {hand_overs}，重算停表期限 {clocks}，催办 {chasers}，线索 {leads}"
