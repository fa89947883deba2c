"""What people say of the station: bad ratings to be answered, complaints by their last day, invitations to rate, all ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.domain.actor import Role
from app.domain.clock import business_date
from app.domain.complaints import COMPLAINT_MOVES, ComplaintAction, ComplaintState
from app.domain.moves import allowed
from app.domain.ratings import AppealAction, AppealKind, AppealState, InvitationChannel, RectificationStep, is_bad
from app.domain.second_person import SecondStep
from app.services import appeals, call_backs, complaints, invitations, officers, rating_pages, ratings, rectifications, seconds
from app.services.complaints import ComplaintLine
from app.services.invitations import InvitationLine
from app.services.papers import Wanted
from app.services.rating_pages import RatingView
from app.texts import t, word
from ui.desk.cases import sending
from ui.desk.cases import voice_forms as forms
from ui.desk.cases.inner import InnerList
from ui.desk.cases.inquiry_forms import span_form
from ui.desk.cases.voice_reading import complaint_reading, invitation_reading, rating_reading
from ui.desk.cases.voice_rows import Voice, fetch
from ui.desk.keys import key_of
from ui.desk.page import Act, Desk
from ui.desk.places import Ref
from ui.desk.reading import Do, Reading
from ui.desk.record_form import RecordForm, day_of
from ui.kit.buttons import Kind, primary, second
from ui.models.paged import Fetch
from ui.models.rows import Column

Direct = frozenset[SecondStep]
"""The decisions who looks may take at once by own account."""
STEP_ICON = "clipboard-check-outline"


class VoicesPage(InnerList):
    """Answer bad ratings and complaints, invite to rate, enter slips."""

    help = t(
        "评价和投诉：差评按整改期限排，一步一步登记核实、整改、反馈，由没有被评价的人监督办结；投诉由没有被反映的人答复，逾期变红。"
        "Ctrl+E 在哪一页都能打开这里。"
        "Ctrl+N 登记投诉或意见建议，“录入评价单”扫二维码录入评价箱里的单子。"
    )
    name, place_title, icon = "voices", t("评价和投诉"), "comment-alert-outline"
    empty = t("这里还没有内容。")
    hint = t("内容、人名")
    fed_by = frozenset({"rating", "rectification", "complaint", "rating_invitation", "rating_appeal", "call_back", "approval"})
    chips = (
        ("rectifications", t("差评整改"), "comment-alert-outline"),
        ("complaints", t("待答复的投诉"), "message-alert-outline"),
        ("invitations", t("评价邀请"), "star-outline"),
        ("ratings", t("全部评价"), ""),
        ("bad", t("差评"), ""),
        ("answered", t("全部投诉"), ""),
    )

    def __init__(self, desk: Desk, leave: Callable[[], object]) -> None:
        super().__init__(desk, leave)
        self.enter = second(t("录入评价单"), self.enter_slip, icon="qrcode-scan", lean=True)
        self.new = primary(t("投诉、意见"), self.begin, icon="plus", key=key_of("new"), lean=True)
        self.paper = second(t("打印登记簿"), self.ask_span, icon="printer-outline", key=key_of("print"), lean=True)
        for button in (self.paper, self.enter, self.new):
            self.head_buttons.addWidget(button)

    def open(self, ref: Ref) -> None:
        """``rectification`` by its id, ``complaint`` by its code, ``rating`` by its id, ``invitations`` as a list."""
        if ref.kind == "rectification" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(
                lambda c: rectifications.show(c.db, c.actor, c.now(), wanted).rating.id, partial(self._stand_in, "rectifications", "rating")
            )
        elif ref.kind == "complaint":
            self._stand_in("complaints", "complaint", ref.key)
        elif ref.kind == "rating":
            self._stand_in("ratings", "rating", ref.key)
        elif ref.kind == "invitations":
            self.narrow("invitations")

    def _stand_in(self, chip: str, kind: str, key: object) -> None:
        self._wanted = (kind, key)
        self.narrow(chip)

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("state", t("状态"), lambda r: r.state, 9, 0),
            Column("what", t("内容"), lambda r: r.what, 0, 1, least=9, tip=lambda r: r.what),
            Column("who", t("人员"), lambda r: r.who, 4, 2),
            Column("day", t("日期"), lambda r: r.day_words, 8, 1),
        )

    def fetch(self) -> Fetch:
        return fetch(self.context, self.only, self.box.text().strip())

    def arrive(self) -> None:
        """The list; buttons only for what this officer may do."""
        self.new.setVisible(self.may("complaint.record"))
        self.enter.setVisible(self.may("rating.give"))
        super().arrive()

    # -- the pane

    def read_row(self, value: Voice) -> Callable[[Any], Reading] | None:
        read = {"rating": self._read_rating, "complaint": self._read_complaint}.get(value.kind)
        return partial(read, value.key) if read else lambda _context: invitation_reading(value.source, self._of_invitation(value.source))

    def _read_rating(self, key: int, c: Any) -> Reading:
        view, direct = rating_pages.show(c.db, c.actor, c.now(), key), seconds.direct(c.db, c.actor)
        records = [f"rating:{key}", *([f"rectification:{view.rectification.id}"] if view.rectification else [])]
        acts = (*self._of_rating(view, direct), *self._send_rating(view, direct))
        return sending.waits(c, self.desk, records, rating_reading(view, acts))

    def _read_complaint(self, key: str, c: Any) -> Reading:
        line, calls = complaints.show(c.db, c.actor, c.now(), key)
        direct = seconds.direct(c.db, c.actor)
        acts = (*self._of_complaint(line, direct), *self._send_complaint(line, direct))
        return sending.waits(c, self.desk, [f"complaint:{line.id}"], complaint_reading(line, calls, acts))

    def _of_rating(self, view: RatingView, direct: Direct) -> tuple[Do, ...]:
        """The next step of the rectification first, then the appeal, then a call."""
        acts: list[Do] = []
        opened, appeal, me = view.rectification, view.appeal, self.context.actor.officer_id
        if opened is not None and opened.state == "open" and opened.next_step is not None:
            acts += self._next_step(opened.id, opened.next_step, may=SecondStep.SUPERVISION in direct and view.line.officer_id != me)
        if is_bad(view.line.level) and appeal is None and self.may("rating.appeal"):
            acts.append(Do(t("申诉"), lambda: self._appeal(view.line.id), "gavel"))
        decidable = appeal is not None and appeal.state is AppealState.ASKED and SecondStep.APPEAL in direct
        if appeal is not None and decidable and me not in (view.line.officer_id, appeal.asker_id):
            acts.append(Do(t("决定申诉"), lambda: self._decide(view.line.id), "gavel"))
        if not view.line.anonymous and self.may("call_back.record"):
            acts.append(Do(t("回访"), lambda: self._call(f"rating:{view.line.id}"), "phone-outline"))
        return tuple(acts)

    def _next_step(self, key: int, step: RectificationStep, *, may: bool) -> list[Do]:
        """``may``: who looks may supervise; the other steps are everybody's at the desk."""
        supervise = step is RectificationStep.SUPERVISE
        if not (may if supervise else self.may("rectification.change")):
            return []
        run = partial(self._supervise, key) if supervise else partial(self._step, key, step)
        return [Do(t("监督办结") if supervise else word(step), run, STEP_ICON, Kind.STRONG, key_of("primary"))]

    def _of_complaint(self, line: ComplaintLine, direct: Direct) -> tuple[Do, ...]:
        """What its state allows and this officer may; nothing for who it is about."""
        if line.about_id is not None and line.about_id == self.context.actor.officer_id:
            return ()
        kept = {ComplaintAction.CLOSE: SecondStep.COMPLAINT_CLOSE}
        kept |= {ComplaintAction.ANSWER: SecondStep.COMPLAINT} if line.about_id is not None else {}
        named = [one for one in reversed(allowed(COMPLAINT_MOVES, line.state)) if kept.get(one) is None or kept[one] in direct]
        possible = [one for one in named if self.may(f"complaint.{one}")]
        runs = {ComplaintAction.ASSIGN: self._assign, ComplaintAction.CLOSE: self._file}
        acts = [Do(word(one), partial(runs.get(one, partial(self._say, one)), line.code), STEP_ICON) for one in possible]
        if acts:
            acts[0] = Do(acts[0].text, acts[0].run, acts[0].icon, Kind.STRONG, key_of("primary"))
        known = line.person_id is not None or line.visitor
        if known and line.state is not ComplaintState.OPEN and self.may("call_back.record"):
            acts.append(Do(t("回访"), lambda: self._call(f"complaint:{line.id}"), "phone-outline"))
        return tuple(acts)

    def _send_complaint(self, line: ComplaintLine, direct: Direct) -> tuple[Do, ...]:
        """What this officer may not do themselves is prepared for the second person."""
        own = line.about_id is not None and line.about_id == self.context.actor.officer_id
        return sending.of_complaint(self, line, direct, own=own) if self.may("second.ask") else ()

    def _send_rating(self, view: RatingView, direct: Direct) -> tuple[Do, ...]:
        return sending.of_rating(self, view, direct, me=self.context.actor.officer_id) if self.may("second.ask") else ()

    def _of_invitation(self, line: InvitationLine) -> tuple[Do, ...]:
        if not self.may("invitation.told"):
            return ()
        told = partial(self._told, line.code)
        return (
            Do(t("打印评价单"), partial(self._print, line), "printer-outline", Kind.STRONG, key_of("primary")),
            Do(t("已打电话邀请"), partial(told, InvitationChannel.PHONE), "phone-outline"),
            Do(t("已发短信邀请"), partial(told, InvitationChannel.MESSAGE), "message-outline"),
            Do(t("录入评价"), lambda: self.enter_slip(line.code), "star-outline"),
        )

    # -- acts

    def begin(self) -> None:
        """A complaint or a suggestion, of the person at the counter where there is one."""
        known = self.desk.known  # now: who is there may have gone when the officers are read
        self.ask(_officers, lambda found: self._begin(found, known))

    def _begin(self, found: forms.Officers, person: tuple[int, str] | None) -> None:
        form = forms.NewComplaint(found, person)
        write = lambda c, values: complaints.record(c.db, c.actor, c.now(), forms.complaint_form(values, person))  # noqa: E731
        self.show_form(form, write, self._recorded)

    def _recorded(self, line: ComplaintLine) -> None:
        self.desk.say(t("已登记 {code}，{day} 前答复").format(code=line.code, day=line.due_on))
        self._stand_in("complaints", "complaint", line.code)

    def enter_slip(self, code: str = "") -> None:
        """Enter a rating slip."""
        write = lambda c, values: ratings.give(c.db, c.actor, c.now(), forms.rating_form(values))  # noqa: E731
        self.show_form(forms.SlipEntry(code), write, self._entered)

    def _entered(self, rated: ratings.Rated) -> None:
        self.desk.say(t("评价已录入：{level}").format(level=word(rated.level)))
        self._stand_in("ratings", "rating", rated.rating_id)

    def _step(self, key: int, step: RectificationStep) -> None:
        title = t("差评整改・{step}").format(step=word(step))
        form = forms.FewWords(title, word(step), t("情况"), about=f"rectification:{key}", step=step.value)
        self._words(form, lambda c, values: rectifications.step(c.db, c.actor, c.now(), key, step, values["text"]))

    def _supervise(self, key: int) -> None:
        self.put(lambda c: rectifications.supervise(c.db, c.actor, c.now(), key), self._kept)

    def _appeal(self, key: int) -> None:
        form = forms.appeal_form(f"rating:{key}")
        self._words(form, lambda c, v: appeals.ask(c.db, c.actor, c.now(), key, AppealKind(v["kind"]), v["text"]))

    def _decide(self, key: int) -> None:
        form = forms.decision_form(f"rating:{key}")
        self._words(form, lambda c, v: appeals.decide(c.db, c.actor, c.now(), key, AppealAction(v["answer"]), v["text"]))

    def _call(self, record: str) -> None:
        form = forms.call_back_form(record)
        self._words(form, lambda c, v: call_backs.record(c.db, c.actor, c.now(), forms.call_back(record, v)))

    def _say(self, action: ComplaintAction, code: str) -> None:
        act = {ComplaintAction.VERIFY: complaints.verify, ComplaintAction.ANSWER: complaints.answer}[action]
        asked = t("核实的情况") if action is ComplaintAction.VERIFY else t("怎么答复的")
        form = forms.FewWords(f"{code}・{word(action)}", word(action), asked, about=f"complaint:{code}", step=action.value)
        self._words(form, lambda c, values: act(c.db, c.actor, c.now(), code, values["text"]))

    def _assign(self, code: str) -> None:
        def show(found: forms.Officers) -> None:
            self._words(forms.handler_form(found), lambda c, v: complaints.assign(c.db, c.actor, c.now(), code, v["handler"]))

        self.ask(_officers, show)

    def _file(self, code: str) -> None:
        self.put(lambda c: complaints.close(c.db, c.actor, c.now(), code), self._kept)

    def _told(self, code: str, channel: InvitationChannel) -> None:
        self.put(lambda c: invitations.tell(c.db, c.actor, c.now(), code, channel), self._kept)

    def _print(self, line: InvitationLine) -> None:
        """The slip of the case or of the ticket; that it is handed out is recorded with it."""
        self._told(line.code, InvitationChannel.SLIP)
        wanted = Wanted("rating-slip", case=line.case) if line.case else Wanted("rating-slip", ticket=line.ticket, on=line.ticket_day)
        self.desk.go("prints", Ref("paper", wanted))

    def ask_span(self) -> None:
        """Which days of the register of complaints and suggestions are printed."""
        form = span_form(t("打印投诉和意见建议登记簿"), business_date(self.context.now()))
        self.show_form(form, lambda _c, values: values, self._print_register)

    def _print_register(self, values: Mapping[str, str]) -> None:
        self.desk.go("prints", Ref("paper", Wanted("complaint-register", since=day_of(values["since"]), until=day_of(values["until"]))))

    def _words(self, form: RecordForm, write: Callable[[Any, Mapping[str, str]], Any]) -> None:
        self.show_form(form, write, self._kept)

    def send(self, form: RecordForm, write: Callable[[Any, Mapping[str, str]], Any]) -> None:
        """What was prepared in a form goes to the second person."""
        self.show_form(form, write, self._sent)

    def send_at_once(self, write: Callable[[Any], Any]) -> None:
        """The same where nothing is to be written."""
        self.put(write, self._sent)

    def _sent(self, _answer: Any) -> None:
        self.desk.say(t("已送上级确认，在“待确认和补录”里看。"))
        self.reread()

    def _kept(self, _answer: Any) -> None:
        self.desk.say(t("已保存"))
        self.reread()

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {
            **super().acts(),
            "print": Act(self.ask_span),
            "new": Act(self.begin, "" if self.may("complaint.record") else t("您的账号不能登记投诉。")),
        }


def _officers(c: Any) -> forms.Officers:
    """Whom a complaint can be about or be given to."""
    found = officers.listing(c.db, c.actor)
    return tuple((one.login, one.name) for one in found if one.active and {Role.COUNTER, Role.HEAD, Role.COUNTY} & set(one.roles))
