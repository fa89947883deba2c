"""The one-time notice on both databases: nothing that is wanted is left out in silence, its paper lists all, and it is signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Overtaken, Refused
from app.domain.notices import Signature, Signing
from app.services import attachments, bundles, case_acts, case_notices, cases, papers, profiles
from app.services.bundles import BundleForm
from app.services.cases import CaseForm
from app.services.papers import Wanted
from app.texts import sentence
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.scans import scanned

DAY = timedelta(days=1)
ALL = ["M1", "M2", "M3", "M4"]


@pytest.fixture
def number(db, cast, now):
    return cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now))).number


def printed(db, actor, at, number) -> str:
    drawn = papers.draw(db, actor, at, Wanted("one-time-notice", case=number))
    papers.record(db, actor, at, drawn)
    return reading.solid(drawn.pdf)


def test_what_is_missing_is_not_left_out_without_a_reason_and_the_paper_lists_all_numbered(db, cast, now, number):
    with pytest.raises(Refused, match=r"case\.notice_left_out") as refusal:
        case_notices.notice(db, cast.clerk1, now, number, ["M1", "M2", "M3"], others=["先参加一次职业指导"])
    assert refusal.value.field == "left_out" and "困难类别的证明" in sentence(refusal.value)
    assert cases.show(db, cast.head, now, number).notices == 0
    others = ["先参加一次职业指导", "  到户籍地  社区开证明 ", "", "先参加一次职业指导"]
    facts = case_notices.notice(db, cast.clerk1, now, number, ["M1", "M2", "M3"], others=others, left_out="残联数据本站可以核查")
    assert facts.state == "noticed"
    text = printed(db, cast.clerk1, now, number)
    wanted = (
        "3项材料和2项其他要求",
        "4先参加一次职业指导",
        "5到户籍地社区开证明",
        "这次不用补：残联数据本站可以核查",
        "有效身份证件",
        "户口簿",
    )
    assert [part for part in wanted if part not in text] == []
    assert text.count("先参加一次职业指导") == 1


def test_who_names_what_is_missing_says_that_the_rest_is_here(db, cast, now, number):
    """As the command line does: `--missing M1,M2` is the whole list, so the other two were handed in."""
    assert case_notices.notice(db, cast.clerk1, now, number, ["M1", "M2"], rest_is_here=True).state == "noticed"
    view = cases.show(db, cast.head, now, number)
    assert [line.state for line in view.materials] == ["missing", "missing", "received", "received"]
    assert [row.kind for row in view.events][:2] == ["noticed", "material"]
    told = printed(db, cast.clerk1, now, number)
    assert "2项材料" in told and "困难类别的证明" not in told
    case_notices.notice(db, cast.clerk1, now, number, ["M1"], left_out="另行核查", reason="证件过期", rest_is_here=True)
    assert [line.state for line in cases.show(db, cast.head, now, number).materials] == ["missing", "missing", "received", "received"]


def test_what_is_no_material_can_be_told_alone_once_everything_was_handed_in(db, cast, now, number):
    case_acts.receive_material(db, cast.clerk1, now, number, ALL)
    with pytest.raises(Refused, match=r"case\.notice_empty"):
        case_notices.notice(db, cast.clerk1, now, number, [])
    case_notices.notice(db, cast.clerk1, now, number, [], others=["本人到场签字"])
    text = printed(db, cast.clerk1, now, number)
    assert "还需补齐下列1项要求" in text and "1本人到场签字" in text and "0项材料" not in text


def test_a_second_notice_keeps_all_its_lines_until_the_head_has_approved_it(db, cast, now, number):
    case_notices.notice(db, cast.clerk1, now, number, ALL)
    case_acts.receive_material(db, cast.clerk1, now, number, ["M1", "M2", "M3"])
    with pytest.raises(Refused, match=r"case\.notice_left_out"):
        case_notices.notice(db, cast.clerk1, now, number, [], others=["本人到场"], reason="证件过期")
    told = {"others": ["本人到场"], "left_out": "已在办理", "reason": "证件过期"}
    assert case_notices.notice(db, cast.clerk1, now, number, ["M1"], **told).waiting_for == ("notice_again",)
    slip = reading.solid(papers.draw(db, cast.clerk1, now, Wanted("approval-slip", case=number)).pdf)
    assert "有效身份证件、本人到场" in slip
    case_acts.approve(db, cast.head, now, number)
    text = printed(db, cast.clerk1, now, number)
    assert all(part in text for part in ("第2次告知", "证件过期", "2本人到场", "这次不用补：已在办理"))


def test_a_notice_is_signed_once_by_the_applicant_after_it_was_printed(db, cast, now, number):
    sign = case_notices.sign
    with pytest.raises(Overtaken, match=r"case\.notice_signed_none"):
        sign(db, cast.clerk1, now, number, Signature("", now.date()))
    case_notices.notice(db, cast.clerk1, now, number, ALL)
    with pytest.raises(Refused, match=r"case\.notice_not_printed"):
        sign(db, cast.clerk1, now, number, Signature("", now.date()))
    printed(db, cast.clerk1, now, number)
    for day in (now.date() - DAY, now.date() + DAY):
        with pytest.raises(Refused, match=r"case\.notice_signed_day"):
            sign(db, cast.clerk1, now, number, Signature("", day))
    sign(db, cast.clerk1, now + DAY, number, Signature("", now.date()))
    event = cases.show(db, cast.head, now, number).events[0]
    assert (event.kind, event.happened_on, event.officer) == ("notice_signed", now.date(), cast.clerk1.name)
    assert (event.data["by"], event.data["how"]) == ("张淑芬", "signed")
    with pytest.raises(Overtaken, match=r"case\.notice_signed_none"):
        sign(db, cast.clerk1, now + DAY, number, Signature("", now.date()))


def test_a_signed_copy_stands_for_the_print_and_stays_and_who_will_not_sign_is_written_down(db, cast, now, number, settings):
    case_notices.notice(db, cast.clerk1, now, number, ALL)
    kept = scanned(db, cast.clerk1, now, settings, number, "告知书签收件")
    other = cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now, "李国强", serial=9))).number
    strange = scanned(db, cast.clerk1, now, settings, other)
    for signature, code in (
        (Signature("", now.date(), attachment_id=strange), r"case\.scan"),
        (Signature("", now.date(), attachment_id=9999), r"case\.scan"),
        (Signature("", now.date(), Signing.REFUSED, attachment_id=kept), r"case\.notice_refusal"),
    ):
        with pytest.raises(Refused, match=code):
            case_notices.sign(db, cast.clerk1, now, number, signature)
    refused = Signature("周师傅", now.date(), Signing.REFUSED, "不愿签字，网格员在场", kept)
    case_notices.sign(db, cast.clerk1, now, number, refused)
    event = cases.show(db, cast.head, now, number).events[0]
    assert (event.text, event.data) == (
        "不愿签字，网格员在场",
        {"code": "GZ20261009-001", "by": "周师傅", "how": "refused", "attachment": kept},
    )
    with pytest.raises(Refused, match=r"attachment\.is_signed"):
        attachments.remove(db, cast.clerk1, now, kept, "传错")


def test_what_another_case_of_the_bundle_asks_for_may_be_left_to_it(db, cast, now):
    made = bundles.open_bundle(db, cast.clerk1, now, BundleForm("LHJY", register(db, cast.clerk1, now)))
    shared = 0
    for number, _, _ in made.cases:
        lines = cases.show(db, cast.clerk1, now, number).materials
        shared += sum(bool(line.under) for line in lines)
        own = [line.code for line in lines if not line.under]
        assert case_notices.notice(db, cast.clerk1, now, number, own, others=[] if own else ["本人到场"]).state == "noticed"
    assert shared


@pytest.mark.parametrize(("counts", "starts"), [(True, date(2026, 10, 9)), (False, date(2026, 10, 19))], ids=("as-received", "as-accepted"))
def test_who_is_told_nothing_within_five_working_days_is_accepted_by_the_rule_of_the_profile(db, cast, now, counts, starts):
    """Received on Friday the 9th of October; Saturday the 10th is worked: the fifth working day is Thursday the 15th."""
    profiles.override(db, cast.head, now, "receipt_counts_without_notice", counts)
    silent, told, late = (
        cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now, name, serial=serial))).number
        for name, serial in (("张淑芬", 4), ("李国强", 9), ("王小雨", 7))
    )
    case_notices.notice(db, cast.clerk1, parse_moment("2026-10-15T09:00"), told, ALL)
    case_notices.notice(db, cast.clerk1, parse_moment("2026-10-16T09:00"), late, ALL)
    monday = parse_moment("2026-10-19T09:00")
    accepted = [accept_complete(db, cast.clerk1, monday, number).accepted_on for number in (silent, told, late)]
    assert accepted == [starts, date(2026, 10, 19), starts]
