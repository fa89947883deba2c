"""Every word of the command line comes out right on both databases, in one process each; a word without a walk fails the test.

The walk is a station's life in fast motion: it is made, filled with a past, set up, lived in, asked, printed, frozen, kept safe.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.later import LATER
from app.domain.documents import Document
from tests import county
from tests.e2e.test_cli_page import WORDS
from tests.e2e.walk_office import bundle, catalogue, desk, holidays, norms, roster, training
from tests.e2e.walk_second import hardship, late_entries
from tests.e2e.walking import Talk, only
from tests.keeping import empty_database
from tests.printing import reading
from tests.services.market import credit_code

NOW = "2026-11-13T09:00"
INIT = "init --name 光明社区 --code 232701001 --region 232701"
PASSWORD = "three plain words"
UNPRINTED = {"appointment", "approval-slip", "chaser", "inquiry-register", "material-receipt", "complaint-register"} | {
    "extension-notice",
    "case-sheet",
    "desk-list",
    "wall",
    "staff-board",
    "guide",
}
"""What the day of the demonstration does not print."""
REFUSED = {(word,) for word in LATER} | {("station", "join-county")}
"""What a later version brings: refused with its sentence."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the walk's database lies: nothing for the file, else the address of an empty database on a server."""
    if request.param == "sqlite":
        yield ""
        return
    with empty_database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
