"""Work off the window's thread: services run in pools of their own, and one queued signal brings each answer home if its owner still lives.

    jobs.read(self, lambda: cases.list_open(db, actor, now=clock()), self.show_cases)
    jobs.write(self, lambda: queue.call_next(...), self.called, failed=self.refused)

``then`` and ``failed`` always run on the window's thread. A job with a ``slot`` replaces the one before it in that slot of its owner:
while somebody types, only the newest search comes home.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import QObject, QRunnable, QThreadPool, pyqtSignal

from ui.messages import Failure, explain
from ui.theme_tokens import TIMING

THREADS = {"read": 4, "write": 1, "net": 2, "beat": 1}

Then = Callable[[Any], object]
Failed = Callable[[Failure], object]


class Cancelled(Exception):
    """Raised by ``Progress.report`` inside the work after the officer pressed Cancel."""


class Progress:
    """What long work is handed: it reports how far it is and learns that it was cancelled."""

    def __init__(self, send: Callable[[int, int, int | None], None]) -> None:
        self._send, self._stop = send, threading.Event()
        self._began = time.monotonic()
        self._last = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether Cancel was pressed."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to end at its next report."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Tell the window how far the work is (at most ten times a second); ``Cancelled`` when it should end."""
        if self.cancelled:
            raise Cancelled
        passed = time.monotonic() - self._began
        if done < total and passed - self._last < TIMING.progress / 1000:
            return
        self._last = passed
        self._send(done, total, round(passed * (total - done) / done) if done and passed > 1 else None)


@dataclass(eq=False)
class Job:
    """One piece of work on its way."""

    owner: QObject
    work: Callable[..., Any]
    then: Then | None
    failed: Failed | None
    slot: str = ""
    progressed: Callable[[int, int, int | None], object] | None = None
    progress: Progress | None = None
    dropped: bool = field(default=False)

    def cancel(self) -> None:
        """Do not want the answer any more; long work ends at its next report."""
        self.dropped = True
        if self.progress is not None:
            self.progress.stop()


class _Run(QRunnable):
    """Carries one job through a pool thread; every exception is caught and brought home."""

    def __init__(self, job: Job, home: Callable[[Job, str, object], None]) -> None:
        super().__init__()
        self._job, self._home = job, home

    def run(self) -> None:
        job = self._job
        if job.dropped:
            self._home(job, "over", None)
            return
        try:
            answer = job.work(job.progress) if job.progress is not None else job.work()
        except Cancelled:
            self._home(job, "over", None)
        except BaseException as error:  # noqa: BLE001 - the road home of every error; a bug is logged there
            self._home(job, "error", error)
        else:
            self._home(job, "answer", answer)


def _gone(receiver: Callable[..., object]) -> bool:
    """Whether the widget whose method should be told is no more: a form that was left while its answer was on the way."""
    owner = getattr(receiver, "__self__", None)
    return isinstance(owner, QObject) and sip.isdeleted(owner)


class Jobs(QObject):
    """The job runner of a window. ``fallback`` gets the failures nobody asked for (the shell shows them in its status bar)."""

    _came = pyqtSignal(object, str, object)
    idle = pyqtSignal()

    def __init__(self, parent: QObject | None = None, fallback: Failed | None = None) -> None:
        super().__init__(parent)
        self.fallback = fallback
        self._pools = {kind: self._pool(count) for kind, count in THREADS.items()}
        self._slots: dict[tuple[int, str], Job] = {}
        self._open: set[Job] = set()
        self._came.connect(self._arrive)

    def _pool(self, count: int) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(count)
        return pool

    def read(
        self, owner: QObject, work: Callable[[], Any], then: Then | None = None, failed: Failed | None = None, *, slot: str = ""
    ) -> Job:
        """Run a reading service (four at a time)."""
        return self._start("read", Job(owner, work, then, failed, slot))

    def write(
        self, owner: QObject, work: Callable[[], Any], then: Then | None = None, failed: Failed | None = None, *, slot: str = ""
    ) -> Job:
        """Run a writing service (one at a time, in the order asked)."""
        return self._start("write", Job(owner, work, then, failed, slot))

    def net(self, owner: QObject, work: Callable[[], Any], then: Then | None = None, failed: Failed | None = None) -> Job:
        """Run something that waits for another machine (two at a time)."""
        return self._start("net", Job(owner, work, then, failed))

    def beat(self, owner: QObject, work: Callable[[], Any], then: Then | None = None, *, slot: str = "") -> Job:
        """Give a sign of life: it waits for no writing service, and none waits for it."""
        return self._start("beat", Job(owner, work, then, None, slot))

    def long(
        self,
        owner: QObject,
        work: Callable[[Progress], Any],
        then: Then | None = None,
        failed: Failed | None = None,
        *,
        progressed: Callable[[int, int, int | None], object] | None = None,
        kind: str = "read",
    ) -> Job:
        """Run long work that reports: ``work`` is handed a ``Progress``; ``progressed(done, total, seconds_left)`` runs at home."""
        job = Job(owner, work, then, failed, progressed=progressed)
        job.progress = Progress(lambda done, total, left: self._came.emit(job, "progress", (done, total, left)))
        return self._start(kind, job)

    @property
    def busy(self) -> bool:
        """Whether some answer has not come home yet."""
        return bool(self._open)

    def _start(self, kind: str, job: Job) -> Job:
        if job.slot:
            older = self._slots.get((id(job.owner), job.slot))
            if older is not None:
                older.cancel()
            self._slots[(id(job.owner), job.slot)] = job
        self._open.add(job)
        self._pools[kind].start(_Run(job, self._send))
        return job

    def _send(self, job: Job, what: str, value: object) -> None:
        with suppress(RuntimeError):  # the window went between the look and the word: nobody waits any more
            if not sip.isdeleted(self):
                self._came.emit(job, what, value)

    def _arrive(self, job: Job, what: str, value: Any) -> None:
        wanted = not job.dropped and not sip.isdeleted(job.owner)
        if what == "progress":
            if wanted and job.progressed is not None:
                job.progressed(*value)
            return
        self._close(job)
        if what == "answer" and wanted and job.then is not None and not _gone(job.then):
            job.then(value)
        elif what == "error":
            self._fail(job, value, wanted)
        if not self._open:
            self.idle.emit()

    def _close(self, job: Job) -> None:
        self._open.discard(job)
        if self._slots.get((id(job.owner), job.slot)) is job:
            del self._slots[(id(job.owner), job.slot)]

    def _fail(self, job: Job, error: BaseException, wanted: bool) -> None:
        """A bug is logged even when nobody waits for the answer any more."""
        failure = explain(error)
        receiver = job.failed if job.failed is not None and not _gone(job.failed) else self.fallback
        if wanted and receiver is not None:
            receiver(failure)

    def wait(self, milliseconds: int = 5000) -> bool:
        """Wait for the pools to run empty, before the window closes; True when they did."""
        return all(pool.waitForDone(milliseconds) for pool in self._pools.values())
