"""What the pane says of a rating, a complaint and an invitation."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.clock import station_time
from app.domain.ratings import RatingChannel, is_bad
from app.services.appeals import AppealLine
from app.services.call_backs import CallBackLine
from app.services.complaints import ComplaintLine
from app.services.invitations import InvitationLine
from app.services.rating_pages import RatingView
from app.services.rectifications import RectificationLine
from app.texts import t, word
from ui.desk.cases.voice_rows import level_runs, of_complaint, of_invitation, of_rectification
from ui.desk.reading import Do, Fact, Reading, Section
from ui.kit.runs import Run


def rating_reading(view: RatingView, acts: tuple[Do, ...]) -> Reading:
    """A rating, what was done about it, and what is said against it."""
    line = view.line
    facts = (
        Fact(t("意见"), line.text or t("没有写")),
        Fact(t("评价日期"), line.rated_on.isoformat()),
        Fact(t("方式"), word(RatingChannel(line.channel))),
        Fact(t("署名"), t("匿名") if line.anonymous else t("实名")),
        Fact(t("对象"), line.subject),
        Fact(t("事项"), line.item),
        Fact(t("工作人员"), line.officer),
    )
    sections = [Section("", facts)]
    if view.rectification is not None:
        sections.append(_rectification(view.rectification))
    if view.appeal is not None:
        sections.append(_appeal(view.appeal))
    state = level_runs(line) if view.rectification is None else (*level_runs(line), Run("　"), *of_rectification(view.rectification).state)
    return Reading(t("{day} 的评价").format(day=line.rated_on), state, (*sections, *_called(view)), acts)


def _called(view: RatingView) -> tuple[Section, ...]:
    """The calls; of a bad rating that somebody signed it is said that nobody was called yet."""
    if view.calls or view.line.anonymous or not is_bad(view.line.level):
        return _calls(view.calls)
    return (Section(t("回访"), (Fact("", t("实名差评，还没有回访"), "secondary"),)),)


def _rectification(line: RectificationLine) -> Section:
    def said(day: object, text: str) -> str:
        return t("{day}　{text}").format(day=day, text=text) if day else ""

    late = "danger" if line.overdue else ""
    facts = (
        Fact(t("期限"), line.due_on.isoformat(), late),
        Fact(t("核实"), said(line.verified_on, line.finding)),
        Fact(t("整改"), said(line.corrected_on, line.correction)),
        Fact(t("反馈"), said(line.fed_back_on, line.feedback)),
        Fact(t("监督"), said(line.supervised_on, line.supervisor)),
    )
    return Section(t("差评整改"), facts)


def _appeal(line: AppealLine) -> Section:
    facts = (
        Fact(t("结果"), word(line.state)),
        Fact(t("理由"), t("{kind}：{reason}").format(kind=word(line.kind), reason=line.reason)),
        Fact(t("申诉人"), t("{name}　{day}").format(name=line.asker, day=f"{station_time(line.asked_at):%Y-%m-%d}")),
        Fact(t("决定"), t("{name}：{text}").format(name=line.decider, text=line.decision) if line.decision else ""),
    )
    return Section(t("申诉"), facts)


def _calls(calls: Sequence[CallBackLine]) -> tuple[Section, ...]:
    if not calls:
        return ()
    return (Section(t("回访"), tuple(Fact(f"{station_time(one.called_at):%m-%d}", _call(one)) for one in calls)),)


def _call(one: CallBackLine) -> str:
    if not one.reached:
        return t("{who}：没有接通").format(who=one.officer)
    content = "" if one.content is None else t("满意，") if one.content else t("仍不满意，")
    return t("{who}：{content}{text}").format(who=one.officer, content=content, text=one.text)


def complaint_reading(line: ComplaintLine, calls: Sequence[CallBackLine], acts: tuple[Do, ...]) -> Reading:
    """A complaint from its receipt to the answer."""
    late = "danger" if line.overdue and line.answered_on is None else ""
    facts = (
        Fact(t("内容"), line.text),
        Fact(t("关于"), word(line.topic)),
        Fact(t("来源"), t("{day}　{channel}").format(day=line.received_on, channel=word(line.channel))),
        Fact(t("姓名"), line.visitor or t("没有留")),
        Fact(t("电话"), line.phone_masked),
        Fact(t("反映的是"), line.about),
        Fact(t("办件"), line.case),
        Fact(t("答复期限"), line.due_on.isoformat(), late),
        Fact(t("处理人"), line.handler),
    )
    done = (
        Fact(t("核实"), t("{day}　{text}").format(day=line.verified_on, text=line.finding) if line.verified_on else ""),
        Fact(t("答复"), _answer(line)),
        Fact(t("归档"), line.closed_on.isoformat() if line.closed_on else ""),
    )
    head = t("{kind} {code}").format(kind=word(line.kind), code=line.code)
    return Reading(head, of_complaint(line).state, (Section("", facts), Section(t("处理"), done), *_calls(calls)), acts)


def _answer(line: ComplaintLine) -> str:
    said = {"day": line.answered_on, "who": line.answered_by, "text": line.answer}
    return t("{day}　{who}：{text}").format(**said) if line.answered_on else ""


def invitation_reading(line: InvitationLine, acts: tuple[Do, ...]) -> Reading:
    """Whom to ask, for what, and whether they were asked."""
    told = f"{station_time(line.told_at):%Y-%m-%d %H:%M}　{word(line.channel)}" if line.told_at else ""
    facts = (
        Fact(t("请谁评价"), line.person),
        Fact(t("事项"), line.item),
        Fact(t("对象"), line.subject),
        Fact(t("该邀请的日期"), line.fell_due_on.isoformat()),
        Fact(t("已邀请"), told),
        Fact("", t("评价自愿，可以匿名；评价了就不再邀请。"), "secondary"),
    )
    return Reading(t("评价邀请 {code}").format(code=line.code), of_invitation(line).state, (Section("", facts),), acts)