def elsewhere(url: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a backup of the walk is restored to: another place of the same kind."""
    if not url:
        yield ""
        return
    with empty_database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
def talk(url: str, tmp_path: Path) -> Iterator[Talk]:
    """The one process of the walk."""
    begun = Talk.begin(tmp_path / "data", url, "--now", NOW)
    yield begun
    begun.end()


def test_every_word_comes_out_right_and_none_is_left_out(talk, elsewhere, tmp_path):
    make(talk, tmp_path)
    set_up(talk)
    queue(talk)
    person, other = people(talk)
    cases(talk, person, tmp_path)
    catalogue(talk, tmp_path)
    bundle(talk, person)
    roster(talk)
    training(talk)
    inquiries(talk, person, tmp_path)
    market(talk, person)
    households(talk, person, other)
    late_entries(talk, person)
    hardship(talk)
    ratings(talk)
    complaints(talk)
    returns(talk, tmp_path)
    norms(talk, tmp_path)
    holidays(talk, person, tmp_path)
    talk.do("desk withdraw " + talk.do("desk hand-over --as clerk2 --to head")["desk"]["code"] + " --as clerk2")
    papers(talk, person, tmp_path)
    monday(talk)
    later(talk)
    desk(talk)
    safe(talk, tmp_path)
    restore(talk, elsewhere, tmp_path)
    keys(talk, tmp_path)
    talk.do("check")
    assert talk.do("audit verify")["ok"]
    assert talk.end() == 0
    talk.walked.add(("batch",))
    assert talk.refused - {("station", "face-access"), ("seat", "join")} == REFUSED
    assert set(WORDS) - talk.walked - talk.refused == set()


def make(talk: Talk, tmp_path: Path) -> None:
    made = talk.do(f"{INIT} --practice")
    assert made["database"] == ("postgresql" if talk.url else "sqlite")
    talk.code = made["recovery_code"]
    assert talk.do("demo --people 30 --months 2 --seed 1")["people"] == 30
    lived = talk.do(f"day --out {tmp_path / 'day'}")
    assert [step for step in lived["steps"] if not step["ok"]] == []
    assert talk.do("db info")["engine"] == made["database"]
    assert talk.do("db upgrade")["backup"] is None
    shown = {one["name"]: one["ok"] for one in talk.do(f"doctor --bundle {tmp_path / 'bundle.zip'}")["checks"]}
    assert shown["database"] and shown["key"] and (tmp_path / "bundle.zip").exists()
    assert talk.do("deadline --accepted 2026-11-13 --days 5")["deadline"] == "2026-11-20"


def set_up(talk: Talk) -> None:
    talk.do("officer add --as admin --login-name zhou --name 周平 --role counter --duty 专员 --password-stdin", PASSWORD)
    talk.do("officer password zhou --as admin --password-stdin", PASSWORD + " more")
    assert talk.do("officer phone zhou --phone 14200001234 --as admin")["done"]
    assert not talk.do("officer end zhou --as admin")["officer"]["active"]
    assert len(talk.do("officer list")["officers"]) == 7
    talk.do("line set --as head --line D --name 综合咨询 --limit 40 --description 咨询 --items ZCZX --hours 'workday 08:30-17:00'")
    assert "D" in {line["letter"] for line in talk.do("line list")["lines"]}
    talk.do("counter set --as head --counter 3 --name 三号窗口 --lines A:2,D --hours 'workday 08:30-17:00'")
    assert len(talk.do("counter list")["counters"]) == 3
    talk.do("counter open --counter 3 --as clerk2")
    assert talk.do("counter pause --counter 3 --reason 开会 --as clerk2")["state"] == "paused"
    assert talk.do("counter pause --counter 3 --as clerk2")["state"] == "paused"
    assert talk.do("counter close --counter 3 --as clerk2")["state"] == "closed"
    talk.do("station hours --as head --area counters --hours 'workday 08:30-17:30'")
    talk.do("station hours --as head --area counters --on 2026-12-31 --hours 08:30-12:00")
    assert talk.do("station hours")["hours"]["counters"] == ["2026-12-31 08:30-12:00", "workday 08:30-17:30"]
    talk.do("station hours --as head --area counters --on 2026-12-31 --hours closed")
    assert talk.do("station hours --as head --area counters --on 2026-12-31 --hours usual")["hours"]["counters"] == ["workday 08:30-17:30"]
    assert "开会" in talk.do("station pause-reasons --as head --reason 开会 --reason 取材料")["reasons"]
    notice = talk.do("notice publish --text 周五下午学习 --until 2026-11-13T18:00")["notice"]
    assert talk.do("notice list")["notices"] and talk.do(f"notice end {notice}")
    assert talk.do("notice list")["notices"] == []


def queue(talk: Talk) -> None:
    first = talk.do("queue take --line A --request k1")["ticket"]
    assert talk.do("queue take --line A --request k1")["ticket"] == first
    second, third, fourth = (talk.do(f"queue take --line {line}")["ticket"] for line in "AAB")
    assert talk.do("queue peek --counter 1")["ticket"] == first
    assert talk.do("queue call --counter 1 --as clerk1")["ticket"] == first
    talk.do("queue undo --counter 1 --as clerk1")
    talk.do("queue call --counter 1 --as clerk1")
    talk.do(f"queue recall --ticket {first} --as clerk1")
    talk.do(f"queue start --ticket {first} --as clerk1")
    talk.do(f"queue item --ticket {first} --item ZCZX --as clerk1")
    talk.do(f"queue hold --ticket {first} --reason no_papers --as clerk1")
    talk.do(f"queue resume --ticket {first} --as clerk1 --counter 1")
    assert talk.do(f"queue finish --ticket {first} --one-visit yes --as clerk1")["state"] == "finished"
    talk.finished = first
    talk.do("queue call --counter 1 --as clerk1")
    talk.do(f"queue miss --ticket {second} --as clerk1")
    talk.do(f"queue restore --ticket {second} --as clerk1")
    talk.do(f"queue transfer --ticket {third} --to-line B --as clerk1")
    talk.do(f"queue abandon --ticket {fourth} --as clerk1")
    assert talk.do("queue lost")["tickets"] == []
    assert {first, second} <= {ticket["ticket"] for ticket in talk.do("queue list")["tickets"]}
    assert talk.do("queue hours")["hours"]
    checked = talk.do("queue check")
    assert checked["ok"] and checked["calls"] and checked["unknown"] == checked["deviations"] == []


def people(talk: Talk) -> tuple[int, int]:
    added = "person add --id-kind none --status registered_unemployed --since 2026-11-02 --education junior"
    person, other = (talk.do(f"{added} --name {name}")["person"]["id"] for name in ("欧阳雪晴", "欧阳雪明"))
    assert {one["id"] for one in talk.do("person find 欧阳雪")["people"]} == {person, other}
    shown = talk.do(f"person show {person}")
    assert shown["person"]["name"] == "欧阳雪晴" and shown["procedures"][0]["state"] == "已登记"
    assert only(talk.do(f"helper name --person {other} --officer clerk1 --reason 老户 --as head")["helpers"])["officer"] == "clerk1"
    assert only(talk.do(f"helper end --person {other} --as head")["helpers"])["ends_on"] == "2026-11-13"
    assert only(talk.do(f"helper list --person {other}")["helpers"])["reason"] == "老户"
    assert isinstance(talk.do("helper list --without")["persons"], list)
    made = talk.do(f"appointment make --person {person} --at 2026-11-16T14:30 --line B --as clerk1")["appointment"]
    talk.kept = talk.do(f"appointment make --person {other} --at 2026-11-16T09:15 --line B --as clerk1")["appointment"]
    assert len(talk.do("appointment list --on 2026-11-16")["appointments"]) >= 2
    talk.do(f"appointment cancel {made} --reason 改天来 --as clerk1")
    return person, other


def opened(talk: Talk, person: int, item: str, *more: str) -> str:
    return talk.do(f"case open --item {item} --person {person} --as clerk1 {' '.join(more)}")["case"]["number"]


def cases(talk: Talk, person: int, tmp_path: Path) -> None:
    (tmp_path / "county.toml").write_text(county.ITEMS, "utf-8")
    assert only(talk.do(f"item import {tmp_path / 'county.toml'} --as head")["items"])["version"] == 2
    assert only(talk.do("item show SYDJ")["items"])["promised_days"] == 3
    assert len(talk.do("item list")["items"]) > 10
    assert talk.do("item line SYDJ --line C --as head")["line"] == "C"
    assert talk.do("item line --shipped --as head")["given"] == []
    whole_case(talk, person, tmp_path)
    ended_cases(talk, person)
    answered_lead(talk, person)
    proxies(talk, person, tmp_path)
    modes(talk)
    assert talk.do("case list --state all --limit 3")["more"]


def whole_case(talk: Talk, person: int, tmp_path: Path) -> None:
    number = talk.case = opened(talk, person, "JYKN", "--proxy")
    (tmp_path / "brought.pdf").write_bytes(b"%PDF-1.4 signed")
    talk.do(f"case proxy {number} --authorised-on 2026-11-13 --scan {tmp_path / 'brought.pdf'} --as clerk1")
    codes = [row["code"] for row in talk.do(f"case show {number}")["materials"]]
    talk.do(f"case notice {number} --missing {codes[0]},{codes[-1]} --other 本人到场 --left-out 本站核查 --as clerk1")
    (tmp_path / "signed.pdf").write_bytes(b"%PDF-1.4 notice")
    signed = talk.do(f"case notice-signed {number} --by 周秀兰 --scan {tmp_path / 'signed.pdf'} --as clerk1")
    assert signed["case"]["state"] == "noticed"
    talk.do(f"case material {number} --codes {','.join(codes)} --state checked --as clerk1")
    talk.do(f"case material {number} --codes {codes[-1]} --state missing --as clerk1")
    assert talk.do(f"case accept {number} --later 2026-11-16 --as clerk1")["case"]["deadline"] == "2026-11-27"
    talk.do(f"case later {number} --by 2026-11-17 --reason 残联还没有出证 --as clerk1")
    assert [row["due_on"] for row in talk.do(f"case show {number}")["materials"] if row["state"] == "missing"] == ["2026-11-17"]
    asked = talk.do(f"case pause {number} --kind hearing --reason 听证 --evidence 听证通知 --as clerk1")["case"]
    assert (asked["state"], asked["waiting_for"]) == ("accepted", ["pause"])
    assert talk.do(f"case approve {number} --step pause --as head")["case"]["state"] == "paused"
    talk.do(f"case resume {number} --as clerk1")
    assert talk.do(f"case extend {number} --days 2 --reason 核查 --as clerk1")["case"]["waiting_for"] == ["extension"]
    assert talk.do(f"case approve {number} --as head")["case"]["waiting_for"] == []
    assert talk.do(f"case told {number} --how 电话 --as clerk1")["case"]["number"] == number
    talk.extended = number
    talk.do(f"case hand-over {number} --to clerk2 --as clerk1")
    assert talk.do(f"case take-over {number} --as clerk2")["case"]["officer"] == "clerk2"
    talk.do(f"case decide {number} --outcome 认定为就业困难人员 --as clerk2")
    assert talk.do(f"case close {number} --without 残联网上已查到 --as clerk2")["case"]["state"] == "closed"
    talk.do(f"case reopen {number} --reason 补充材料 --as clerk2")
    assert talk.do(f"case approve {number} --as head --step reopen")["case"]["state"] == "accepted"


def proxies(talk: Talk, person: int, tmp_path: Path) -> None:
    number = talk.proxy = opened(talk, person, "JYKN", "--proxy")
    assert talk.do(f"proxy draw {number} --item 递交材料 --item 领证 --as clerk1")["proxy"]["state"] == "drawn"
    _paper(talk, "proxy-authorisation", number, tmp_path)
    assert talk.do(f"proxy sign {number} --as clerk1")["proxy"]["signed_on"] == "2026-11-13"
    talk.do(f"proxy step {number} --text 已递交 --by phone --as clerk1")
    _paper(talk, "proxy-acceptance", number, tmp_path)
    talk.do(f"proxy suspend {number} --reason 住院 --as clerk1")
    _paper(talk, "proxy-suspension", number, tmp_path)
    assert talk.do(f"proxy renew {number} --as clerk1")["proxy"]["items"] == ["递交材料", "领证"]
    _paper(talk, "proxy-renewal", number, tmp_path)
    talk.do(f"proxy sign {number} --as clerk1")
    assert talk.do(f"proxy end {number} --outcome 本人自己办 --by face --as clerk1")["proxy"]["state"] == "ended"
    _paper(talk, "proxy-completion", number, tmp_path)
    assert len(talk.do(f"proxy list {number}")["proxies"]) == 2


def modes(talk: Talk) -> None:
    found = talk.do("service modes --since 2026-11-01 --until 2026-11-30")
    assert sum(found["modes"].values()) == found["total"] and found["modes"]["proxy"]


def _paper(talk: Talk, document: str, number: str, tmp_path: Path) -> None:
    out = tmp_path / f"{document}.pdf"
    assert talk.do(f"print {document} --case {number} --out {out} --as clerk1")["document"] == document
    assert "练习" in reading.solid(out.read_bytes())


def answered_lead(talk: Talk, person: int) -> None:
    talk.do(f"case refuse {opened(talk, person, 'JYCYZ')} --reason 不予受理 --as clerk1")
    own = next(one for one in talk.do("lead list --as clerk1")["leads"] if one["state"] == "raised")
    lead = own["id"]
    assert talk.do(f"lead show {lead} --as head")["lead"]["kind"] == "refused_without_reason"
    assert talk.do(f"lead state {lead} --text 等待外地回函 --as clerk1")["lead"]["state"] == "stated"
    assert talk.do(f"lead decide {lead} --measure order --text 整改 --correct-by 2026-11-20 --as head")["lead"]["state"] == "decided"
    assert talk.do(f"lead correct {lead} --text 已办结 --as clerk1")["lead"]["corrected_on"] == "2026-11-13"
    assert talk.do(f"lead close {lead} --text 归档 --as head")["lead"]["state"] == "closed"


def ended_cases(talk: Talk, person: int) -> None:
    told = opened(talk, person, "JYKN")
    assert talk.do(f"case notice {told} --missing M1,M2 --as clerk1")["case"]["state"] == "noticed"
    assert [row["state"] for row in talk.do(f"case show {told}")["materials"]] == ["missing", "missing", "received", "received"]
    talk.do(f"case withdraw {told} --reason 改天再来 --as clerk1")
    first, second = (opened(talk, person, item, "--bundle YJS-1") for item in ("JYCYZ", "SYDJ"))
    assert second in str(talk.do(f"case show {first}")["bundle"])
    assert talk.do(f"case refuse {first} --reason 不在范围 --as clerk1")["case"]["state"] == "refused"
    assert talk.do(f"case withdraw {second} --reason 本人撤回 --as clerk1")["case"]["state"] == "withdrawn"
    assert talk.do(f"case void {first} --reason 录错了 --as clerk1")["case"]["waiting_for"] == ["void"]
    assert talk.do(f"case approve {first} --as head")["case"]["state"] == "void"


def inquiries(talk: Talk, person: int, tmp_path: Path) -> None:
    said = f"inquiry record --topic 创业贷款 --answer 带身份证来 --outcome told-where --person {person} --item XEDK"
    code = talk.inquiry = talk.do(f"{said} --material 身份证×1 --as clerk1")["inquiry"]["code"]
    assert code in {one["code"] for one in talk.do("inquiry list")["inquiries"]}
    assert talk.do(f"receipt issue --inquiry {code} --as clerk1")["receipt"]["code"] == "SJ20261113-001"
    talk.do("receipt give-back SJ20261113-001 --as clerk1")
    talk.do(f"receipt issue --inquiry {code} --as clerk1")
    assert talk.do(f"inquiry to-case {code} --as clerk1")["case"]["person"] == person
    asked = "inquiry record --topic 仲裁 --answer 请同事答复 --outcome passed-on --to clerk2 --as clerk1"
    passed = talk.do(asked)["inquiry"]["code"]
    assert talk.do(f"inquiry take-over {passed} --as clerk2")["inquiry"]["officer"] == "clerk2"
    talk.do(f"inquiry hand-over {passed} --to clerk1 --absent --as clerk2")
    assert talk.do(f"inquiry finish {passed} --result 已答复 --as clerk2")["inquiry"]["handled_on"] == "2026-11-13"
    assert talk.do(f"inquiry export --out {tmp_path / 'inquiries.xlsx'} --since 2026-11-13")["rows"] >= 2


def market(talk: Talk, person: int) -> None:
    added = f"employer add --name 松涛家政 --kind housekeeping --credit-code {credit_code(77)} --contact 孙经理 --as clerk1"
    employer = talk.do(added)["employer"]["id"]
    assert talk.do(f"employer verify {employer} --licence-until 2030-01-01 --as clerk1")["employer"]["verified"]
    assert only(talk.do("employer list --text 松涛家政")["employers"])["id"] == employer
    post = f"job add --employer {employer} --kind part_time --headcount 2 --pay-low 1600 --pay-high 1800.50 --requirement 无 --as clerk1"
    job, lapsing = (only(talk.do(f"{post} --title {title}")["jobs"])["id"] for title in ("保洁员", "陪护员"))
    terms = "--kind full_time --headcount 1 --negotiable --pay-note 面议 --requirement 无"
    unknown = f"job add --employer 松涛超市 --title 理货员 {terms} --as clerk1"
    drafted = only(talk.do(unknown)["jobs"])
    talk.do(f"{unknown} --credit-code {credit_code(78)}")
    talk.do(f"job publish {drafted['id']} --as clerk1")
    assert {job, lapsing} <= {one["id"] for one in talk.do("job list")["jobs"]}
    assert talk.do(f"job match --person {person}")["jobs"]
    lapsing = only(talk.do(f"job renew {lapsing} --expires 2027-01-31 --headcount 3 --as clerk1")["jobs"])["id"]
    assert only(talk.do(f"job close {lapsing} --reason 已招满 --as clerk1")["jobs"])["state"] == "closed"
    referral = talk.do(f"job refer {job} --person {person} --channel phone --as clerk1")["referral"]["id"]
    talk.do(f"job step {referral} --to interview --on 2026-11-13 --as clerk1")
    hired = talk.do(f"job hire --referral {referral} --started 2026-11-13 --how employer --as clerk1")["hire"]
    assert hired["referral"] == referral
    registered = talk.do(f"job registration {hired['id']} --as clerk1")
    assert registered["person"] == person and len(registered["cases"]) == 2


def households(talk: Talk, person: int, other: int) -> None:
    head, member = (
        talk.do(f"person add --name {name} --id-kind none --status unemployed")["person"]["id"] for name in ("司徒平", "司徒安")
    )
    home = only(talk.do(f"household recognise --head {head} --members {member} --on 2026-11-13 --as clerk1")["households"])["id"]
    left = only(talk.do(f"household recognise --head {other} --on 2026-11-13 --as clerk1")["households"])["id"]
    assert {home, left} <= {row["id"] for row in talk.do("household list --state recognised")["households"]}
    cleared = f"household clear {home} --person {member} --on 2026-11-13 --employer 松涛家政 --how employer --as clerk1"
    assert only(talk.do(cleared)["households"])["state"] == "cleared"
    assert only(talk.do(f"household exit {left} --kind moved_away --reason 搬走 --as clerk1")["households"])["state"] == "exited"


def ratings(talk: Talk) -> None:
    assert talk.do(f"rate --ticket {talk.finished} --level 5")["rectification"] is None
    talk.do("queue take --line A")
    called = talk.do("queue call --counter 2 --finish --as clerk2")["ticket"]
    talk.do(f"queue start --ticket {called} --as clerk2")
    talk.do(f"queue finish --ticket {called} --as clerk2")
    rectified = talk.do(f"rate --ticket {called} --level 1 --text 等了很久")["rectification"]["id"]
    assert rectified in {one["id"] for one in talk.do("rectification list")["rectifications"]}
    for step in ("verify", "correct", "feed-back"):
        talk.do(f"rectification {step} {rectified} --text 已核实 --as clerk2")
    assert talk.do(f"rectification supervise {rectified} --as head")["rectification"]["closed_on"] == "2026-11-13"
    given = talk.do("rating list --bad --limit 1")["ratings"][0]["id"]
    talk.do(f"rating appeal {given} --kind mistaken --reason 误点 --as clerk2")
    assert talk.do(f"rating decide {given} --answer accept --text 属实 --as head")["appeal"]["state"] == "accepted"
    assert talk.do("rating list --limit 1")["ratings"][0]["left_out"]
    assert talk.do("rating figures --since 2026-11-13 --until 2026-11-13")["good"] >= 1
    named = talk.do("rating list --limit 100")["ratings"]
    called_back = next(one["id"] for one in named if not one["anonymous"])
    assert talk.do(f"rating call-back {called_back} --reached yes --content yes --text 满意 --as head")["call_backs"][0]["content"]
    unrated = opened(talk, 31, "ZCZX")
    talk.do(f"case accept {unrated} --here all --as clerk1")
    talk.do(f"case close {unrated} --outcome 已答复 --as clerk1")


def complaints(talk: Talk) -> None:
    said = "complaint record --text 等太久 --topic speed --visitor 周女士 --phone 14200000011 --about clerk1"
    code = talk.do(f"{said} --as clerk2")["complaint"]["code"]
    assert code in {one["code"] for one in talk.do("complaint list")["complaints"]}
    assert talk.do(f"complaint assign {code} --to clerk2 --as head")["complaint"]["handler"]
    talk.do(f"complaint verify {code} --text 属实 --as clerk2")
    assert talk.do(f"complaint answer {code} --text 已增开窗口 --as clerk2")["complaint"]["state"] == "answered"
    filing = talk.do(f"complaint close {code} --ask --as clerk2")["waiting"]["id"]
    assert talk.do(f"second approve {filing} --refuse --reason 先回访 --as head")["second"]["state"] == "refused"
    assert talk.do(f"complaint call-back {code} --reached no --as head")["call_backs"]
    assert talk.do(f"complaint close {code} --as head")["complaint"]["state"] == "closed"
    assert talk.do(f"complaint show {code}")["call_backs"]


def returns(talk: Talk, tmp_path: Path) -> None:
    assert {form["code"] for form in talk.do("return list")["returns"]} == {"HALL", "QSR", "PLAN"}
    built = talk.do("return build QSR --period 2026Q3")["return"]
    cell = next(key for key, kind in built["kinds"].items() if kind == "count")
    assert talk.do(f"return explain QSR --period 2026Q3 --cell {cell}")["value"] == built["cells"][cell]
    assert talk.do("return text QSR --period 2026Q3 --key 主要做法 --text 每周五走访")["text"]["text"] == "每周五走访"
    assert talk.do("return freeze QSR --period 2026Q3 --reason 练习 --as head")["return"]["state"] == "frozen"
    book = tmp_path / "QSR.xlsx"
    talk.do(f"return export QSR --period 2026Q3 --out {book}")
    assert talk.do(f"return verify {book}")["ok"]
    shutil.copy(book, tmp_path / "form.xlsx")
    assert talk.do(f"return export QSR --period 2026Q3 --out {tmp_path / 'filled.xlsx'} --template {tmp_path / 'form.xlsx'}")["sha256"]


def papers(talk: Talk, person: int, tmp_path: Path) -> None:
    filed = talk.do("print list --limit 100")["prints"]
    assert {row["document"] for row in filed} == {document.value for document in Document} - UNPRINTED
    late = talk.do("case list --due-before 2026-11-13 --limit 1")["cases"][0]["number"]
    talk.do(f"case extend {talk.case} --days 1 --reason 核查 --as clerk2")
    officer = talk.do(f"case show {late}")["case"]["officer"]
    assert talk.do(f"case seen {late} --as {officer}")["case"]["number"] == late
    wanted = {
        "ticket": f"--ticket {talk.finished}",
        "appointment": f"--appointment {talk.kept}",
        "inquiry": f"--inquiry {talk.inquiry}",
        "one-time-notice": f"--case {talk.case}",
        "acceptance": f"--case {talk.case}",
        "assistance-file": "--person 31",
        "service-lists": "--person 31",
        "rating-slip": f"--case {talk.case} --copies 2",
        "return": "--code QSR --period 2026Q3",
        "approval-slip": f"--case {talk.case}",
        "chaser": f"--case {late}",
        "extension-notice": f"--case {talk.extended}",
        "case-sheet": "--since 2026-11-01 --until 2026-11-30",
        "inquiry-register": "--since 2026-11-13",
        "complaint-register": "--since 2026-11-01 --until 2026-11-30",
        "material-receipt": f"--inquiry {talk.inquiry}",
        "desk-list": f"--desk {only(talk.do('desk list --limit 1')['desks'])['code']}",
        "wall": "",
        "staff-board": "",
        "guide": "--item SYDJ",
    }
    assert set(wanted) == {document.value for document in Document if not document.value.startswith("proxy-")}
    for document, about in wanted.items():
        out = tmp_path / f"{document}.pdf"
        assert talk.do(f"print {document} {about} --out {out} --as clerk1")["document"] == document
        assert "练习" in reading.solid(out.read_bytes())


def monday(talk: Talk) -> None:
    assert talk.do(f"appointment check-in {talk.kept} --now 2026-11-16T09:05")["ticket"]
    invited = talk.do("invitation list --limit 1")["invitations"][0]["code"]
    assert talk.do(f"invitation told {invited} --by phone --as clerk1")["invitation"]["told_at"]
    assert talk.do(f"rate --slip {invited} --level 5")["rating"]["level"] == 5


def later(talk: Talk) -> None:
    for words in ("county status --period 2026Q3", "upload send", "station join-county file"):
        talk.refuse(words, "cli.later")


def safe(talk: Talk, tmp_path: Path) -> None:
    made = talk.do(f"backup create --as admin --to {tmp_path / 'backups'}")
    assert talk.do(f"backup verify {made['file']}")["sha256"] == made["sha256"]
    assert talk.do(f"backup verify {made['file']} --recovery-code-stdin", talk.code)["rows"] == made["rows"]
    assert talk.do("audit list --limit 5 --as head")["entries"][0]["action"] == "backup.create"
    talk.backup = made["file"]


def restore(talk: Talk, elsewhere: str, tmp_path: Path) -> None:
    """On another machine: a batch stays on its own station, so this is a process of its own."""
    other = Talk.begin(tmp_path / "restored", elsewhere)
    assert other.do(f"backup restore {talk.backup} --to {tmp_path / 'restored'}")["rows"]
    assert other.do("check")["ok"] and other.end() == 0
    talk.walked |= other.walked


def keys(talk: Talk, tmp_path: Path) -> None:
    assert talk.do(f"station card --out {tmp_path / 'card.json'}")["fingerprint"]
    access = f"station face-access --as admin --kind display --out {tmp_path / 'face.key'}"
    talk.do(access) if talk.url else talk.refuse(access, "face.embedded")
    assert talk.do("station recover --recovery-code-stdin --new-phrase-stdin", talk.code, "a phrase of words")["phrase_set"]
    assert talk.do("station password admin --recovery-code-stdin", talk.code, PASSWORD)["must_change"]
    seat = f"seat join --key-file {talk.data / 'station.key'} --recovery-code-stdin --new-phrase-stdin --url"
    if not talk.url:
        talk.refuse(f"{seat} postgresql://nobody@localhost/none", "seat.has_key", talk.code, "another phrase")
        return
    other = Talk.begin(tmp_path / "seat2", "")
    assert other.do(f"{seat} {shlex.quote(talk.url)}", talk.code, "another phrase")["phrase_set"]
    assert other.end() == 0
    talk.walked |= other.walked
