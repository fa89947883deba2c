"""What can be done on the page that is shown now, by its words: the search finds the buttons one sees, and what lies under 更多."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.services import frame
from app.texts import t
from ui.desk.page import Page
from ui.desk.places import Ref
from ui.desk.ports import Answer, Hit, HitGroup
from ui.desk.reading import ReadingPane
from ui.kit.buttons import Button, Kind
from ui.kit.palette import COMMANDS

SEEN = (Kind.PRIMARY, Kind.SECOND, Kind.STRONG, Kind.DANGER)


@dataclass(frozen=True, slots=True)
class Doing:
    """An act of the page and what does it."""

    words: str
    run: Callable[[], object]


def doings(page: Page) -> tuple[Doing, ...]:
    """The acts of the page: its buttons in sight, and what has no button of its own."""
    found = (*_buttons(page), *(Doing(words, run) for words, run in page.unseen()), *_folded(page))
    return tuple({one.words: one for one in reversed(found)}.values())[::-1]


def _buttons(page: Page) -> Iterator[Doing]:
    for button in page.findChildren(Button):
        if button.isVisible() and button.isEnabled() and button.kind in SEEN and button.text():
            yield Doing(button.text(), button.click)


def _folded(page: Page) -> Iterator[Doing]:
    for pane in page.findChildren(ReadingPane):
        if pane.more.isVisible():
            yield from (Doing(action.text(), action.trigger) for action in pane.menu().actions())


def beside(answer: Answer, text: str, found: tuple[Doing, ...]) -> Answer:
    """The answer of the search with the acts of the page before all other commands."""
    wanted = text.strip().casefold()
    spelled = frame.readings([one.words for one in found])
    hits = tuple(
        Hit(Ref("here", number), "", one.words, icon="chevron-right-circle-outline", right=t("本页"))
        for number, (one, reading) in enumerate(zip(found, spelled, strict=True))
        if not wanted or wanted in one.words.casefold() or wanted in _spellings(reading)
    )
    if not hits:
        return answer
    others = next((group for group in answer.groups if group.code == COMMANDS), None)
    rest = tuple(group for group in answer.groups if group is not others)
    return Answer((*rest, HitGroup(COMMANDS, t("命令"), (*hits, *(others.hits if others is not None else ())))))


def _spellings(reading: str) -> str:
    """Full pinyin and initials, which the search takes alike."""
    return reading.replace(" ", "") + " " + "".join(part[:1] for part in reading.split())
