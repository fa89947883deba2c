"""Answers come home on the window's thread, only to owners that live; every error takes the one road."""

from __future__ import annotations

import threading

import pytest
from PyQt6.QtCore import QObject, QThread
from PyQt6.QtWidgets import QWidget

from app.domain.errors import Conflict, NotAllowed
from app.texts import errors
from ui.jobs import Jobs
from ui.kit.fields import Field, line
from ui.kit.states import FailureStrip
from ui.messages import Kind, explain, show

SOME_CODE = "action.not_allowed"


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.wait()


@pytest.fixture
def owner(qapp):
    return QObject()


def _home(qtbot, jobs):
    qtbot.waitUntil(lambda: not jobs.busy)


@pytest.mark.parametrize("kind", ["read", "write", "net"])
def test_work_runs_elsewhere_and_its_answer_arrives_on_the_windows_thread(qtbot, qapp, jobs, owner, kind):
    seen = {}

    def work():
        seen["work"] = threading.get_ident()
        return 42

    def then(value):
        seen["answer"], seen["home"] = value, QThread.currentThread()

    getattr(jobs, kind)(owner, work, then)
    _home(qtbot, jobs)
    assert seen["answer"] == 42
    assert seen["work"] != threading.get_ident()
    assert seen["home"] is qapp.thread()


def test_an_answer_for_an_owner_that_is_gone_is_dropped(qtbot, jobs):
    from PyQt6 import sip

    owner, came = QWidget(), []
    gate = threading.Event()
    jobs.read(owner, gate.wait, came.append)
    sip.delete(owner)
    gate.set()
    _home(qtbot, jobs)
    assert came == []


def test_a_refusal_for_a_form_that_was_left_is_told_by_the_window(qtbot, jobs, owner):
    """Its page lives, so the answer is wanted; the form whose method should be told does not."""
    from PyQt6 import sip

    class Form(QWidget):
        def refuse(self, failure):
            raise AssertionError("it is gone")

    form, gate, told = Form(), threading.Event(), []
    jobs.fallback = told.append

    def refused():
        gate.wait()
        raise NotAllowed(SOME_CODE, action="a", officer="b")

    jobs.write(owner, refused, form.refuse, form.refuse)
    jobs.write(owner, gate.wait, form.refuse)
    sip.delete(form)
    gate.set()
    _home(qtbot, jobs)
    assert [failure.code for failure in told] == [SOME_CODE]


def test_only_the_newest_job_of_a_slot_comes_home(qtbot, jobs, owner):
    gate, came = threading.Event(), []
    jobs.read(owner, lambda: gate.wait() and "z", came.append, slot="search")
    jobs.read(owner, lambda: "zs", came.append, slot="search")
    gate.set()
    _home(qtbot, jobs)
    assert came == ["zs"]


def test_writes_run_one_after_the_other_in_the_order_asked(qtbot, jobs, owner):
    order = []
    for number in range(20):
        jobs.write(owner, lambda number=number: order.append(number))
    _home(qtbot, jobs)
    assert order == list(range(20))


def test_a_rule_that_refuses_becomes_its_sentence(qtbot, jobs, owner):
    came = []

    def refuse():
        raise NotAllowed(SOME_CODE, action="person.read", officer="王敏")

    jobs.write(owner, refuse, failed=came.append)
    _home(qtbot, jobs)
    assert came[0].kind is Kind.USER
    assert came[0].sentence == explain(NotAllowed(SOME_CODE, action="person.read", officer="王敏")).sentence


def test_a_bug_is_logged_under_a_number_and_told_without_its_message(qtbot, jobs, owner, caplog, expected_warnings):
    expected_warnings.add("bug ")
    told = []
    jobs.fallback = told.append
    with caplog.at_level("ERROR", logger="stationdesk"):
        jobs.read(owner, lambda: {}["张三"])
        _home(qtbot, jobs)
    assert told[0].kind is Kind.BUG
    assert told[0].number in told[0].sentence
    assert told[0].number in caplog.text
    assert "张三" not in caplog.text + told[0].sentence


def test_long_work_reports_how_far_it_is(qtbot, jobs, owner):
    steps, came = [], []

    def work(progress):
        for done in range(1, 4):
            progress.report(done, 3)
        return "done"

    jobs.long(owner, work, came.append, progressed=lambda done, total, left: steps.append((done, total)))
    _home(qtbot, jobs)
    assert came == ["done"]
    assert steps[-1] == (3, 3)


def test_cancelled_long_work_ends_at_its_next_report_and_says_nothing(qtbot, jobs, owner):
    started, gate, came, reached = threading.Event(), threading.Event(), [], []

    def work(progress):
        started.set()
        gate.wait()
        progress.report(1, 2)
        reached.append("too far")

    job = jobs.long(owner, work, came.append, came.append)
    started.wait()
    job.cancel()
    gate.set()
    _home(qtbot, jobs)
    assert came == reached == []


def test_a_failure_stands_beside_the_field_it_names(qtbot):
    strip, field = FailureStrip(), Field("口令", line())
    for part in (strip, field):
        qtbot.addWidget(part)
    show(explain(NotAllowed(SOME_CODE, field="password", action="a", officer="b")), strip, {"password": field})
    assert field.is_wrong
    assert field.message
    assert field.editor.accessibleDescription() == field.message
    assert strip.isHidden()


def test_a_conflict_offers_to_reload(qtbot):
    strip, reloaded = FailureStrip(), []
    qtbot.addWidget(strip)
    code = next(code for code, words in errors().items() if "{" not in words)
    show(explain(Conflict(code, action="a", officer="b")), strip, reload=lambda: reloaded.append(1))
    strip.act.click()
    assert reloaded == [1]
