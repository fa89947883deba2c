"""What the Queue page gives up where it is low or narrow: first the norm's button, then, while a form is open, the list of who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    page.below.setVisible(counter.minimumSizeHint().height() <= page.stack.height())


def fit_head(page: QueuePage) -> None:
    """The norm hangs on the wall as well: its button leaves for the step that can be taken back."""
    parts = (page.undo, page.norm, page.to_booked, page.leave)
    needs = sum(part.sizeHint().width() + theme.SPACE.inner for part in parts) + theme.SPACE.wide
    room = page.width() - 2 * theme.SPACE.group - theme.text_width(t("叫号"), "title", bold=True)
    page.norm.setVisible(page.undo.isHidden() or needs <= room)


def show_parts(page: QueuePage, *, shown: bool) -> None:
    """Where the hall cannot be read nothing of it is offered: no buttons of a counter, no list beside the one that says why."""
    for part in (page.card, page.preview, page.take, page.leave, page.restore_key, page.restore, page.others):
        part.setVisible(shown)
