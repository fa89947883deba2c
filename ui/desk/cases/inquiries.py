"""The register of first inquiries: by day, on the telephone, those that wait; each becomes a case with one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from app.domain.actor import Role
from app.domain.clock import business_date, station_time
from app.domain.errors import Refused
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.services import inquiries, inquiry_acts, items, officers, receipts, search
from app.services.cases import CaseFacts
from app.services.inquiries import InquiryLine
from app.services.papers import Wanted
from app.services.receipt_lines import Lent
from app.texts import fill, t, word
from app.texts import papers as say
from ui.desk.cases import inquiry_forms as forms
from ui.desk.cases.acts import lent_words
from ui.desk.cases.inner import InnerList
from ui.desk.keys import key_of
from ui.desk.page import Act, Desk
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import RecordForm, day_of
from ui.kit.buttons import Kind, primary, second
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import NAME_LINES, Column

FOUND = 5
WEEK = timedelta(days=6)
NOT_YOURS = t("您的账号不能登记首问。")


def state_runs(line: InquiryLine) -> Runs:
    """What became of it, or whom it waits for."""
    if line.case is not None:
        return with_icon("folder-outline", t("已转办件"))
    if line.came_back:
        return (Run(t("已退回"), True, "warn", "body", "arrow-u-left-top"),)
    if line.offered_to is not None:
        return with_icon("swap-horizontal", t("等{name}接收").format(name=line.offered_to_name))
    if line.handled_on is None and line.outcome == InquiryOutcome.PASSED_ON:
        return with_icon("clock-outline", t("待答复"))
    return with_icon("check", word(InquiryOutcome(line.outcome)), "fg_secondary")


class InquiriesPage(InnerList):
    """Record inquiries, hand them over, answer them, make cases of them, print the register."""

    help = t(
        "首问登记簿：Ctrl+N 登记一次首问，Ctrl+T 记电话里的，在哪一页都行；Ctrl+Enter 把选中的转为办件。"
        "转交给同事要对方接收才换承办人，首问责任人不变；没有接收的当天退回。"
    )
    name, place_title, icon = "inquiries", t("首问登记簿"), "account-voice"
    empty = t("这里还没有首问。按 Ctrl+N 登记。")
    hint = t("事项、答复、姓名、编号")
    fed_by = frozenset({"inquiry", "cases"})
    chips = (
        ("week", t("近七天"), ""),
        ("today", t("今天"), "calendar-check"),
        ("waiting", t("转交、待答复"), "swap-horizontal"),
        ("phone", t("电话"), "phone-outline"),
        ("all", t("全部"), ""),
    )

    def __init__(self, desk: Desk, leave: Callable[[], object]) -> None:
        super().__init__(desk, leave)
        self.paper = second(t("打印登记簿"), self.ask_span, icon="printer-outline", lean=True)
        self.phone = second(t("电话咨询"), partial(self.begin, InquiryChannel.PHONE), icon="phone-outline", key=key_of("phone"), lean=True)
        self.new = primary(t("首问登记"), self.begin, icon="plus", key=key_of("new"), lean=True)
        for button in (self.paper, self.phone, self.new):
            self.head_buttons.addWidget(button)

    def open(self, ref: Ref) -> None:
        """``inquiry`` by its code, among all of them; ``phone`` begins one on the telephone."""
        if ref.kind == "register":
            return
        if ref.kind == "phone":
            self.begin(InquiryChannel.PHONE) if self.may("inquiry.record") else self.desk.say(NOT_YOURS)
            return
        self._wanted = ref.key
        self.narrow("waiting" if ref.key is None else "all")

    def key_of_row(self, value: Any) -> object:
        return getattr(value, "code", None)

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("at", t("时间"), lambda r: f"{station_time(r.happened_at):%m-%d %H:%M}", 6, 0, order=lambda r: r.happened_at),
            Column("topic", t("事项"), lambda r: bold(r.topic), 0, 1, least=9, tip=lambda r: r.topic),
            Column("visitor", t("办事人"), lambda r: r.visitor, 4, 2, lines=NAME_LINES),
            Column("first", t("首问"), lambda r: r.first_officer_name, 4, 3),
            Column("officer", t("承办"), lambda r: r.officer_name, 4, 2),
            Column("state", t("结果"), state_runs, 7, 0),
        )

    def fetch(self) -> Fetch:
        c, text, only = self.context, self.box.text().strip(), self.only
        today = business_date(c.now())
        since = {"today": today, "week": today - WEEK}.get(only)
        channel = InquiryChannel.PHONE if only == "phone" else None

        def fetch(after: Any, limit: int) -> Rows:
            asked = {"since": since, "channel": channel, "waiting": only == "waiting", "text": text}
            page = inquiries.register(c.db, c.actor, **asked, after=after, limit=limit)
            return Rows(page.rows, page.next_key)

        return fetch

    def arrive(self) -> None:
        """The list; buttons only for what this officer may do."""
        for button, action in ((self.new, "inquiry.record"), (self.phone, "inquiry.record"), (self.paper, "print.paper")):
            button.setVisible(self.may(action))
        super().arrive()

    # -- the pane

    def read_row(self, value: InquiryLine) -> Callable[[Any], Reading] | None:
        return lambda c: self._reading(inquiries.show(c.db, c.actor, value.code))

    def _reading(self, line: InquiryLine) -> Reading:
        materials = t("、").join(fill(say.HANDED_IN, {"name": one.name, "quantity": one.quantity}) for one in line.materials)
        facts = (
            Fact(t("答复"), line.answer),
            Fact(t("去处"), line.told_where if line.told_where != line.answer else ""),
            Fact(t("结果"), line.result if line.result != line.answer else ""),
            Fact(t("办件"), line.case or ""),
        )
        visitor = (
            Fact(t("办事人"), line.visitor or t("没有留姓名")),
            Fact(t("电话"), line.phone_masked),
            Fact(t("住址"), line.address),
            Fact(t("来访"), f"{station_time(line.happened_at):%Y-%m-%d %H:%M}　{word(InquiryChannel(line.channel))}　{line.ticket or ''}"),
            Fact(t("收下材料"), materials),
        )
        people = (
            Fact(t("首问责任人"), line.first_officer_name),
            Fact(t("承办人"), line.officer_name),
            Fact(t("转交"), _moved(line)),
        )
        sections = (Section("", facts), Section(t("来访人"), visitor), Section(t("谁负责"), people))
        return Reading(t("{topic}（{code}）").format(topic=line.topic, code=line.code), state_runs(line), sections, self._acts_of(line))

    def _acts_of(self, line: InquiryLine) -> tuple[Do, ...]:
        """Accept what was offered; else make a case of it; hand it over, answer it; its papers."""
        acts: list[Do] = []
        me, strong = self.context.actor, {"kind": Kind.STRONG, "key": key_of("primary")}
        if line.offered_to == me.login and self.may("inquiry.take_over"):
            acts.append(Do(t("接收"), lambda: self._put(partial(_take_over, line.code)), "swap-horizontal", **strong))
        if line.case is not None:
            acts.append(Do(t("打开办件"), lambda: self.desk.go("cases", Ref("case", line.case)), "folder-outline", **strong))
        elif self.may("inquiry.to_case"):
            acts.append(Do(t("转为办件"), lambda: self.make_case(line), "folder-outline", **({} if acts else strong)))
        if line.case is None and line.handled_on is None and self.may("inquiry.finish"):
            acts.append(Do(t("登记结果"), lambda: self._finish(line), "clipboard-check-outline"))
            acts += [Do(t("转交"), lambda: self._hand_over(line), "swap-horizontal")] if line.offered_to is None else []
        if line.materials and self.may("receipt.issue"):
            acts.append(Do(t("收件回执"), lambda: self._receipt(line), "file-document-outline"))
            acts.append(Do(t("退还材料"), lambda: self._ask_back(line), "arrow-u-left-top"))
        acts.append(Do(t("打印登记单"), lambda: self._print("inquiry", line), "printer-outline"))
        return tuple(acts)

    # -- acts

    def begin(self, channel: InquiryChannel = InquiryChannel.WINDOW) -> None:
        """A new inquiry, of the person at the counter where there is one and it is not the telephone."""
        known = self.desk.known if channel is InquiryChannel.WINDOW else None
        self.ask(_colleagues, lambda found: self._begin(found, known, channel))

    def _begin(self, found: forms.Options, person: tuple[int, str] | None, channel: InquiryChannel) -> None:
        form = forms.NewInquiry(found, person, channel)
        write = lambda c, values: inquiries.record(c.db, c.actor, c.now(), forms.inquiry_form(values, person))  # noqa: E731
        self.show_form(form, write, self._recorded)

    def _recorded(self, line: InquiryLine) -> None:
        self.desk.say(t("首问已登记：{code}").format(code=line.code))
        self._wanted = line.code
        self.narrow("today")

    def make_case(self, line: InquiryLine) -> None:
        """At once where item and person are known, the one at the counter included; else what is missing is asked."""
        person = line.person_id or (self.desk.person.person_id if self.desk.person is not None else None)
        if line.item is not None and person is not None:
            self.put(lambda c: inquiries.to_case(c.db, c.actor, c.now(), line.code, person_id=person), self._made)
            return
        self.ask(_items, lambda found: self._ask_case(line, found, person))

    def _ask_case(self, line: InquiryLine, found: forms.Options, person: int | None) -> None:
        form = forms.ToCase(line.code, found, line.item or "", person=person is None)
        if form.pick is not None:
            pick = form.pick
            pick.wanted.connect(lambda text: self.ask(lambda c: _hits(c, text), pick.show_hits, slot="pick"))

        def write(c: Any, values: Mapping[str, str]) -> CaseFacts:
            whom = person or int(values["person"])
            return inquiries.to_case(c.db, c.actor, c.now(), line.code, item=values["item"], person_id=whom)

        self.show_form(form, write, self._made)

    def _made(self, case: CaseFacts) -> None:
        self.desk.say(t("已转为办件 {number}").format(number=case.number))
        self.desk.go("cases", Ref("case", case.number))

    def _hand_over(self, line: InquiryLine) -> None:
        def show(found: forms.Options) -> None:
            def write(c: Any, v: Mapping[str, str]) -> InquiryLine:
                return inquiry_acts.hand_over(c.db, c.actor, c.now(), line.code, v["handler"], absent=bool(v["absent"]))

            self._form(forms.hand_over_form(line.code, found), write)

        self.ask(_colleagues, show)

    def _finish(self, line: InquiryLine) -> None:
        self._form(forms.result_form(line.code), lambda c, v: inquiry_acts.finish(c.db, c.actor, c.now(), line.code, v["result"]))

    def _receipt(self, line: InquiryLine) -> None:
        """Written where something new came in, and printed; the last one again where nothing did."""

        def work(c: Any) -> None:
            try:
                receipts.issue(c.db, c.actor, c.now(), inquiry=line.code)
            except Refused as refusal:
                if refusal.code != "receipt.nothing":
                    raise

        self.put(work, lambda _none: self._print("material-receipt", line))

    def _ask_back(self, line: InquiryLine) -> None:
        """Which receipt's material goes back; where none is here that is said."""

        def show(found: tuple[Lent, ...]) -> None:
            if not found:
                self.desk.say(t("没有要退还的材料：没有开过收件回执，或者都已退还。"))
                return
            write = lambda c, v: receipts.give_back(c.db, c.actor, c.now(), v["receipt"], on=day_of(v["on"]))  # noqa: E731
            self._form(forms.give_back_form(line.code, [(one.code, lent_words(one)) for one in found]), write)

        self.ask(lambda c: receipts.open_of_inquiry(c.db, c.actor, line.code), show)

    def ask_span(self) -> None:
        """Which days of the register are printed."""
        form = forms.span_form(t("打印首问登记簿"), business_date(self.context.now()))
        self.show_form(form, lambda _c, values: values, self._print_register)

    def _print_register(self, values: Mapping[str, str]) -> None:
        self.desk.go("prints", Ref("paper", Wanted("inquiry-register", since=day_of(values["since"]), until=day_of(values["until"]))))

    def _print(self, document: str, line: InquiryLine) -> None:
        self.desk.go("prints", Ref("paper", Wanted(document, inquiry=line.code)))

    def _form(self, form: RecordForm, write: Callable[[Any, Mapping[str, str]], Any]) -> None:
        self.show_form(form, write, self._kept)

    def _put(self, work: Callable[[Any], Any]) -> None:
        self.put(work, self._kept)

    def _kept(self, _answer: Any) -> None:
        self.desk.say(t("已保存"))
        self.reread()

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {**super().acts(), "new": Act(self.begin, "" if self.may("inquiry.record") else NOT_YOURS)}


