"""Every action × every role against one table written out; and no action code that nobody uses or nobody knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.actions import ACTIONS, may, require
from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed
from app.texts import actions as named

ROOT = Path(__file__).parents[2]
LETTERS = dict(zip("CHYADKS", (Role.COUNTER, Role.HEAD, Role.COUNTY, Role.ADMIN, Role.DISPLAY, Role.KIOSK, Role.SYSTEM), strict=True))

# Counter, Head, countY, Admin, Display, Kiosk, System: a letter means that the role may.
GRID = """
CHYA... draft.keep officer.phone
CHYA... desk.export item.read job.read norm.read officer.list officer.log_in officer.password policy.read roster.read station.look
CHY.... case.approve case.read file.read household.read inquiry.read person.read print.paper print.read queue.read return.build
CHY.... lead.correct return.export return.read return.verify visit.read
CHYADK. board.read
CH...K. appointment.check_in print.slip print.slip_again queue.take rating.give
CH..... appointment.cancel appointment.make case.accept case.attach case.close case.decide case.extend case.hand_over case.later
CH..... case.material
CH..... case.notice case.open case.pause case.proxy case.refuse case.reopen case.resume case.take_over case.void case.withdraw counter.close
CH..... counter.open
CH..... counter.pause course.change course.enrol course.finish employer.add employer.change file.close file.open file.points
CH..... file.wish hardship.apply household.add household.change household.clear household.exit household.recognise inquiry.record
CH..... inquiry.to_case job.add job.change job.close job.hire job.refer list.answer list.hand_over list.make person.add person.change
CH..... person.group person.reveal person.status policy.change queue.abandon queue.call queue.finish queue.hold queue.miss queue.person
CH..... queue.recall queue.restore queue.resume queue.start queue.transfer queue.undo rectification.change return.text service.record
CH..... second.ask second.slip
CHY.... late.read second.approve
CHY.... call_back.record complaint.answer complaint.verify
CH..... proxy.draw proxy.end proxy.renew proxy.sign proxy.step proxy.suspend receipt.give_back receipt.issue
CH..... case.notice_sign case.slip helper.name chaser.see complaint.record inquiry.finish inquiry.hand_over inquiry.take_over lead.state
CH..... notice.end notice.publish queue.item visit.record
CH..... invitation.told rating.appeal
CH..... certificate.change desk.hand_over desk.take_over whereabouts.set
CHY.... desk.read figures.own training.read
.HYA... audit.read
CHY.... complaint.close hardship.recognise lead.close lead.decide rating.appeal_decide rectification.supervise
.HY.... complaint.assign hardship.end lead.all
.H.A..S backup.create
.H.A... calendar.import counter.define face.access item.change item.import item.line line.define setting.change station.change
.H..... deputy.name figures.all training.record item.publish norm.publish return.freeze roster.change
...A... backup.restore database.upgrade key.change officer.add officer.change officer.end seat.join
......S audit.sign calendar.recount demo.make duties.run queue.lapse seat.open station.init
"""

# Acts whose window, word or duty is built by a later issue.
WAITING = ""


def table() -> dict[str, str]:
    lines = (line.split() for line in GRID.strip().splitlines())
    return {code: roles for roles, *codes in lines for code in codes}


def test_the_table_names_every_action_once():
    listed = [code for line in GRID.strip().splitlines() for code in line.split()[1:]]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(ACTIONS)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_role_may_exactly_what_the_table_says(letter):
    actor = Actor("x", "x", frozenset({LETTERS[letter]}))
    assert {code for code in ACTIONS if may(actor, code)} == {code for code, roles in table().items() if letter in roles}


def test_who_holds_two_roles_may_what_either_may():
    both = Actor("practice", "练习员", frozenset({Role.COUNTER, Role.HEAD}))
    assert {code for code in ACTIONS if may(both, code)} == {code for code, roles in table().items() if set(roles) & set("CH")}


def test_who_keeps_the_machine_sees_no_person_case_or_ticket():
    areas = {"person", "household", "hardship", "file", "list", "service", "visit", "case", "queue", "appointment", "inquiry", "rating"}
    areas |= {"complaint", "call_back", "invitation"}
    admin = Actor("admin", "管理员", frozenset({Role.ADMIN}))
    assert [code for code in ACTIONS if code.split(".")[0] in areas and may(admin, code)] == []


def test_a_screen_on_the_wall_reads_its_board_and_a_kiosk_takes_numbers_with_their_slips_and_ratings():
    allowed = {code for code, roles in table().items() if "K" in roles}
    assert [code for code, roles in table().items() if "D" in roles] == ["board.read"]
    assert allowed == {"board.read", "queue.take", "appointment.check_in", "rating.give", "print.slip", "print.slip_again"}


def test_a_refusal_names_the_act_and_the_officer():
    with pytest.raises(NotAllowed, match=r"action\.not_allowed") as caught:
        require(Actor("a", "系统管理员", frozenset({Role.ADMIN})), "person.add")
    assert caught.value.params == {"action": "person.add", "officer": "系统管理员"}
    assert caught.value.exit_code == 7


def test_an_unknown_code_is_a_bug_and_no_refusal():
    with pytest.raises(KeyError):
        may(Actor("a", "a", frozenset(Role)), "person.invent")


def test_every_action_has_a_name_for_the_audit_list():
    assert set(ACTIONS) <= set(named())


def calls(tree: ast.AST) -> Iterator[str]:
    """The action codes written as first argument of ``db.read``/``db.write`` or second of ``require``/``may``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"read": 0, "write": 0, "require": 1, "may": 1}.get(name)
        if place is None or len(node.args) <= place:
            continue
        yield from (part.value for part in ast.walk(node.args[place]) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def trees(folder: str) -> Iterator[tuple[Path, ast.AST]]:
    for file in sorted((ROOT / folder).rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


def known(code: str) -> bool:
    """A code, or the beginning of some (``f"queue.{verb}"``)."""
    return code in ACTIONS or (code.endswith(".") and any(one.startswith(code) for one in ACTIONS))


def test_services_ask_only_for_actions_that_exist():
    asked = {(file.name, code) for file, tree in trees("app/services") for code in calls(tree)}
    assert len(asked) > 40
    assert sorted((name, code) for name, code in asked if "." in code and not known(code)) == []


def test_every_action_is_asked_for_by_a_service():
    nodes = (node for _, tree in trees("app/services") for node in ast.walk(tree))
    written = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    areas = tuple(text for text in written if text.endswith(".") and known(text))
    assert {code for code in ACTIONS if code not in written and not code.startswith(areas)} <= set(WAITING.split())
