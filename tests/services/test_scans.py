"""A scan that comes with an act is kept with the act, or not at all, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, Refused
from app.domain.second_person import SignedSlip
from app.services import attachments, case_acts, case_slips, cases, officers
from app.services.cases import CaseForm
from db.models import Attachment
from tests.services.accepting import accept_complete
from tests.services.people import register

MONDAY = parse_moment("2026-10-12T09:00")


@pytest.fixture
def me(db, cast):
    return db, cast.clerk1, MONDAY


@pytest.fixture
def number(me):
    number = cases.open_case(*me, CaseForm("JYKN", register(*me))).number
    accept_complete(*me, number)
    return number


@pytest.fixture
def scan(tmp_path):
    file = tmp_path / "scan.jpg"
    file.write_bytes(b"\xff\xd8\xff a signed paper")
    return file


def kept(me, settings) -> tuple[int, int]:
    """Rows, and files beside the database."""
    with me[0].read("case.read", me[1]) as session:
        rows = session.execute(select(func.count()).select_from(Attachment)).scalar_one()
    return rows, len(list(settings.attachments.glob("*"))) if settings.attachments.exists() else 0


def test_the_evidence_of_a_pause_is_kept_with_it_or_not_at_all(me, settings, number, scan):
    with (
        pytest.raises(Refused, match=r"case\.pause_ends_before"),
        attachments.read_in(*me[:2], settings, "停表依据", scan) as copy,
    ):
        case_acts.pause(*me, number, "公示", until=date(2026, 10, 9), attachment_id=copy)
    assert kept(me, settings) == (0, 0)
    with attachments.read_in(*me[:2], settings, "停表依据", scan) as copy:
        case_acts.pause(*me, number, "公示", attachment_id=copy)
    assert kept(me, settings) == (1, int(me[0].kind == "sqlite"))
    (line,) = attachments.listing(*me[:2], f"cases:{cases.show(*me, number).facts.id}")
    assert attachments.content(*me[:2], settings, line.id) == b"\xff\xd8\xff a signed paper"


def test_a_slip_that_decides_nothing_leaves_no_scan_and_takes_away_no_file_of_another_record(me, cast, settings, number, scan):
    number_2 = cases.open_case(*me, CaseForm("JYKN", register(*me, name="李四", serial=6))).number
    data = scan.read_bytes()
    record = f"cases:{cases.show(*me, number_2).facts.id}"
    attachments.add(*me, settings, attachments.AttachmentForm(record, "同样的内容", data))
    case_acts.extend(*me, number, 3, "等外地回函")
    slip = SignedSlip("孙立", "县就业局股长", MONDAY.date())
    with pytest.raises(NotAllowed, match=r"case\.slip_not_needed"), attachments.read_in(*me[:2], settings, "签批单", scan) as copy:
        case_slips.decide(*me, number, slip, scan=copy)
    assert kept(me, settings)[0] == 1
    assert attachments.content(*me[:2], settings, attachments.listing(*me[:2], record)[0].id) == data
    for one in officers.listing(me[0], cast.admin):
        if one.active and one.login not in ("clerk1", "admin"):
            officers.end(me[0], cast.admin, MONDAY, one.login)
    with attachments.read_in(*me[:2], settings, "签批单", scan) as copy:
        case_slips.decide(*me, number, slip, scan=copy)
    assert kept(me, settings)[0] == 2 and cases.show(*me, number).clock.total == 13
