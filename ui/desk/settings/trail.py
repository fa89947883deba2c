"""Who looked and who changed, in the settings: the audit trail by span, officer, kind of act and record, and the walk along its chain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.clock import station_time
from app.services import audits, officers
from app.services.audits import AuditDetail, AuditFilter, AuditLine, Chain
from app.texts import actions, t
from app.texts.trail import AREAS, RECORDS, area_of
from app.texts.trail_fields import TRAIL_FIELDS
from ui.desk.reading import Fact, Reading, Section
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.desk.settings.names import Handlers
from ui.desk.settings.shown import Shown
from ui.jobs import Progress
from ui.kit.fields import two_columns
from ui.kit.runs import bold, plain
from ui.models.rows import Column

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

LONG_WORD = 12
PAGE = 200
"""So many entries stand there at once; older ones come with a button."""


def section(c: Any) -> Shown:
    """The newest entries."""
    return listed(c, AuditFilter())


def listed(c: Any, wanted: AuditFilter, after: int | None = None) -> Shown:
    """Entries that the filter leaves, the newest first; ``after`` is the number of the last one seen."""
    page = audits.listing(c.db, c.actor, wanted, limit=PAGE, after=after)
    columns = (
        Column("at", t("时间"), lambda r: f"{station_time(r.at):%Y-%m-%d %H:%M}", 9, 0),
        Column("name", t("做了什么"), lambda r: bold(r.name), 0, 1, least=7),
        Column("who", t("谁"), lambda r: r.who, 5, 1),
        Column("subject", t("记录"), lambda r: record_words(r.subject), 8, 2),
    )
    note = t("，").join(filter(None, (said(wanted), t("还有更早的") if page.more else "")))
    return Shown(rows=page.rows, columns=columns, fetch=lambda context, line: _reading(context, line), note=note, empty=t("没有这样的留痕"))


def said(wanted: AuditFilter) -> str:
    """The filter in words."""
    days = (wanted.since, wanted.until)
    span = t("{first} 至 {last}").format(first=days[0] or t("最早"), last=days[1] or t("现在")) if any(days) else ""
    area = AREAS.get((wanted.action or "").rstrip("."), "") if wanted.action else ""
    return t("，").join(filter(None, (span, wanted.actor or "", t(area) if area else "", wanted.subject or "")))


def record_words(subject: str) -> str:
    """``cases:12`` as a user reads it; what has no name of its own stays as it is."""
    table, colon, key = subject.partition(":")
    return f"{t(RECORDS[table])} {key}" if colon and table in RECORDS else subject


def _reading(c: Any, line: AuditLine) -> Reading:
    detail = audits.detail(c.db, c.actor, line.seq)
    facts = (
        Fact(t("序号"), f"{line.seq:,}"),
        Fact(t("时间"), f"{station_time(line.at):%Y-%m-%d %H:%M:%S}"),
        Fact(t("谁"), t("{name}（{login}）").format(name=line.who, login=line.actor) if line.who != line.actor else line.actor),
        Fact(t("哪台电脑"), detail.seat),
        Fact(t("记录"), _breakable(record_words(line.subject))),
        Fact(t("原因"), detail.reason),
    )
    return Reading(line.name, plain(line.action, "fg_secondary"), (Section("", facts), *_changes(detail)))


def _changes(detail: AuditDetail) -> tuple[Section, ...]:
    """What changed, record by record; values only for who may read the records."""
    by_record: dict[str, list[Fact]] = {}
    for one in detail.fields:
        both = t("{before} → {after}").format(before=_value(one.before), after=_value(one.after)) if one.shown else t("有改动，内容不显示")
        by_record.setdefault(one.record, []).append(Fact(t(TRAIL_FIELDS.get(one.field, one.field)), both))
    return tuple(Section(_headed(record), tuple(facts)) for record, facts in by_record.items())


def _headed(record: str) -> str:
    """A record as a head, which stands in one line: a long key is told among the facts already."""
    table, _colon, key = record.partition(":")
    name = t(RECORDS.get(table, table))
    return f"{name} {key}" if len(key) <= LONG_WORD else name


def _breakable(text: str) -> str:
    """A name or a digest without a blank may go on in the next line."""
    return re.sub(rf"([!-~]{{{LONG_WORD}}})", "\\1\u200b", text)


def _value(value: Any) -> str:
    if value is None or value == "":
        return t("空")
    return (t("是") if value else t("否")) if isinstance(value, bool) else _breakable(str(value))


class TrailFilter(RecordForm):
    """Which entries are shown: days, officer, kind of act, record."""

    def __init__(self, staff: Mapping[str, str], wanted: AuditFilter) -> None:
        areas = sorted({area_of(code) for code in actions()} & set(AREAS), key=list(AREAS).index)
        fields = {
            "since": date_field(t("从哪天起"), wanted.since, hint=t("空着：从最早的起")),
            "until": date_field(t("到哪天止"), wanted.until, hint=t("空着：到现在")),
            "actor": choice_field(t("谁"), list(staff.items()), blank=t("所有人")),
            "action": choice_field(t("哪一类事"), [(f"{area}.", t(AREAS[area])) for area in areas], blank=t("所有的事")),
            "subject": words_field(t("记录"), hint=t("办件编号，或留痕里写的记录，例如 person:12")),
        }
        made = tuple(fields.values())
        super().__init__(t("筛选留痕"), t("看"), fields, two_columns(made[:2], made[2:4], made[4:]))
        self.fill({"actor": wanted.actor or "", "action": wanted.action or "", "subject": wanted.subject or ""})


class TrailActs:
    """The buttons of the trail over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page, self.wanted = acts, acts.page, AuditFilter()

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "trail": {
                "filter": self.ask_filter,
                "older": self.older,
                "verify": self.verify,
            }
        }

    def ask_filter(self) -> None:
        """Ask which entries; the section chosen again shows all."""
        self.page.ask(lambda c: {one.login: one.name for one in officers.listing(c.db, c.actor)} if self._knows_staff else {}, self._ask)

    @property
    def _knows_staff(self) -> bool:
        return self.page.may("officer.list")

    def _ask(self, staff: Mapping[str, str]) -> None:
        form = TrailFilter(staff, self.wanted)
        self.page.show_form(form, self._filtered, self._show)

    def _filtered(self, c: Any, v: Mapping[str, str]) -> tuple[AuditFilter, Shown]:
        subject = audits.record_of(c.db, c.actor, v["subject"])
        days: tuple[date | None, date | None] = day_of(v["since"]), day_of(v["until"])
        wanted = AuditFilter(v["action"] or None, v["actor"] or None, subject or None, *days)
        return wanted, listed(c, wanted)

    def _show(self, found: tuple[AuditFilter, Shown]) -> None:
        self.wanted = found[0]
        self.page.show_found("trail", found[1])

    def older(self) -> None:
        """The entries before the last one that is shown."""
        rows = self.page.rows_shown()
        if len(rows) < PAGE:
            self.page.desk.say(t("没有更早的了。"))
            return
        wanted = self.wanted if self.page.opened else AuditFilter()
        self.page.ask(lambda c: listed(c, wanted, rows[-1].seq), lambda found: self._show((wanted, found)), slot="older")

    def verify(self) -> None:
        """Walk along the whole chain, with progress and Cancel."""

        def work(c: Any, progress: Progress) -> Chain:
            return audits.verify(c.db, c.actor, progress.report)

        self.page.long(t("正在核对留痕"), work, self._verified)

    def _verified(self, chain: Chain) -> None:
        if chain.ok:
            self.page.strip.clear()
            gone = t("，其中 {n} 处内容按规定已清除").format(n=chain.erased) if chain.erased else ""
            self.page.desk.say(t("全部 {n} 条留痕核对无误{gone}。").format(n=f"{chain.entries:,}", gone=gone))
            return
        self.page.strip.tell(t("留痕被改动过"), _where(chain) + t("请保留现场，用备份核对，并报告县级。"))


def _where(chain: Chain) -> str:
    if chain.broken_at is not None:
        return t("第 {n} 条起对不上，之前的 {good} 条无误。").format(n=chain.broken_at, good=f"{chain.entries:,}")
    return t("{day} 的签名对不上，签名以后留痕被整体改写过。").format(day=chain.broken_days[0].isoformat())
