"""Files kept with a case at the desk: scans, photos and documents go in and come out, what is none is refused; receipts go back."""

from __future__ import annotations

import pytest

from app.domain.errors import Refused
from app.services import attachments, case_acts, cases, receipts
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui.desk.cases.page import make
from ui.desk.places import Ref

PICTURE = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path / "data")


@pytest.fixture
def numbers(context):
    me = (context.db, context.actor, context.now())
    return [cases.open_case(*me, CaseForm("JYKN", register(*me))).number]


@pytest.fixture
def page(qtbot, port, context):
    return show_page(qtbot, port, context, make)


def test_a_file_is_kept_with_the_case_and_comes_out_again(qtbot, page, numbers, tmp_path):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    assert page.detail.files.count.text() == "还没有附件"
    (tmp_path / "公示照片.jpg").write_bytes(PICTURE)
    page.detail.files.attach(tmp_path / "公示照片.jpg")
    quiet(qtbot, page)
    assert page.detail.files.count.text() == "附件 1 份（内容未改动）"
    page.detail.files.save_to(page.detail.files.lines[0], tmp_path / "out.jpg")
    quiet(qtbot, page)
    assert (tmp_path / "out.jpg").read_bytes() == PICTURE


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("证明.pdf", b"", "文件是空的"),
        ("证明.pdf", b"MZ\x90\x00 a program", "这是一个程序"),
        ("证明.jpg", b"%PDF-1.7 no picture", "对不上"),
        ("证明.pdf", None, "附件不能超过 20 MB"),
    ],
)
def test_what_is_no_scan_photo_or_document_is_not_kept_and_the_page_says_why(qtbot, page, context, numbers, tmp_path, name, data, said):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    with (tmp_path / name).open("wb") as file:
        file.write(data) if data is not None else file.truncate(60 * 1024 * 1024)
    page.detail.files.attach(tmp_path / name)
    quiet(qtbot, page)
    assert said in page.strip.sentence.text() + page.strip.title.text() and page.detail.files.count.text() == "还没有附件"
    assert not context.settings.attachments.exists() or not list(context.settings.attachments.iterdir())


def test_a_file_that_was_changed_behind_the_back_of_the_station_is_named(qtbot, page, context, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    form = AttachmentForm(f"cases:{page.detail.view.facts.id}", "公示照片", b"a picture")
    attachments.add(context.db, context.actor, context.now(), context.settings, form)
    page.detail.reload()
    quiet(qtbot, page)
    assert page.detail.files.count.text() == "附件 1 份（内容未改动）"
    kept = next(context.settings.attachments.iterdir())
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    page.detail.reload()
    quiet(qtbot, page)
    assert page.detail.files.count.text() == "附件 1 份，被改动或丢失：公示照片"


def test_material_that_was_taken_in_is_given_back_at_the_case(qtbot, page, context, numbers):
    me = (context.db, context.actor, context.now())
    codes = [line.code for line in cases.show(*me, numbers[0]).materials]
    case_acts.receive_material(*me, numbers[0], codes[:1])
    code = receipts.issue(*me, case=numbers[0]).code
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    act = next(act for act in page.detail.offered(page.detail.view) if act.name == "退还材料")
    page.detail.begin(act)
    assert page.detail.form.fields["receipt"].value() == code
    press(qtbot, page, "primary")
    assert page.detail.view.lent == () and act.name not in [one.name for one in page.detail.offered(page.detail.view)]
    with pytest.raises(Refused, match=r"receipt\.returned"):
        receipts.give_back(*me, code)
