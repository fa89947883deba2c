"""Tickets beside the one at the counter: given up, or brought back of several that were missed; and another item on the same number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.clock import business_date
from app.domain.queueing import TicketState
from app.services import items, queue, queue_items, queue_views
from app.services.queue_views import TicketLine
from app.texts import t, word
from ui.desk.queue.forms import CardForm
from ui.kit.fields import Choice, Field, Option, combo
from ui.kit.text import row

if TYPE_CHECKING:
    from ui.desk.queue.page import QueuePage

OPEN = (TicketState.MISSED, TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
RESTORE, ABANDON = "restore", "abandon"


class OthersForm(CardForm):
    """Choose an open ticket and what becomes of it. What a ticket cannot do is refused with the reason."""

    def __init__(self, tickets: Sequence[TicketLine], first: str) -> None:
        options = [(one.ticket, f"{one.ticket} {one.person or t('未实名')}・{word(TicketState(one.state))}") for one in tickets]
        self.act_choice = Choice([Option(ABANDON, t("弃号")), Option(RESTORE, t("恢复过号"))], across=True)
        fields = {
            "ticket": Field(t("哪张号票"), combo(options), required=True),
            "verb": Field(t("怎么处理"), self.act_choice, required=True),
        }
        super().__init__(t("处理其他号票"), t("处理"), fields, row(*fields.values()))
        fields["ticket"].set_value(first or (options[0][0] if options else ""))
        missed = {one.ticket for one in tickets if one.state == TicketState.MISSED.value}
        self.act_choice.setText(RESTORE if fields["ticket"].value() in missed else ABANDON)
        for button in self.act_choice.buttons():
            button.installEventFilter(self)


class ItemForm(CardForm):
    """Go on with another item on the same number; the one before is kept."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        fields = {"item": Field(t("接着办哪一项（不用重新取号）"), combo(known), required=True)}
        super().__init__(t("换办事项"), t("接着办"), fields, fields["item"])


def ask_others(page: QueuePage) -> None:
    """Offer the open tickets of the day, the one that the list stands on first."""
    context, current = page.desk.context, page.table.current_row()
    first = getattr(current, "ticket", "")

    def read() -> tuple[TicketLine, ...]:
        found = queue_views.day(context.db, context.actor, business_date(context.now()))
        return tuple(one for one in found if one.state in {state.value for state in OPEN})

    page.desk.jobs.read(page, read, lambda tickets: _offer(page, tickets, first))


def _offer(page: QueuePage, tickets: tuple[TicketLine, ...], first: str) -> None:
    if not tickets:
        page.desk.say(t("今天没有还开着的号票。"))
        return
    page.forget_form("others")
    page.open_form("others", lambda: OthersForm(tickets, first), lambda values: _deal(page, values))


def _deal(page: QueuePage, values: Mapping[str, str]) -> None:
    context = page.desk.context
    said = t("{ticket} 已恢复，排回队里") if values["verb"] == RESTORE else t("{ticket} 已弃号")
    page.write(
        "others",
        lambda: queue.act(context.db, context.actor, context.now(), values["verb"], values["ticket"]),
        lambda moved: said.format(ticket=moved.ticket),
    )


def ask_item(page: QueuePage) -> None:
    """Choose the next item of the visitor at the counter."""
    context = page.desk.context
    if page.serving:
        page.desk.jobs.read(page, lambda: items.listing(context.db, context.actor), lambda found: _offer_items(page, found))


def _offer_items(page: QueuePage, found: Sequence[items.ItemLine]) -> None:
    known = [(line.code, line.name) for line in found if line.state == "published"]
    page.forget_form("item")
    page.open_form("item", lambda: ItemForm(known), lambda values: _switch(page, values))


def _switch(page: QueuePage, values: Mapping[str, str]) -> None:
    assert page.board is not None and page.board.present is not None
    context, ticket = page.desk.context, page.board.present.ticket
    page.write(
        "item",
        lambda: queue_items.switch(context.db, context.actor, context.now(), ticket, values["item"]),
        lambda visit: t("{ticket} 接着办 {item}，这次共 {n} 项").format(ticket=ticket, item=visit[-1].name, n=len(visit)),
    )


def tell_visit(page: QueuePage, ticket: str, done: bool) -> None:
    """Keep whether one visit was enough."""
    context = page.desk.context
    page.tell_done(
        lambda: queue.tell_visit(context.db, context.actor, context.now(), ticket, one_visit=done),
        lambda moved: (t("{ticket} 一次办好") if done else t("{ticket} 还要再来")).format(ticket=moved.ticket),
    )
