"""What the Queue page gives up where it is low or narrow: first the norm's button, then, while a form is open, the list of who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.actions import may
from app.texts import t
from ui import theme

if TYPE_CHECKING:
    from ui.desk.queue.page import QueuePage


def fit(page: QueuePage) -> None:
    """The card above never gives way, the lists do, down to their head and one line; a form is always whole."""
    for part in (page.faces, page.preview):
        part.setMinimumHeight(theme.line_height() + theme.sizes().row + theme.SPACE.gap)
    page.below.show()
    fit_head(page)
    counter = page.stack.widget(0)
    if page.card.form is None or counter is None:
        return
    for inner in (page.card.form, page.card.places, page.card, page.below, counter):
        layout = inner.layout()
        if layout is not None:
            layout.invalidate()
    around = counter.layout()
    wrapped = around.minimumHeightForWidth(page.stack.width()) if around is not None and around.hasHeightForWidth() else 0
    page.below.setVisible(max(counter.minimumSizeHint().height(), wrapped) <= page.stack.height())


def fit_head(page: QueuePage) -> None:
    """The norm hangs on the wall as well: its button leaves for the step that can be taken back."""
    parts = (page.undo, page.norm, page.to_booked, page.leave)
    needs = sum(part.sizeHint().width() + theme.SPACE.inner for part in parts) + theme.SPACE.wide
    room = page.width() - 2 * theme.SPACE.group - theme.text_width(t("叫号"), "title", bold=True)
    page.norm.setVisible(page.undo.isHidden() or needs <= room)


def why_no_counter(page: QueuePage) -> str:
    """Why this account does nothing at a counter; empty where it does."""
    context = page.desk.context
    return "" if context is not None and may(context.actor, "queue.call") else t("这个账号不在窗口叫号。")


def show_parts(page: QueuePage, *, shown: bool) -> None:
    """Where the hall cannot be read nothing of it is offered; who calls nobody sees who waits, and no buttons of a counter."""
    page.preview.setVisible(shown)
    acts = shown and not why_no_counter(page)
    for part in (page.card, page.take, page.leave, page.restore_key, page.restore, page.others):
        part.setVisible(acts)
