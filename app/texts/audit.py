"""Sentences of the audit trail and of ``check``."""

ERRORS: dict[str, str] = {
    "audit.no_record": "没有编号为“{text}”的办件。写办件编号，或留痕里的记录，例如 person:12。",
    "audit.unknown": "没有第 {seq} 条审计记录。请按序号从留痕列表里选。",
}

CHECKS: dict[str, str] = {
    "check.structure": "数据库结构检查发现问题：{found}。请停止使用，用最近的备份恢复。",
    "check.audit": "审计记录从第 {seq} 条起对不上：有人绕开程序改动、删除或调换过。请保留现场，与备份核对。",
    "check.signature": "{day} 的审计签名对不上：签名以后审计记录被整体改写过，或者签名不是本站的。请保留现场，与备份核对。",
    "check.search_keys": "服务对象 {person} 的检索信息不完整，查找时可能找不到。请打开该人资料重新保存。",
    "check.marks": "有 {ratings} 条评价，却有 {marks} 个“已评价”的标记：每条评价应当正好有一个。",
    "check.lost_keys": "有 {count} 条检索信息对应的服务对象已不存在。",
}
