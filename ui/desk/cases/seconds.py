"""What waits for a second person, and what was entered late: decided here by own account or by the signed slip, listed for the head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QFileDialog

from app.domain.clock import business_date, station_time
from app.domain.late_entries import LateState
from app.domain.periods import PeriodKind, period_of
from app.domain.second_person import SecondStep, SignedSlip
from app.services import attachments, late_entries, seconds
from app.services.late_entries import LateLine
from app.services.papers import Wanted
from app.services.seconds import SecondLine
from app.texts import t, word
from app.texts.phrases.late import prepared_facts
from ui.desk.cases.acts import AGREED, ANSWERS, REFUSED
from ui.desk.cases.inner import InnerList
from ui.desk.cases.voice_forms import FewWords
from ui.desk.kept import Keep
from ui.desk.keys import key_of
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.buttons import Kind, second
from ui.kit.fields import Choice, Field, line, two_columns
from ui.kit.runs import Runs, bold, with_icon
from ui.kit.text import row
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

Row = SecondLine | LateLine
_TONES = {LateState.NOTED: "fg_secondary", LateState.APPROVED: "ok", LateState.ASKED: "accent", LateState.REFUSED: "danger"}
_ICONS = {LateState.ASKED: "account-clock-outline", LateState.APPROVED: "account-check-outline", LateState.REFUSED: "cancel"}


class FilePick(Choice):
    """A file of this machine: its path, typed or found with a button."""

    def __init__(self) -> None:
        super().__init__(())
        self.path = line(hint=t("扫描件或照片"))
        self.path.textChanged.connect(self.picked.emit)
        lay = self.layout()
        assert lay is not None
        lay.addLayout(row(self.path, second(t("选文件"), self._choose, icon="paperclip")))  # type: ignore[attr-defined]

    def _choose(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, t("选一个文件"))
        if found:
            self.path.setText(found)

    def text(self) -> str:
        return self.path.text().strip()

    def setText(self, code: str) -> None:
        self.path.setText(code)

    def setFocus(self, *reason: Any) -> None:
        self.path.setFocus()


class SlipForm(RecordForm):
    """The approval slip as it came back signed."""

    def __init__(self, title: str, today: date, about: str) -> None:
        fields = {
            "signer": words_field(t("签批人姓名"), required=True),
            "duty": words_field(t("签批人职务"), required=True),
            "signed_on": date_field(t("签批日期"), today, required=True),
            "answer": choice_field(t("签批结果"), ANSWERS, blank=t("请选择"), required=True),
            "slip": Field(t("签批单扫描件"), FilePick(), required=True),
            "reason": words_field(t("意见"), hint=t("不同意时要写明原因")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        keep = Keep("approval_slip", about, t("签批单"))
        super().__init__(t("登记签批单：{title}").format(title=title), t("登记"), fields, rows, keep=keep)
        self.also = dict.fromkeys(("scan", "data"), "slip")


class SecondsPage(InnerList):
    """待上级确认 with its decision, and the list of late entries by their period."""

    help = t(
        "待确认和补录：等第二人确认的事，有权限的人在这里确认；本站没有别人可以确认的，打印签批单请县级人员签字，再登记扫描件。"
        "补录清单按登记的日子排，框里可以写 2026-10 或 2026-10-01..2026-10-15。"
    )
    name, place_title, icon = "seconds", t("待确认和补录"), "account-clock-outline"
    empty = t("没有等待确认的事。")
    hint = t("人名、月份或起止日期")
    fed_by = frozenset({"approval"})
    chips = (
        ("waiting", t("待上级确认"), "account-clock-outline"),
        ("late", t("本月补录"), "calendar-clock"),
        ("before", t("上月补录"), ""),
        ("all", t("全部补录"), ""),
        ("unconfirmed", t("未确认的补录"), ""),
        ("refused", t("未同意的补录"), ""),
        ("decided", t("已确认的事"), "account-check-outline"),
    )

    def open(self, ref: Ref) -> None:
        """``second`` by its id, ``late`` as the list of late entries."""
        self._wanted = ref.key if ref.kind == "second" else None
        self.narrow("waiting" if ref.kind == "second" else "late")

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("state", t("状态"), _state, 7, 0),
            Column("what", t("事项"), lambda r: bold(_what(r)), 9, 0, tip=_what),
            Column("whom", t("对象"), _whom, 0, 1, least=5, tip=_whom),
            Column("day", t("发生日期"), lambda r: _day(r).isoformat() if _day(r) else "", 7, 1),
            Column("who", t("登记人"), _asker, 4, 2),
            Column("entered", t("登记日期"), lambda r: f"{station_time(_entered(r)):%Y-%m-%d}", 7, 2),
        )

    def fetch(self) -> Fetch:
        context, only, text = self.context, self.only, self.box.text().strip()
        span = _span(text, business_date(context.now())) if only != "waiting" else None

        def rows(after: Any, limit: int) -> Rows:
            found = _read(context, only, span, after, limit)
            kept = [one for one in found if span or not text or text in _whom(one) or text in _asker(one) or text in _what(one)]
            return Rows(tuple(kept), found[-1].id if only != "waiting" and len(found) == limit else None)

        return rows

    def key_of_row(self, value: Any) -> object:
        return value.id if value is not None else None

    # -- the pane

    def read_row(self, value: Row) -> Callable[[Any], Reading] | None:
        if isinstance(value, SecondLine):
            if value.state is not LateState.ASKED:
                return lambda _context: self._decided(value)
            return lambda c: self._waiting(seconds.show(c.db, c.actor, c.now(), value.id))
        return lambda _context: self._late(value)

    def _waiting(self, one: SecondLine) -> Reading:
        facts = (
            Fact(t("对象"), _whom(one)),
            Fact(t("发生日期"), one.day.isoformat() if one.day else ""),
            Fact(t("申请人员"), t("{name}　{at}").format(name=one.asker, at=f"{station_time(one.asked_at):%Y-%m-%d %H:%M}")),
            Fact(t("原因") if one.step is SecondStep.LATE_ENTRY or one.case else t("内容"), one.reason),
            *(Fact(name, said) for name, said in prepared_facts(one.data)),
            Fact(t("由谁确认"), word(one.who)),
            Fact("", t("确认以前没有记入，期限照常计算。") if not one.case else t("确认以前期限照常计算。"), "secondary"),
        )
        return Reading(_what(one), _state(one), (Section("", facts),), self._acts(one))

    def _decided(self, one: SecondLine) -> Reading:
        at = f"{station_time(one.confirmed_at):%Y-%m-%d %H:%M}" if one.confirmed_at else ""
        facts = (
            Fact(t("对象"), _whom(one)),
            Fact(t("申请人员"), t("{name}　{at}").format(name=one.asker, at=f"{station_time(one.asked_at):%Y-%m-%d %H:%M}")),
            Fact(t("内容"), one.reason),
            Fact(t("确认"), t("{name}　{at}").format(name=one.confirmed_by, at=at)),
            Fact(t("意见"), str(one.data.get("answer", ""))),
        )
        return Reading(_what(one), _state(one), (Section("", facts),), (*self._acts(one), *self._slip_of(one)))

    def _slip_of(self, one: Row) -> tuple[Do, ...]:
        """The signed slip, to be looked at outside."""
        return (Do(t("另存签批单"), lambda: self._save_slip(one), "content-save-outline"),) if one.attachment_id else ()

    def _save_slip(self, one: Row) -> None:
        path, _ = QFileDialog.getSaveFileName(self, t("另存为"), t("签批单-{id}").format(id=one.id))
        if path:
            self.save_to(one, Path(path))

    def save_to(self, one: Row, path: Path) -> None:
        """Write the signed slip of a decision out in the clear."""
        kept = one.attachment_id
        assert kept is not None
        said = t("签批单已另存。用完请及时删除。")
        self.put(lambda c: path.write_bytes(attachments.content(c.db, c.actor, c.settings, kept)), lambda _size: self.desk.say(said))

    def _acts(self, one: SecondLine) -> tuple[Do, ...]:
        acts: list[Do] = []
        if one.mine:
            acts.append(Do(t("确认"), lambda: self._approve(one), "account-check-outline", Kind.STRONG, key_of("primary")))
            acts.append(Do(t("不同意"), lambda: self._disagree(one), "cancel"))
        if one.paper:
            acts.append(Do(t("打印签批单"), lambda: self._print(one), "printer-outline"))
            acts.append(Do(t("登记签批单"), lambda: self._slip(one), "account-check-outline"))
        if one.case:
            acts.append(Do(t("打开办件"), lambda: self.desk.go("cases", Ref("case", one.case)), "folder-outline"))
        return tuple(acts)

    def _late(self, one: LateLine) -> Reading:
        confirmed = f"{one.confirmed_by}　{station_time(one.confirmed_at):%Y-%m-%d %H:%M}" if one.confirmed_at else ""
        facts = (
            Fact(t("对象"), _whom(one)),
            Fact(t("发生日期"), one.on.isoformat()),
            Fact(t("登记"), t("{name}　{at}").format(name=one.officer, at=f"{station_time(one.recorded_at):%Y-%m-%d %H:%M}")),
            Fact(t("补录原因"), one.reason),
            Fact(t("确认"), confirmed),
            Fact("", t("这一天的报表已经封存，不改变封存的数字，计入下一期的累计。") if one.frozen else "", "secondary"),
        )
        acts = [Do(t("打开办件"), lambda: self.desk.go("cases", Ref("case", one.case)), "folder-outline")] if one.case else []
        if one.person_id is not None:
            person = one.person_id
            acts.append(Do(t("打开人员"), lambda: self.desk.go("people", Ref("person", person)), "account-outline"))
        return Reading(_what(one), _state(one), (Section("", facts),), (*acts, *self._slip_of(one)))

    # -- acts

    def _approve(self, one: SecondLine) -> None:
        self.put(lambda c: seconds.approve(c.db, c.actor, c.now(), one.id), self._kept)

    def _disagree(self, one: SecondLine) -> None:
        form = FewWords(t("不同意：{what}").format(what=_what(one)), t("不同意"), t("原因"), about=f"second:{one.id}", step="disagree")
        form.also = {"reason": "text"}
        work = lambda c, v: seconds.approve(c.db, c.actor, c.now(), one.id, refused=True, reason=v["text"])  # noqa: E731
        self.show_form(form, work, self._kept)

    def _print(self, one: SecondLine) -> None:
        self.desk.go("prints", Ref("paper", Wanted("approval-slip", second=one.id)))

    def _slip(self, one: SecondLine) -> None:
        form = SlipForm(_what(one), business_date(self.context.now()), f"second:{one.id}")
        self.show_form(form, partial(_signed, one.id), self._kept)

    def _kept(self, _answer: Any) -> None:
        self.desk.say(t("已登记。"))
        self.refill()


def _signed(approval_id: int, c: Any, values: Mapping[str, str]) -> Any:
    """What the slip says is done, and its scan kept with that."""
    signed = day_of(values["signed_on"])
    assert signed is not None, "the form asks for it"
    slip, answer = SignedSlip(values["signer"], values["duty"], signed), values["answer"]
    assert answer in (AGREED, REFUSED)
    said = {"refused": answer == REFUSED, "reason": values["reason"]}
    with attachments.read_in(c.db, c.actor, c.settings, t("签批单"), Path(values["slip"])) as scan:
        return seconds.sign(c.db, c.actor, c.now(), approval_id, slip, scan=scan, **said)


Span = tuple[date | None, date | None]


def month_span(day: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    month = period_of(PeriodKind.MONTH, day)
    return month.first_day, month.last_day


def _read(c: Any, only: str, span: Span | None, after: Any, limit: int) -> tuple[Row, ...]:
    if only == "waiting":
        return seconds.waiting(c.db, c.actor, c.now(), limit)
    if only == "decided":
        return seconds.decided(c.db, c.actor, c.now(), after, limit)
    today = business_date(c.now())
    month = month_span(today) if only == "late" else month_span(month_span(today)[0] - _DAY) if only == "before" else (None, None)
    since, until = span or month
    state = {"unconfirmed": LateState.ASKED, "refused": LateState.REFUSED}.get(only)
    return late_entries.listing(c.db, c.actor, since=since, until=until, state=state, before=after, limit=limit)


_DAY = date(2026, 1, 2) - date(2026, 1, 1)


def _span(text: str, today: date) -> Span | None:
    """What was typed as a month (2026-10), a day, or two days with dots between; None for anything else."""
    first, dots, last = text.partition("..")
    try:
        if dots:
            return day_of(first), day_of(last)
        if len(text) == len("2026-10") and text[4] == "-":
            return month_span(date.fromisoformat(f"{text}-01"))
        day = day_of(text)
    except ValueError:
        return None
    return (day, day) if day else None


def _state(one: Row) -> Runs:
    state = one.state
    if isinstance(one, SecondLine) and one.mine:
        return with_icon("account-check-outline", t("等您确认"), "accent")
    return with_icon(_ICONS.get(state, "check"), word(state), _TONES.get(state, "fg_secondary"))


def _what(one: Row) -> str:
    if isinstance(one, LateLine):
        return word(one.kind)
    if one.late is not None:
        return t("补录：{kind}").format(kind=word(one.late))
    return t("{step}：{item}").format(step=word(one.step), item=one.item) if one.item else word(one.step)


def _whom(one: Row) -> str:
    return t("　").join(filter(None, (one.whom, one.case))) or str(getattr(one, "data", {}).get("code", ""))


def _day(one: Row) -> date | None:
    return one.day if isinstance(one, SecondLine) else one.on


def _asker(one: Row) -> str:
    return one.asker if isinstance(one, SecondLine) else one.officer


def _entered(one: Row) -> Any:
    return one.asked_at if isinstance(one, SecondLine) else one.recorded_at
