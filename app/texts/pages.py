"""Words of the desk's pages: the rules of a profile by their names, and what a silent document means."""

from __future__ import annotations

RULES: dict[str, str] = {
    "circle_text": "就业服务圈",
    "circle_radius_km": "服务圈半径（公里）",
    "circle_minutes": "服务圈分钟数",
    "visit_text": "走访要求",
    "visit_days_per_month": "每月走访天数",
    "visit_residents_every_months": "几个月走访一遍居民",
    "visit_households_every_months": "几个月走访一遍家庭",
    "visits_per_person_and_year": "每人每年走访次数",
    "employer_visits_per_month": "每月走访单位数",
    "surveys_per_quarter": "每季度摸排次数",
    "survey_percent": "摸排比例（%）",
    "staff_minimum": "最少人数",
    "staff_full_time": "要求专职",
    "staff_certified": "要求持证",
    "supplement": "补正时的计时",
    "late_receipt": "下班后收件",
    "notice_days": "一次告知的期限（工作日）",
    "receipt_counts_without_notice": "逾期不告知视为收件即受理",
    "extension_most": "最多延长（工作日）",
    "second_person": "要第二人确认的事",
    "bad_rating_days": "差评整改期限（工作日）",
    "zero_family_count": "零就业家庭怎么数一个月",
    "zero_family_roll": "最后一天遇休息日顺延",
    "report_month": "报表的月份",
    "grace_days": "报送宽限（天）",
    "reminder_days": "提前提醒（天）",
    "cumulative_from": "累计数从哪天起",
    "plan_from": "计划开始",
    "plan_until": "计划结束",
    "targets": "计划指标",
    "helped_window_months": "帮扶成效追溯（月）",
    "priority_classes": "优先服务的人",
    "max_passed": "最多让过几位",
    "restore_behind": "过号恢复排在几位之后",
    "recalls": "最多叫几次",
    "weight_numbers": "权重每高一级早几个号",
    "lapse_minutes": "叫号后窗口失联几分钟退回",
    "appointment_least_days": "至少提前几天预约",
    "appointment_days_ahead": "最多预约到几个工作日后",
    "appointments_per_day": "每人每天最多预约几次",
    "appointment_cancel_hours": "最晚提前几小时取消预约",
    "appointment_early_minutes": "最多早到几分钟签到",
    "appointment_late_minutes": "最多迟到几分钟签到",
    "appointment_first": "预约的人先叫",
    "no_show_limit": "爽约几次后停止预约",
    "no_show_days": "爽约按几天内计（天）",
    "retention_years": "资料保存（年）",
}

ERRORS: dict[str, str] = {
    "print.record_gone": "“{record}”对应的记录已经找不到了，不能重新画出。原来打印的记录还在。",
    "list.too_long": "这张清单超过 {most} 条，没有导出。请先用查找或上面的按钮缩小范围。",
    "list.not_writable": "文件没有写成：文件夹“{folder}”不能写入，或者同名的文件正开着。请换一个地方，或先关掉那个文件。",
}

WORDS: dict[str, str] = {
    "MonthRule.natural": "自然月",
    "MonthRule.21-20": "上月 21 日到本月 20 日",
}
