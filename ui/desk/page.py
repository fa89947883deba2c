"""What a page is: its margins, its failure strip, and the hooks the shell calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QAbstractItemView, QVBoxLayout, QWidget

from app.texts import t
from ui import theme
from ui.desk.desk import Desk
from ui.desk.places import Ref
from ui.kit.states import FailureStrip, StateStack
from ui.kit.text import ElidedLabel, label, row

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QHBoxLayout


@dataclass(frozen=True, slots=True)
class Act:
    """What a key does on this page now; ``why_not`` says why it cannot (told in the status bar for four seconds)."""

    run: Callable[[], object]
    why_not: str = ""


class Page(QWidget):
    """Base of every page: margins of the sheet, a failure strip on top of the body, and the hooks the shell calls."""

    title = ""
    help = ""  # what F1 shows
    wide = False  # the person panel folds to its rail while this page is shown

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("ground", "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout()
        space = theme.SPACE
        self.body.setContentsMargins(space.group, space.inner, space.group, space.inner)
        self.body.setSpacing(space.gap)
        self.setLayout(self.body)
        self.strip = FailureStrip()
        self.body.addWidget(self.strip)

    def arrive(self) -> None:
        """The page was turned to: read what it shows."""

    def take_focus(self) -> None:
        """Where the keyboard stands after the page was turned to: its first list or field."""
        for part in self.findChildren(QAbstractItemView):
            if part.isVisibleTo(self) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, ref: Ref) -> None:
        """Open a record or begin a new one."""

    def acts(self) -> Mapping[str, Act]:
        """What the page's keys do now: ``new save print primary check filter next_tab``, and counter acts it takes over."""
        return {}

    def unseen(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """What can be done here and has no button in sight: words and what does it."""
        return ()

    def close_all(self) -> None:
        """Away with what lies over the page, where something can."""

    def press(self, name: str) -> None:
        """Do what a button of this page does, as the search found it: ``name`` leads to it, from part to part (``voices.new``)."""
        *parts, last = name.split(".")
        owner: Any = self
        for part in parts:
            owner = getattr(owner, part)
        getattr(owner, "close_all", lambda: None)()  # a part of the page need not be a stack of views
        button: QAbstractButton = getattr(owner, last)
        if button.isHidden() or not button.isEnabled():
            self.desk.say(t("现在不能“{act}”。").format(act=button.text()))
        else:
            button.click()

    def back(self) -> bool:
        """Esc: go one step back inside the page; True if there was one. Never loses text."""
        return False


def page_head(title: str, note: str = "", *right: QWidget) -> QHBoxLayout:
    """The first line of a page: title, a quiet second fact, and chips or buttons at the right."""
    made = row(label(title, "title", bold=True), gap=theme.SPACE.inner)
    if note:
        made.addWidget(ElidedLabel(note, tone="secondary", rank=2))
    made.addStretch(1)
    for part in right:
        made.addWidget(part)
    return made


def no_page(desk: Desk) -> Page:
    """Stands where a page could not be made: a sentence, never a blank."""
    page = Page(desk)
    page.strip.tell(t("这一页没有打开"), t("其他页照常能用，已录入的内容都在。"))
    page.body.addStretch(1)
    return page


def not_for_account(desk: Desk) -> Page:
    """Stands in every place that the officer's account may not look at; nothing there can be pressed."""
    page = Page(desk)
    faces = StateStack(
        QWidget(), icon="account-outline", empty=t("这个账号不办这里的事。"), more=t("要看的话，请换有权限的账号登录（Ctrl+L 锁定）。")
    )
    faces.show_state("empty")
    page.body.addWidget(faces, 1)
    return page


__all__ = ["Act", "Desk", "Page", "no_page", "not_for_account", "page_head"]
