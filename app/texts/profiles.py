"""Sentences about rule profiles."""

from __future__ import annotations

ERRORS = {
    "profile.rule_value": "“{value}”不能用作“{name}”的值，没有改。数要填正整数，其他的从列表里选。",
    "profile.unknown": "规则方案 {profile} 里有不认识的规则：{keys}。请核对文件，方案没有启用。",
    "profile.twice": "规则方案 {profile} 把同一条规则既写了值又写成“文件未规定”：{keys}。请只留一处，方案没有启用。",
    "profile.missing": "规则方案 {profile} 漏写了规则：{keys}。文件没有规定的，请列入 silent，方案没有启用。",
    "profile.value": "规则方案 {profile} 里“{key}”的值“{value}”不能使用。请核对文件，方案没有启用。",
}

WORDS = {
    "CumulativeFrom.year": "自一月一日起累计",
    "CumulativeFrom.plan": "自计划开始起累计",
    "Target.stations_total": "建站总数",
    "Target.stations_2024": "2024 年建站数",
    "Target.stations_2025": "2025 年建站数",
    "Target.stations_2026": "2026 年建站数",
    "Target.helped_people": "兜底帮扶人数",
    "Target.pilot_communities": "试点社区数",
    "Target.trainees": "见习人数",
    "Target.fairs": "招聘会场次",
    "Target.employers_served": "服务企业户次",
    "Target.intentions": "达成意向人次",
}
