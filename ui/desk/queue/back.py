"""Who leaves the counter and comes back: tickets sent elsewhere, tickets that rest, and the last step taken back within a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QWidget

from app.domain.queueing import HoldReason, TicketAction, TicketState
from app.services import counters, queue
from app.services.lost_tickets import LostTicket
from app.services.serving import Held, QueueBoard, Undo
from app.texts import t, word
from ui import theme
from ui.desk.keys import key_of
from ui.desk.queue.forms import HoldForm, PauseForm, ResumeForm, TransferForm
from ui.kit.buttons import link, second
from ui.kit.runs import RunLabel, plain
from ui.kit.text import KeyCap, row

if TYPE_CHECKING:
    from ui.desk.queue.page import QueuePage

STEPS = {TicketAction.CALL: t("撤回呼叫 {ticket}"), TicketAction.FINISH: t("撤回办结 {ticket}"), TicketAction.MISS: t("撤回过号 {ticket}")}


class UndoButton(QWidget):
    """Says what it takes back; gone when the minute is over."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._undo: Undo | None = None
        self.button = second("", act, icon="undo", key=key_of("queue.undo"))
        self.setLayout(row(self.button))
        self.hide()

    def show_undo(self, undo: Undo | None, now: datetime) -> None:
        """Offer another step, or none."""
        self._undo = undo
        if undo is not None:
            self.button.setText(STEPS[undo.action].format(ticket=undo.ticket))
        self.show_time(now)

    def show_time(self, now: datetime) -> None:
        """Leave when it is too late."""
        self.setVisible(self._undo is not None and now <= self._undo.until)


class HeldLine(QWidget):
    """The counter's resting tickets with why they rest, and what goes on with them."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.words = RunLabel(rank=1)
        self.go_on = link(t("继续"), act, role="caption")
        self.setLayout(row(self.words, KeyCap(key_of("queue.resume")), self.go_on, gap=theme.SPACE.gap))
        self.hide()

    def show_board(self, board: QueueBoard) -> None:
        """Show who rests."""
        self.words.set_runs(plain(held_words(board), "fg_secondary", "caption"))
        self.setVisible(bool(board.held))


def held_words(board: QueueBoard) -> str:
    """暂存 2 人：A021 没带齐材料、A023 材料留下."""
    shown = t("、").join(f"{held.ticket} {word(HoldReason(held.reason))}" for held in board.held[-2:])
    return t("暂存 {n} 人：{tickets}").format(n=len(board.held), tickets=shown) if board.held else ""


def begin(page: QueuePage) -> None:
    """The visitor has come (F7); what is recorded for them says the same by itself."""
    assert page.board is not None and page.board.present is not None
    context, ticket = page.desk.context, page.board.present.ticket
    page.tell_done(
        lambda: queue.act(context.db, context.actor, context.now(), "start", ticket),
        lambda moved: t("{ticket} 开始办理").format(ticket=moved.ticket),
    )


def why_not_begin(board: QueueBoard | None) -> str:
    """Why F7 has nothing to start."""
    if board is None or board.present is None:
        return t("窗口现在没有人在办。按 F2 呼叫下一位。")
    begun = board.present.state != TicketState.CALLED.value
    return t("{ticket} 已经开始办理。").format(ticket=board.present.ticket) if begun else ""


def end_lost(page: QueuePage, verb: str, lost: LostTicket) -> None:
    """The head ends the ticket of a counter that is lost, on the day it is of."""
    context = page.desk.context
    said = t("{ticket} 已办结") if verb == "finish" else t("{ticket} 已弃号")
    page.tell_done(
        lambda: queue.act(context.db, context.actor, context.now(), verb, lost.ticket, on=lost.on),
        lambda moved: said.format(ticket=moved.ticket),
    )


def ask_hold(page: QueuePage) -> None:
    """Let the ticket at the counter rest: one of three reasons."""
    if page.serving:
        page.open_form("hold", HoldForm, lambda values: _hold(page, values))


def _hold(page: QueuePage, values: Mapping[str, str]) -> None:
    """Only a service that began can rest: who was called and is here is taken as received."""
    assert page.board is not None and page.board.present is not None
    context, present = page.desk.context, page.board.present

    def work() -> queue.Moved:
        if present.state == TicketState.CALLED.value:
            queue.act(context.db, context.actor, context.now(), "start", present.ticket)
        return queue.hold(context.db, context.actor, context.now(), present.ticket, values["reason"])

    page.write("hold", work, lambda moved: t("{ticket} 已暂存，窗口可以叫下一位").format(ticket=moved.ticket))


def ask_pause(page: QueuePage) -> None:
    """Say why the counter rests: one of the station's reasons, or another."""
    context = page.desk.context
    page.desk.jobs.read(page, lambda: counters.pause_reasons(context.db, context.actor), lambda reasons: _offer_pause(page, reasons))