def _moved(line: InquiryLine) -> str:
    """To whom and when it was offered, when it was accepted, or that it came back."""
    if line.offered_at is None:
        return ""
    offered = t("{at} 转交").format(at=f"{station_time(line.offered_at):%m-%d %H:%M}")
    absent = t("，承办人当时不在") if line.handler_absent else ""
    if line.taken_over_at is not None and line.taken_over_at >= line.offered_at:
        return offered + absent + t("，{at} 接收").format(at=f"{station_time(line.taken_over_at):%m-%d %H:%M}")
    return offered + absent + (t("，没有接收，已退回") if line.came_back else "")


# what is read, on a pool thread


def _take_over(code: str, c: Any) -> InquiryLine:
    return inquiry_acts.take_over(c.db, c.actor, c.now(), code)


def _colleagues(c: Any) -> forms.Options:
    """Who may go on with it."""
    found = officers.listing(c.db, c.actor)
    return tuple(
        (one.login, one.name) for one in found if one.active and one.id != c.actor.officer_id and {Role.COUNTER, Role.HEAD} & set(one.roles)
    )


def _items(c: Any) -> forms.Options:
    return tuple((one.code, one.name) for one in items.listing(c.db, c.actor) if one.state == "published")


def _hits(c: Any, text: str) -> Any:
    return search.find(c.db, c.actor, c.now(), text, limit=FOUND).hits if text else ()
