"""The sections of the settings by word, icon and what one must be allowed to read: the search knows them without loading them."""

from __future__ import annotations

from collections.abc import Mapping

from app.texts import t

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