def _offer_pause(page: QueuePage, reasons: tuple[str, ...]) -> None:
    if getattr(page._forms.get("pause"), "reasons", reasons) != reasons:
        page.forget_form("pause")
    page.open_form("pause", lambda: PauseForm(reasons), lambda values: _pause(page, values))


def _pause(page: QueuePage, values: Mapping[str, str]) -> None:
    context, reason = page.desk.context, values["other"] or values["reason"]
    page.write(
        "pause",
        lambda: counters.change(context.db, context.actor, context.now(), "pause", page.counter, reason),
        lambda _facts: t("窗口已暂停：{reason}。回来按 F8。").format(reason=reason),
    )


def ask_resume(page: QueuePage) -> None:
    """Choose which resting ticket goes on here: one of this counter, or one that rests at another."""
    if page.board is not None and (page.board.held_elsewhere or page.board.held):
        resting = (*page.board.held_elsewhere, *page.board.held)
        held = [(one.ticket, f"{one.ticket} {one.person or t('未实名')}・{_rests(page, one)}") for one in resting]
        page.forget_form("resume")
        page.open_form("resume", lambda: ResumeForm(held), lambda values: _resume(page, values))


def _rests(page: QueuePage, held: Held) -> str:
    why = word(HoldReason(held.reason))
    return why if held.counter in (None, page.counter) else t("{n} 号窗口{why}").format(n=held.counter, why=why)


def _resume(page: QueuePage, values: Mapping[str, str]) -> None:
    context, ticket = page.desk.context, values["ticket"]
    page.write(
        "resume",
        lambda: queue.resume(context.db, context.actor, context.now(), ticket, at=page.counter),
        lambda moved: t("{ticket} 继续办理").format(ticket=moved.ticket),
    )


def ask_transfer(page: QueuePage) -> None:
    """Choose where the ticket goes: another line, or a counter."""
    if page.board is None or not page.serving:
        return
    context = page.desk.context
    page.desk.jobs.read(page, lambda: counters.listing(context.db, context.actor), lambda others: _offer(page, others))


def _offer(page: QueuePage, others: tuple[counters.CounterFacts, ...]) -> None:
    if page.board is None or page.board.present is None:
        return
    own = page.board.present.ticket[:1]
    lines = [(f"line:{line.letter}", f"{line.letter} {line.name}") for line in page.board.lines if line.letter != own]
    desks = [
        (f"counter:{other.counter}", t("{n} 号窗口 {officer}").format(n=other.counter, officer=other.officer))
        for other in others
        if other.counter != page.counter
    ]
    page.forget_form("transfer")
    page.open_form("transfer", lambda: TransferForm([*lines, *desks]), lambda values: _transfer(page, values))


def _transfer(page: QueuePage, values: Mapping[str, str]) -> None:
    assert page.board is not None and page.board.present is not None
    context, ticket = page.desk.context, page.board.present.ticket
    kind, _, target = values["to"].partition(":")
    where: dict[str, Any] = {"to_line": target} if kind == "line" else {"to_counter": int(target)}
    page.write(
        "transfer",
        lambda: queue.transfer(context.db, context.actor, context.now(), ticket, **where),
        lambda moved: _sent(page, moved.ticket, where.get("to_counter")),
    )


def _sent(page: QueuePage, ticket: str, counter: int | None) -> str:
    """A ticket sent straight to a counter is called there: who sent it says so."""
    if counter is not None and page.desk.voice is not None:
        page.desk.voice.say(ticket, counter)
    return t("{ticket} 已转出").format(ticket=ticket)
