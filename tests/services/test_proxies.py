"""Acting for a person on both databases: the authorisation is a condition, lists its items, and everything done is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.assistance import ServiceMode
from app.domain.cases import CaseState
from app.domain.documents import Document
from app.domain.errors import NotFound, Refused
from app.domain.proxies import ProxyState, ToldHow
from app.services import attachments, case_acts, cases, papers, papers_proxies, proxies, service_modes, today
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.papers import Wanted
from app.services.proxies import ProxyForm
from app.services.today import TodayKind
from db import audit
from db.models import Proxy
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.scans import scanned

DAY = timedelta(days=1)
ITEMS = ("递交认定申请和材料", "领取《就业创业证》")
FORM = ProxyForm(ITEMS, "腿脚不便")


@pytest.fixture
def number(db, cast, now):
    return cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now), proxy=True)).number


def printed(db, actor, at, number, document="proxy-authorisation"):
    drawn = papers.draw(db, actor, at, Wanted(document, case=number))
    papers.record(db, actor, at, drawn)
    return reading.solid(drawn.pdf)


def signed(db, actor, at, number):
    proxies.draw(db, actor, at, number, FORM)
    printed(db, actor, at, number)
    return proxies.sign(db, actor, at, number)


def test_a_case_by_proxy_comes_into_hand_only_with_its_authorisation_printed_and_signed(db, cast, now, number):
    line = proxies.draw(db, cast.clerk1, now, number, FORM)
    assert (line.code, line.state, line.items, line.agent) == ("DL20261009-001", ProxyState.DRAWN, ITEMS, cast.clerk1.name)
    with pytest.raises(Refused, match=r"case\.proxy_unsigned"):
        accept_complete(db, cast.clerk1, now, number)
    with pytest.raises(Refused, match=r"proxy\.not_printed"):
        proxies.sign(db, cast.clerk1, now, number)
    text = printed(db, cast.clerk1, now, number)
    wanted = ("代办服务委托书", "DL20261009-001", *ITEMS, "腿脚不便", "不收取任何费用", "无转委托权", "张淑芬", "委托人（签字、捺印）")
    assert [part for part in wanted if part not in text] == []
    assert proxies.sign(db, cast.clerk1, now, number).signed_on == now.date()
    accept_complete(db, cast.clerk1, now, number)
    assert cases.show(db, cast.head, now, number).facts.state == CaseState.ACCEPTED
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_the_five_papers_follow_the_handling_from_its_acceptance_to_the_outcome_told(db, cast, now, number):
    signed(db, cast.clerk1, now, number)
    assert "已受理代办" in printed(db, cast.clerk1, now, number, "proxy-acceptance")
    accept_complete(db, cast.clerk1, now, number)
    proxies.tell(db, cast.clerk1, now + DAY, number, "到街道递交材料", ToldHow.PHONE)
    proxies.suspend(db, cast.clerk1, now + 2 * DAY, number, "本人住院")
    text = printed(db, cast.clerk1, now + 2 * DAY, number, "proxy-suspension")
    assert "本人住院" in text and "到街道递交材料（电话告知）" in text
    with pytest.raises(Refused, match=r"proxy\.not_acting"):
        proxies.tell(db, cast.clerk1, now + 3 * DAY, number, "又去了一次", ToldHow.PHONE)
    again = proxies.renew(db, cast.clerk1, now + 3 * DAY, number, ProxyForm(reason="本人仍在住院", agent="clerk2"))
    assert (again.number, again.state, again.items, again.agent) == (2, ProxyState.DRAWN, ITEMS, cast.clerk2.name)
    text = printed(db, cast.clerk1, now + 3 * DAY, number, "proxy-renewal")
    assert [part for part in ("续办委托书", "DL20261009-001", "本人住院", "本人仍在住院") if part not in text] == []
    proxies.sign(db, cast.clerk1, now + 3 * DAY, number)
    case_acts.close(db, cast.clerk1, now + 4 * DAY, number, "已认定")
    done = proxies.end(db, cast.clerk2, now + 4 * DAY, number, "已认定，证件已代领", how=ToldHow.FACE)
    assert (done.state, done.told_on, done.told_how) == (ProxyState.ENDED, (now + 4 * DAY).date(), "face")
    text = printed(db, cast.clerk1, now + 4 * DAY, number, "proxy-completion")
    assert [part for part in ("帮办代办办结单", "已认定，证件已代领", "到街道递交材料", "不收费") if part not in text] == []
    assert [line.state for line in proxies.of_case(db, cast.head, number)] == [ProxyState.RENEWED, ProxyState.ENDED]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ProxyForm(("全权办理就业事项",)), "proxy.everything"),
        (ProxyForm(("办理一 切 手续",)), "proxy.everything"),
        (ProxyForm(("就业登记等事宜",)), "proxy.everything"),
        (ProxyForm(ITEMS, powers="全权代理"), "proxy.everything"),
        (ProxyForm((" ", "")), "proxy.items"),
        (ProxyForm(("领证", "领证")), "proxy.item_twice"),
        (ProxyForm(tuple(f"第{n}件" for n in range(21))), "proxy.items_many"),
    ],
)
def test_an_authorisation_lists_its_items_and_is_never_for_everything(db, cast, now, number, form, code):
    with pytest.raises(Refused) as refusal:
        proxies.draw(db, cast.clerk1, now, number, form)
    assert refusal.value.code == code
    assert proxies.of_case(db, cast.head, number) == ()


def test_a_signed_copy_that_is_kept_stands_for_the_print(db, cast, now, number, settings):
    proxies.draw(db, cast.clerk1, now, number, FORM)
    with db.read("case.read", cast.head) as session:
        record = f"cases:{cases.found(session, number).id}"
    kept = attachments.add(db, cast.clerk1, now, settings, AttachmentForm(record, "委托书", b"%PDF-1.4 signed", "application/pdf")).id
    other = attachments.add(db, cast.clerk1, now, settings, AttachmentForm("cases:99", "别的", b"%PDF-1.4 other", "application/pdf")).id
    with pytest.raises(Refused, match=r"case\.scan"):
        proxies.sign(db, cast.clerk1, now, number, attachment_id=other)
    assert proxies.sign(db, cast.clerk1, now, number, attachment_id=kept).state is ProxyState.SIGNED


def test_days_and_moves_that_do_not_fit_are_refused(db, cast, now, number):
    for act, code in (
        (lambda: proxies.sign(db, cast.clerk1, now, number), "proxy.none"),
        (lambda: papers.draw(db, cast.clerk1, now, Wanted("proxy-acceptance", case=number)), "print.no_proxy"),
        (lambda: proxies.draw(db, cast.clerk1, now, number, ProxyForm(ITEMS, until=(now - DAY).date())), "proxy.span"),
        (lambda: proxies.draw(db, cast.clerk1, now, number, ProxyForm(ITEMS, agent="nobody")), "officer.unknown"),
    ):
        with pytest.raises((Refused, NotFound)) as refusal:
            act()
        assert refusal.value.code == code
    proxies.draw(db, cast.clerk1, now, number, ProxyForm(ITEMS, until=(now + DAY).date()))
    printed(db, cast.clerk1, now, number)
    for act, code in (
        (lambda: proxies.draw(db, cast.clerk1, now, number, FORM), "proxy.there"),
        (lambda: proxies.sign(db, cast.clerk1, now, number, on=(now - DAY).date()), "proxy.signed_day"),
        (lambda: proxies.suspend(db, cast.clerk1, now, number, "x"), "proxy.move"),
        (lambda: papers.draw(db, cast.clerk1, now, Wanted("proxy-completion", case=number)), "print.proxy_state"),
        (lambda: papers.draw(db, cast.clerk1, now, Wanted("proxy-renewal", case=number)), "print.proxy_state"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code
    proxies.sign(db, cast.clerk1, now, number)
    for act, code in (
        (lambda: proxies.suspend(db, cast.clerk1, now, number, " "), "proxy.reason"),
        (lambda: proxies.tell(db, cast.clerk1, now, number, " ", ToldHow.FACE), "proxy.told"),
        (lambda: proxies.tell(db, cast.clerk1, now + 2 * DAY, number, "去了", ToldHow.FACE), "proxy.over"),
        (lambda: proxies.tell(db, cast.clerk1, now, number, "去了", ToldHow.FACE, on=(now - DAY).date()), "proxy.day"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code


def test_handling_ended_while_the_case_goes_on_is_a_termination_and_the_person_goes_on_alone(db, cast, now, number):
    signed(db, cast.clerk1, now, number)
    accept_complete(db, cast.clerk1, now, number)
    line = proxies.end(db, cast.clerk1, now, number, "本人要求自己办", how=ToldHow.PHONE)
    assert line.outcome == "终止代办：本人要求自己办"
    facts = cases.show(db, cast.head, now, number).facts
    assert (facts.proxy, facts.state) == (False, CaseState.ACCEPTED)


def test_who_acted_for_somebody_is_asked_to_tell_them_the_outcome(db, cast, now, number):
    signed(db, cast.clerk1, now, number)
    accept_complete(db, cast.clerk1, now, number)
    case_acts.close(db, cast.clerk1, now, number, "已认定")

    def lines(actor):
        return [(line.who, line.left) for line in today.board(db, actor, now).lines if line.kind is TodayKind.PROXY]

    assert lines(cast.clerk1) == [("张淑芬", "等您告知结果")] and lines(cast.clerk2) == []
    proxies.end(db, cast.clerk1, now, number, "已认定")
    assert lines(cast.clerk1) == []


def test_an_authorisation_that_was_brought_signed_is_for_the_case_s_own_item(db, cast, now, number, settings):
    with pytest.raises(Refused, match=r"proxy\.no_copy"):
        case_acts.authorise(db, cast.clerk1, now, number)
    assert proxies.of_case(db, cast.head, number) == ()
    kept = scanned(db, cast.clerk1, now, settings, number)
    case_acts.authorise(db, cast.clerk1, now, number, attachment_id=kept)
    with pytest.raises(Refused, match=r"attachment\.is_signed"):
        attachments.remove(db, cast.clerk1, now, kept, "传错")
    line = proxies.of_case(db, cast.head, number)[0]
    assert (line.items, line.state, line.signed_on) == (("就业困难人员认定",), ProxyState.SIGNED, now.date())
    assert line.papers == (Document.PROXY_ACCEPTANCE, Document.PROXY_AUTHORISATION)
    accept_complete(db, cast.clerk1, now, number)


def test_a_written_authorisation_that_came_back_signed_was_printed_or_is_kept(db, cast, now, number):
    proxies.draw(db, cast.clerk1, now, number, FORM)
    with pytest.raises(Refused, match=r"proxy\.no_copy"):
        case_acts.authorise(db, cast.clerk1, now, number)
    printed(db, cast.clerk1, now, number)
    case_acts.authorise(db, cast.clerk1, now, number)
    assert [(line.items, line.state) for line in proxies.of_case(db, cast.head, number)] == [(ITEMS, ProxyState.SIGNED)]


def test_every_recorded_service_has_a_mode_and_the_modes_of_a_month_add_up(db, cast, now, number):
    signed(db, cast.clerk1, now, number)
    accept_complete(db, cast.clerk1, now, number)
    person = register(db, cast.clerk1, now, "李国强", serial=9)
    for mode in (None, ServiceMode.PROACTIVE, ServiceMode.DOOR, ServiceMode.TAILORED):
        accept_complete(db, cast.clerk1, now, cases.open_case(db, cast.clerk1, now, CaseForm("ZCZX", person, mode=mode)).number)
    phone = cases.open_case(db, cast.clerk1, now, CaseForm("ZCZX", person, channel="phone")).number
    accept_complete(db, cast.clerk1, now, phone)
    found = service_modes.counted(db, cast.head, now.date().replace(day=1), now.date())
    wanted = (ServiceMode.PROXY, ServiceMode.PROACTIVE, ServiceMode.DOOR, ServiceMode.TAILORED, ServiceMode.COUNTER, ServiceMode.REMOTE)
    assert [found.modes[mode] for mode in wanted] == [1] * 6
    assert found.total == sum(found.modes.values()) == 6


def test_the_span_of_an_authorisation_names_its_year():
    """A paper that is kept for years says from which day of which year it holds."""
    assert papers_proxies._span(Proxy(starts_on=date(2026, 9, 21))) == "自2026年9月21日起，至上列事项办结为止"
    assert papers_proxies._span(Proxy(starts_on=date(2026, 9, 21), ends_on=date(2027, 1, 5))) == "自2026年9月21日起，至2027年1月5日止"
