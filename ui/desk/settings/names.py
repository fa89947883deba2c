"""The sections of the settings and what can be done in each: the search knows them without loading them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.texts import t

Handlers = Mapping[str, Callable[[], object]]
"""What the buttons of a section do, by the name they have in ``ACTS``."""

NAMES: Mapping[str, tuple[str, str, str]] = {
    "station": (t("站点"), "home-outline", "station.look"),
    "profile": (t("规则方案"), "scale-balance", "station.look"),
    "plan": (t("计划指标"), "target", "return.read"),
    "people": (t("人员账号"), "account-key-outline", "officer.list"),
    "roster": (t("岗位安排"), "account-group-outline", "roster.read"),
    "posts": (t("岗位"), "briefcase-outline", "roster.read"),
    "deputies": (t("代理站长"), "account-switch-outline", "roster.read"),
    "where": (t("去向"), "walk", "roster.read"),
    "desks": (t("工作交接"), "swap-horizontal", "desk.read"),
    "staffing": (t("人员配备"), "account-check-outline", "training.read"),
    "drills": (t("练兵和培训"), "school-outline", "training.read"),
    "certificates": (t("证书"), "certificate-outline", "training.read"),
    "figures": (t("业绩"), "chart-box-outline", "figures.own"),
    "leads": (t("责任追究"), "message-alert-outline", "lead.correct"),
    "trail": (t("留痕"), "history", "audit.read"),
    "norms": (t("制度规范"), "book-open-outline", "norm.read"),
    "lines": (t("业务队列"), "ticket-confirmation-outline", "station.look"),
    "counters": (t("窗口"), "monitor", "station.look"),
    "hours": (t("服务时间"), "clock-outline", "station.look"),
    "notices": (t("大屏通知"), "bullhorn-outline", "queue.read"),
    "holidays": (t("节假日"), "calendar-star", "station.look"),
    "items": (t("服务事项"), "format-list-bulleted", "item.read"),
    "bundles": (t("一件事"), "playlist-check", "item.read"),
    "backup": (t("备份"), "backup-restore", "station.look"),
}
"""Word, icon, and what one must be allowed to read."""


@dataclass(frozen=True, slots=True)
class SectionAct:
    """A button of a section: its words, icon and the right it takes; ``of_row`` when it is about the row that is stood on.

    ``also`` is what else it may be looked for by; ``real_only`` when a practice station has no use for it.
    """

    words: str
    icon: str
    right: str
    of_row: bool = False
    also: str = ""
    real_only: bool = False


ACTS: Mapping[str, Mapping[str, SectionAct]] = {
    "station": {
        "change": SectionAct(t("修改站点信息"), "pencil-outline", "station.change"),
        "wall": SectionAct(t("制度上墙"), "printer-outline", "print.paper"),
        "board": SectionAct(t("专员公示"), "printer-outline", "print.paper"),
    },
    "people": {
        "add": SectionAct(t("新账号"), "account-plus-outline", "officer.add"),
        "change": SectionAct(t("修改"), "account-edit-outline", "officer.change", of_row=True),
        "password": SectionAct(t("设新口令"), "key-outline", "officer.change", of_row=True, also=t("重设密码")),
        "phone": SectionAct(t("电话"), "phone-outline", "officer.phone", of_row=True),
        "end": SectionAct(t("停用"), "account-off-outline", "officer.end", of_row=True),
        "own_password": SectionAct(t("改我的口令"), "key-outline", "officer.password", also=t("换密码、改密码"), real_only=True),
    },
    "profile": {
        "change": SectionAct(t("改这一条"), "pencil-outline", "setting.change", of_row=True),
    },
    "plan": {
        "change": SectionAct(t("填这一项"), "pencil-outline", "setting.change", of_row=True),
    },
    "holidays": {
        "import": SectionAct(t("导入放假安排"), "file-import-outline", "calendar.import", also=t("节假日表")),
    },
    "items": {
        "import": SectionAct(t("导入县里的清单"), "file-import-outline", "item.import"),
        "export": SectionAct(t("导出清单"), "file-excel-outline", "item.read"),
        "editions": SectionAct(t("各个版本"), "history", "item.read", of_row=True),
        "lines": SectionAct(t("给没有队列的事项配上"), "playlist-plus", "item.line"),
    },
    "lines": {
        "add": SectionAct(t("新队列"), "plus", "line.define"),
        "change": SectionAct(t("修改"), "pencil-outline", "line.define", of_row=True),
    },
    "counters": {
        "add": SectionAct(t("新窗口"), "plus", "counter.define"),
        "change": SectionAct(t("修改"), "pencil-outline", "counter.define", of_row=True),
        "reasons": SectionAct(t("离开窗口的原因"), "pause", "setting.change"),
    },
    "hours": {
        "change": SectionAct(t("修改服务时间"), "pencil-outline", "setting.change"),
    },
    "notices": {
        "publish": SectionAct(t("发布通知"), "bullhorn-outline", "notice.publish"),
        "end": SectionAct(t("撤下"), "minus", "notice.end", of_row=True),
    },
    "roster": {
        "add": SectionAct(t("安排岗位"), "account-plus-outline", "roster.change"),
        "end": SectionAct(t("结束"), "minus", "roster.change", of_row=True),
    },
    "deputies": {
        "add": SectionAct(t("指定代理"), "account-plus-outline", "deputy.name"),
        "end": SectionAct(t("收回"), "minus", "deputy.name", of_row=True),
    },
    "where": {
        "change": SectionAct(t("登记去向"), "pencil-outline", "whereabouts.set", of_row=True),
    },
    "desks": {
        "offer": SectionAct(t("移交"), "swap-horizontal", "desk.hand_over"),
        "take": SectionAct(t("接收"), "check-circle", "desk.take_over", of_row=True),
        "decline": SectionAct(t("不接收"), "minus", "desk.take_over", of_row=True),
        "withdraw": SectionAct(t("撤回"), "arrow-u-left-top", "desk.hand_over", of_row=True),
        "print": SectionAct(t("交接清单"), "printer-outline", "print.paper", of_row=True),
        "sign": SectionAct(t("登记签字"), "pencil-outline", "desk.hand_over", of_row=True),
        "look": SectionAct(t("看手上的工作"), "magnify", "desk.read"),
    },
    "drills": {
        "add": SectionAct(t("登记"), "plus", "training.record"),
    },
    "certificates": {
        "add": SectionAct(t("登记证书"), "plus", "certificate.change"),
        "end": SectionAct(t("不再使用"), "minus", "certificate.change", of_row=True),
    },
    "figures": {
        "records": SectionAct(t("看记录"), "magnify", "figures.own", of_row=True),
        "days": SectionAct(t("换一段时间"), "calendar-clock", "figures.own"),
        "modes": SectionAct(t("服务方式"), "hand-heart-outline", "file.read"),
    },
    "norms": {
        "publish": SectionAct(t("发布新版"), "bullhorn-outline", "norm.publish", of_row=True),
        "editions": SectionAct(t("各个版本"), "book-open-outline", "norm.read", of_row=True),
        "print": SectionAct(t("打印上墙"), "printer-outline", "print.paper", of_row=True),
    },
    "posts": {
        "add": SectionAct(t("新岗位"), "plus", "roster.change"),
        "change": SectionAct(t("修改"), "pencil-outline", "roster.change", of_row=True),
        "cases": SectionAct(t("这个岗收的办件"), "folder-outline", "roster.read", of_row=True),
    },
    "bundles": {
        "add": SectionAct(t("新的一件事"), "plus", "item.change"),
        "change": SectionAct(t("修改"), "pencil-outline", "item.change", of_row=True),
        "end": SectionAct(t("停用"), "minus", "item.change", of_row=True),
        "editions": SectionAct(t("各个版本"), "book-open-outline", "item.read", of_row=True),
    },
    "trail": {
        "filter": SectionAct(t("筛选"), "filter-outline", "audit.read"),
        "older": SectionAct(t("更早的"), "chevron-down", "audit.read"),
        "verify": SectionAct(t("核对全部留痕"), "shield-check-outline", "audit.read"),
    },
    "backup": {
        "create": SectionAct(t("现在备份"), "backup-restore", "backup.create"),
    },
}
