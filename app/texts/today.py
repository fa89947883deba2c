"""Words of the Today page: the groups, the kinds of things to do, and the short sentences of a row."""

from __future__ import annotations

from datetime import date, datetime

from app.texts import t

HOURS_FROM = 120
"""Minutes from which a time is told in hours."""
WEEKDAYS = "一二三四五六日"
NOTHING = t("今天没有要办的事，放心。")

WORDS = {
    "TodayGroup.now": "现在就办",
    "TodayGroup.soon": "快到期",
    "TodayGroup.hour": "一小时内的预约",
    "TodayGroup.day": "今天要做",
    "TodayKind.case": "办件",
    "TodayKind.material": "补正",
    "TodayKind.later": "待补材料",
    "TodayKind.received": "待受理",
    "TodayKind.approval": "待确认",
    "TodayKind.hand_over": "待接收",
    "TodayKind.inquiry": "首问",
    "TodayKind.proxy": "代办",
    "TodayKind.desk": "工作交接",
    "TodayKind.chaser": "催办",
    "TodayKind.moved": "期限重算",
    "TodayKind.lead": "责任追究",
    "TodayKind.rectification": "差评整改",
    "TodayKind.appeal": "评价申诉",
    "TodayKind.complaint": "投诉",
    "TodayKind.invitation": "评价邀请",
    "TodayKind.lost": "窗口失联",
    "TodayKind.household": "零就业家庭",
    "TodayKind.appointment": "预约",
    "TodayKind.visit": "走访",
    "TodayKind.certificate": "证书",
    "TodayKind.whereabouts": "去向",
    "TodayKind.return": "报表",
}


def silent(since: datetime, today: date) -> str:
    """Since when a counter with a visitor in service has been silent."""
    when = f"{since:%H:%M}" if since.date() == today else f"{since:%m-%d %H:%M}"
    return t("还在办理，{when} 起没有消息").format(when=when)


