"""Sentences and words of households and of zero-employment households."""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "household.future": "日期 {date} 在今天之后，请核对。",
    "household.no_members": "请至少选一名家庭成员。",
    "household.member_in_work": "家庭成员里有人登记为已就业，不能认定为零就业家庭。如果情况有变，请先更新他的就业失业状态。",
    "household.nobody_of_working_age": "家庭成员里没有劳动年龄内、需要就业的人，不能认定为零就业家庭。请核对成员和出生日期。",
    "household.already_recognised": "这一户已经在册（{date} 认定），没有重复认定。",
    "household.member_elsewhere": "{name}已登记在另一户，请先从那一户移出。原有记录没有改动。",
    "household.ended": "这一户已经是“{state}”，不能再办理。需要更正的，请说明原因后由站长处理。",
    "household.not_a_member": "就业的人不在这一户的成员里，请核对。",
    "household.start_unconfirmed": "清零要有家庭成员已确认的上岗记录。请先确认上岗，再来清零。",
    "household.before_recognition": "日期不能早于认定日期 {date}，请核对。",
    "household.few_refusals": "目前只有 {count} 次拒绝推荐的记录，满 {least} 次才能按此退出。",
    "household.contact_recent": "最近一次联系是 {date}，满 {months} 个月失去联系才能按此退出。",
    "household.exit_reason": "请写明退出的原因。",
    "household.not_recognised": "这一户没有零就业家庭的认定记录，请核对户编号。",
    "household.hire_not_found": "没有找到这个人的这条上岗记录，请核对。",
    "household.members_format": "成员要写成用逗号隔开的人员编号，例如 12,13；“{text}”看不懂。",
    "household.not_found": "没有找到这一户，请核对户编号。",
}

CHECKS: dict[str, str] = {
    "household.last_day_near": "清零期限只剩 {days} 天，最后一天是 {date}。",
    "household.overdue": "清零期限 {date} 已过，请尽快帮扶上岗。",
}

ACTIONS: dict[str, str] = {
    "household.add": "登记家庭",
    "household.change": "修改家庭信息",
    "household.recognise": "认定零就业家庭",
    "household.clear": "零就业家庭清零",
    "household.exit": "零就业家庭退出",
    "household.read": "查看家庭",
}

WORDS: dict[str, str] = {
    "ZeroState.recognised": "在册",
    "ZeroState.cleared": "已清零",
    "ZeroState.exited": "已退出",
    "ExitKind.refusals": "三次拒绝推荐",
    "ExitKind.out_of_contact": "失去联系满三个月",
    "ExitKind.moved_away": "迁出",
    "ExitKind.other": "其他原因",
}
