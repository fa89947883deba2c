"""What a page may ask of the desk around it, and how the shell finds a page.

A place's page is the function ``make(desk)`` of ``ui.desk.<place>.page``; the shell imports it when the place is first entered, after
its own first paint, so a page module may import services at its top.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, pyqtSignal

from ui.desk.places import Ref
from ui.jobs import Jobs
from ui.messages import Failure

if TYPE_CHECKING:
    from ui.desk.page import Page
    from ui.desk.ports import CurrentPerson, DeskPort, Frame
    from ui.desk.voice import DeskVoice


class Desk(QObject):
    """The page's view of the desk: port, jobs, and the few things a page may ask of the frame.

    ``context`` is whatever the composition root handed in (the program's ``AppContext``); the shell itself never looks into it.
    """

    said = pyqtSignal(str)
    wrote = pyqtSignal(str, str)
    went = pyqtSignal(str, object)
    refresh_asked = pyqtSignal()
    person_changed = pyqtSignal(object)
    frame_changed = pyqtSignal(object)
    changed = pyqtSignal(frozenset)  # names of tables that were written, by this or another seat

    def __init__(self, port: DeskPort, jobs: Jobs, context: Any = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.port, self.jobs, self.context = port, jobs, context
        self.person: CurrentPerson | None = None
        self.frame: Frame | None = None
        self.voice: DeskVoice | None = None  # what says this desk's calls, where there is an open station

    @property
    def known(self) -> tuple[int, str] | None:
        """Id and name of the present person; None where nobody is there, or nobody knows yet who it is."""
        person = self.person
        return (person.person_id, person.name) if person is not None and person.person_id is not None else None

    def say(self, text: str) -> None:
        """A sentence in the status bar, for four seconds."""
        self.said.emit(text)

    def tell_file(self, text: str, path: str) -> None:
        """A file was written: the sentence in the status bar, with what opens it."""
        self.wrote.emit(text, path)

    def go(self, place: str, ref: Ref | None = None) -> None:
        """Turn to a place and, with ``ref``, open or begin something there."""
        self.went.emit(place, ref)

    def refresh(self) -> None:
        """Read the frame and the current person anew, after a write."""
        self.refresh_asked.emit()

    def refuse(self, failure: Failure) -> None:
        """The place of last resort for a failure: the status bar."""
        self.say(failure.sentence)


Finder = Callable[[str], "Callable[[Desk], Page]"]


def find_page(code: str) -> Callable[[Desk], Page]:
    """The page maker of a place, imported now."""
    made: Callable[[Desk], Page] = importlib.import_module(f"ui.desk.{code}.page").make
    return made
