"""What is typed into a form is there again after a crash, for the officer who typed it and nobody else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.errors import Refused
from app.services import case_acts, cases, drafts, queue, stations
from app.services.cases import CaseForm
from db import engine as engines
from db.models import Draft
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY, NOW
from tests.services.people import register
from tests.ui.conftest import quiet as calm
from tests.ui.real_desk import lay_out, open_desk, quiet
from tests.ui.station import context_of, show_page
from ui.desk import half_filled
from ui.desk.cases.page import make
from ui.desk.places import Ref
from ui.desk.returns.notes import Notes

ROOT = Path(__file__).parents[2]
IN_PLACES = (("投诉、意见建议", "cases"), ("不予受理", "cases"), ("新办件", "cases"), ("首问登记", "queue"))
TYPED = ("社保补贴怎么领", "停电那天的", "材料与本人情况不符，142", "等了四十分钟没有人叫号")


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def page(qtbot, port, context):
    return show_page(qtbot, port, context, make)


@pytest.fixture
def number(context):
    person = register(context.db, context.actor, context.now())
    return cases.open_case(context.db, context.actor, context.now(), CaseForm("JYKN", person)).number


def refusal(page_or_detail):
    """The form that refuses the case on the page."""
    detail = page_or_detail
    detail.begin(next(act for act in detail.offered(detail.view) if act.permission == "case.refuse"))
    return detail.form


def begin(qtbot, page, number):
    page.open(Ref("case", number))
    calm(qtbot, page)
    form = refusal(page.detail)
    calm(qtbot, page)
    return form


def test_after_a_crash_every_form_of_the_counter_is_there_again_for_who_typed_it_alone(qtbot, sqlite_template, tmp_path):
    settings = lay_out(sqlite_template, tmp_path / "data")
    with closing(Database(engines.sqlite_engine(settings.database_path, KEY.sub("database")), Vault(KEY))) as db:
        clerk = stations.actors(db)["clerk1"]
        number = cases.open_case(db, clerk, NOW, CaseForm("JYKN", register(db, clerk, NOW))).number
        queue.take(db, clerk, NOW - timedelta(minutes=5), "A")
    command = [sys.executable, "-m", "tests.ui.kept_child", str(settings.data), NOW.isoformat(), number]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "kept\n"
        child.kill()
    desk = open_desk(qtbot, settings)
    context, cast = desk.desk.context, stations.actors(desk.desk.context.db)
    with context.db.read("draft.keep", context.actor) as session:
        lying = b"".join(session.execute(select(Draft.sealed)).scalars())
        named = "".join(f"{row.form}{row.record}{row.title}" for row in session.execute(select(Draft)).scalars())
    assert not any(text.encode() in lying or text in named for text in TYPED)
    assert drafts.listing(context.db, cast["clerk2"]) == ()
    found = [(hit.title, hit.place) for hit in desk._late.search("caogao", "commands").groups[0].hits if "草稿" in hit.title]
    assert found == [(f"草稿：{name}", place) for name, place in IN_PLACES]
    held = {
        "topic": lambda: _counter(qtbot, desk),
        "reason": lambda: _new_case(qtbot, desk),
        "refuse": lambda: _act(qtbot, desk, number),
        "text": lambda: _complaint(qtbot, desk),
    }
    for typed, opened in zip(TYPED, held.values(), strict=True):
        field, keeper = opened()
        assert field.value() == typed
        assert keeper.said.text() == "上次没填完的内容（10-09 09:00）已填回。"
    keeper.gone.click()
    quiet(qtbot, desk)
    assert (field.value(), len(drafts.listing(context.db, context.actor))) == ("", 3)
    desk.go("cases", Ref("case", number))
    quiet(qtbot, desk)
    assert refusal(desk.page.detail).fields["reason"].value() == ""  # asked for, not there yet
    quiet(qtbot, desk)
    assert desk.page.detail.form.fields["reason"].value() == TYPED[2]
    desk.lock()
    desk._log_in("clerk2", "")
    quiet(qtbot, desk)
    assert desk.page.stack.currentIndex() == 0  # whoever logs in now does not see what lies open
    field, keeper = _act(qtbot, desk, number)
    assert (field.value(), keeper.said.text()) == ("", "")


def _counter(qtbot, desk):
    desk.go("queue")
    quiet(qtbot, desk)
    desk.do("new")
    quiet(qtbot, desk)
    form = desk.page._forms["inquiry"]
    return form.fields["topic"], form.keeper


def _new_case(qtbot, desk):
    desk.go("cases", Ref("new_case"))
    quiet(qtbot, desk)
    return desk.page.new.reason, desk.page.new.keeper


def _act(qtbot, desk, number):
    desk.go("cases", Ref("case", number))
    quiet(qtbot, desk)
    form = refusal(desk.page.detail)
    quiet(qtbot, desk)
    return form.fields["reason"], form.keeper


def _complaint(qtbot, desk):
    desk.go("cases", Ref("voices"))
    quiet(qtbot, desk)
    desk.page.voices.begin()
    quiet(qtbot, desk)
    form = desk.page.voices.form
    return form.fields["text"], form.keeper


def test_a_draft_of_an_older_reading_of_the_case_says_so(qtbot, page, context, number, cast):
    begin(qtbot, page, number).fields["reason"].editor.setText("材料不全")
    assert page.back()
    calm(qtbot, page)
    case_acts.receive_material(context.db, cast.clerk2, context.now(), number, ["M1"], "received")
    form = begin(qtbot, page, number)
    assert form.fields["reason"].value() == "材料不全"
    assert "那以后这里的资料改动过，请核对再办" in form.keeper.said.text()


def test_what_is_done_leaves_no_draft_and_what_is_refused_keeps_it(qtbot, page, context, number, monkeypatch):
    form = begin(qtbot, page, number)
    form.fields["reason"].editor.setText("材料不全")
    monkeypatch.setattr(case_acts, "refuse", _never)
    form.confirm()
    form.keeper.flush()
    calm(qtbot, page)
    assert form.fields["reason"].is_wrong
    assert [one.title for one in drafts.listing(context.db, context.actor)] == ["不予受理"]
    monkeypatch.undo()
    form.confirm()
    calm(qtbot, page)
    assert drafts.listing(context.db, context.actor) == ()
    assert cases.show(context.db, context.actor, context.now(), number).facts.state == "refused"


def _never(*_args):
    raise Refused("case.number_of_days", field="reason")


def test_what_is_taken_out_again_is_nothing_to_keep(qtbot, page, context, number):
    form = begin(qtbot, page, number)
    for text, kept in (("材料", 1), ("", 0)):
        form.fields["reason"].editor.setText(text)
        form.keeper.flush()
        calm(qtbot, page)
        assert len(drafts.listing(context.db, context.actor)) == kept


def test_a_text_of_a_return_that_a_crash_left_is_there_again_until_it_is_kept(qtbot, page, context):
    def texts():
        made = Notes(page.desk)
        qtbot.addWidget(made)
        made.show_parts([("主要做法", "主要做法")], {}, "", about="QSR.2026Q3")
        calm(qtbot, page)
        return made

    before = texts()
    before.fields["主要做法"].editor.setPlainText("逐户走访")
    before.keeper.flush()
    calm(qtbot, page)
    notes = texts()
    assert notes.fields["主要做法"].value() == "逐户走访" and "已填回" in notes.keeper.said.text()
    with qtbot.waitSignal(notes.typed):
        notes.flush()
    notes.say_kept("09:00")
    calm(qtbot, page)
    assert drafts.listing(context.db, context.actor) == ()


def test_every_form_that_is_kept_knows_where_it_is_opened_again():
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "ui" / "desk").rglob("*.py")))
    about = set(re.findall(r'Keep\(f?"[^"]*", f?"(\w+):|(?:about=|\), )f"(\w+):', source))
    kinds = {kind for pair in about for kind in pair if kind}
    assert len(kinds) > 15 and kinds <= set(half_filled.RECORDS)
    alone = set(re.findall(r'Keep\("(\w+)", (?:""|title=)', source))
    assert len(alone) > 10 and alone <= set(half_filled.NEW)
    assert half_filled.way("case.refuse", "case:BJ1") == ("cases", Ref("case", "BJ1"))
    assert half_filled.way("status", "person:7") == ("people", Ref("person", 7))
    assert half_filled.way("visit", "person:7") == ("visits", Ref("visit", 7))
    assert half_filled.way("return_freeze", "return:QSR.2026Q3") == ("returns", Ref("return", ("QSR", "2026Q3")))


FORMS = {"RecordForm", "HallForm", "VisitRecord"}
LOOKS, CHOOSES = {"TrailFilter", "SpanForm", "WhichFigure", "WhoseDesk", "WhoseHousehold"}, {"SignedForm", "ItemLineForm", "ToCase"}
"""Forms that look for something, or choose from a list or a day: there is nothing typed in them that one would miss."""
ALSO = {"hand_over_form", "give_back_form", "span_form", "handler_form", "PasswordForm"}
"""The same, made without a class of their own; and a password, which is never kept."""


def test_every_form_in_which_one_types_is_kept():
    unkept = set()
    for path in sorted((ROOT / "ui" / "desk").rglob("*.py")):
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            source = ast.unparse(part)
            form = isinstance(part, ast.ClassDef) and any(ast.unparse(base) in FORMS for base in part.bases)
            makes = (form and "super().__init__(" in source) or (isinstance(part, ast.FunctionDef) and "return RecordForm(" in source)
            if makes and "Keep(" not in source:
                unkept.add(part.name)
    assert unkept == LOOKS | CHOOSES | ALSO