def silent_for(minutes: int) -> str:
    """How long it has been silent."""
    return t("{n} 分").format(n=minutes) if minutes < HOURS_FROM else t("{n} 小时").format(n=minutes // 60)


def handled_by(officer: str) -> str:
    """Who answers."""
    return t("{officer}处理").format(officer=officer)


def lacking(names: str, due: date) -> str:
    """What an acceptance went without, and its last day."""
    return t("容缺，最迟 {day} 交齐 {names}").format(names=names, day=short_day(due))


def untold(received: date, *, late: bool, accepted: bool) -> str:
    """A case taken in that was neither accepted nor told what is missing."""
    if late and accepted:
        return t("{day} 收件，过期没有告知，视为收件之日受理").format(day=short_day(received))
    return t("{day} 收件，还没有受理或一次性告知").format(day=short_day(received))


def not_taken(officer: str) -> str:
    """Nobody accepted a hand-over by the close of its day."""
    return t("{officer}没有接收，已退回").format(officer=officer or t("对方"))


def people(count: int) -> str:
    """How many people."""
    return t("{n} 位").format(n=count)


def left_working(days: int) -> str:
    """Working days to a deadline: 剩 2 个工作日, 今天下班前, 逾期 2 个工作日."""
    if days == 0:
        return t("今天下班前")
    return t("剩 {n} 个工作日").format(n=days) if days > 0 else t("逾期 {n} 个工作日").format(n=-days)


def left_days(days: int) -> str:
    """Calendar days to a last day."""
    if days == 0:
        return t("今天")
    return t("剩 {n} 天").format(n=days) if days > 0 else t("逾期 {n} 天").format(n=-days)


def left_minutes(minutes: int) -> str:
    """Minutes to an appointment; one whose time has passed says so."""
    return t("{n} 分钟后").format(n=minutes) if minutes > 0 else t("已到时间")


def short_day(day: date) -> str:
    """10-10, as second lines of the current year write it."""
    return f"{day:%m-%d}"


def runs_out(what: str, day: date) -> str:
    """职业技能等级证，12-23 到期: what it is that runs out, and when."""
    return t("{what}，{day} 到期").format(what=what, day=short_day(day))


def weekday(day: date) -> str:
    """周六."""
    return t("周") + WEEKDAYS[day.weekday()]


def due_day(day: date, *, make_up: bool) -> str:
    """The day of a deadline with its weekday; a worked weekend is named: 10-10（周六）补班."""
    return t("{day}（{weekday}）").format(day=short_day(day), weekday=weekday(day)) + (t("补班") if make_up else t("到期"))


def received_by(officer: str, accepted: date) -> str:
    """Who received the visitor first, and when the case was accepted."""
    return t("首问{officer}，{day} 受理").format(officer=officer, day=short_day(accepted))


def promised(days: int) -> str:
    """What was promised."""
    return t("承诺 {n} 个工作日").format(n=days) if days else t("即办件，当天办结")


def material(came: int, lacking: int, *, accepted: bool) -> str:
    """What came back and what follows from it."""
    if lacking:
        return t("交回 {came} 份，还缺 {lacking} 份").format(came=came, lacking=lacking)
    return t("交回 {came} 份，已齐，").format(came=came) + (t("可恢复计时") if accepted else t("可以受理"))


def asked_by(officer: str, reason: str) -> str:
    """Who asks for the second person, and why."""
    return t("{officer} 申请").format(officer=officer) + (t("：{reason}").format(reason=reason) if reason else "")


def given_by(officer: str, reason: str) -> str:
    """Who hands a case over, and why."""
    return t("{officer} 移交").format(officer=officer) + (t("：{reason}").format(reason=reason) if reason else "")


def bad_rating(day: date, text: str) -> str:
    """Which rating is to be answered."""
    said = t("反映“{text}”").format(text=text) if text else t("未留意见")
    return f"{short_day(day)} {said}"


def responsible(officer: str) -> str:
    """Who answers for it."""
    return t("责任人 {officer}").format(officer=officer) if officer else t("还没有责任人")


def recognised(day: date, last: date) -> str:
    """When a household was recognised and the last day for clearing it."""
    return t("{day} 认定，{last} 前清零").format(day=short_day(day), last=short_day(last))


def households(count: int) -> str:
    """3 户."""
    return t("{n} 户").format(n=count)


def agreed(day: date) -> str:
    """For which day a visit was agreed."""
    return t("约定 {day}").format(day=short_day(day))


def appointment_note(note: str, before: int) -> str:
    """What is known of a booked visit: the officer's note, else how often the visitor came for it."""
    if note:
        return note
    return t("第 {n} 次来办").format(n=before + 1) if before else t("第一次来办")


def lead(state: str, number: str, correct_by: date | None) -> str:
    """Of which case an explanation is asked for, or until when something is to be corrected."""
    asked = t("等您说明情况") if correct_by is None or state == "raised" else t("要在 {day} 前整改").format(day=short_day(correct_by))
    return f"{number} {asked}".strip()


def lead_of_another(officer: str, correct_by: date | None) -> str:
    """A lead on one's case that names who had it before."""
    ordered = t("，{day} 前整改").format(day=short_day(correct_by)) if correct_by else ""
    return t("责任人{officer}{ordered}，办件现由您办理").format(officer=officer, ordered=ordered)


def lead_waits(state: str, officer: str, correct_by: date | None) -> str:
    """What a lead waits for from who decides."""
    if state == "decided" and correct_by is not None:
        return t("责任人{officer}已离岗，等您登记整改").format(officer=officer)
    if state in ("raised", "stated"):
        return t("责任人{officer}，等您处理").format(officer=officer)
    return t("责任人{officer}，等您归档").format(officer=officer)


def moved(before: date, after: date) -> str:
    """From which day to which a deadline moved."""
    if before == after:
        return t("放假安排改过，期限又改回 {day}").format(day=short_day(after))
    return t("放假安排改了，期限由 {before} 改为 {after}").format(before=short_day(before), after=short_day(after))


def more_cases(count: int) -> str:
    """How many more."""
    return t("还有 {n} 件").format(n=count)


def lead_of_moved(officer: str, deadline: date) -> str:
    """A lead for being overdue by a deadline that is another one now."""
    return t("责任人{officer}，期限已重算为 {day}，当时不算超期").format(officer=officer, day=short_day(deadline))


def leads(count: int) -> str:
    """How many leads."""
    return t("{n} 条").format(n=count)


def waited(days: int) -> str:
    """For how many days something has waited for an answer."""
    return t("已等 {n} 天").format(n=days) if days > 0 else t("今天提出")


def back_at(at: datetime, today: date) -> str:
    """When somebody means to be back: 15:30 回, 10-12 08:30 回."""
    day = "" if at.date() == today else f"{short_day(at.date())} "
    return t("{at} 回").format(at=f"{day}{at:%H:%M}")


def friendly(kinds: str) -> str:
    """The line at the foot: what has nothing waiting."""
    return t("{kinds}：没有待办的，放心。").format(kinds=kinds)


def visit_of(kind: str) -> str:
    """入户走访, 单位走访."""
    return t("{kind}走访").format(kind=kind)
