"""The words ``person`` and ``household``: their answers, their exit codes."""

from __future__ import annotations

import json

import pytest

from app.cli import main
from tests.services.people import BORN, number

MOMENT = "2026-03-02T09:00"


@pytest.fixture
def run(practice_data, capsys):
    def one(*words, now=MOMENT):
        code = main([*words, "--json", "--data", str(practice_data), "--now", now])
        return code, json.loads(capsys.readouterr().out)

    return one


def test_a_person_is_added_found_and_shown_masked(run):
    code, answer = run("person", "add", "--name", "张淑芬", "--id-number", number(BORN), "--phone", "14200007162")
    assert (code, answer["person"]["id"], answer["person"]["name"]) == (0, 1, "张淑芬")
    masked = "2327**********" + number(BORN)[-4:]
    assert answer["person"]["id_number_masked"] == masked
    code, answer = run("person", "find", "zsf")
    assert (code, answer["people"][0]["id"], answer["people"][0]["name"], answer["more"]) == (0, 1, "张淑芬", False)
    code, answer = run("person", "show", "1")
    assert (code, answer["person"]["id_number_masked"], answer["person"]["birth_date"]) == (0, masked, BORN.isoformat())
    assert number(BORN) not in json.dumps(answer)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--id-number", "340524198001010013"), "person.id_check"),
        (("--id-number", "23270120990101001X"), "person.birth_future"),
        (("--id-number", "232701199002300017"), "person.birth_impossible"),
        (("--birth-date", "2027-01-01"), "person.birth_future"),
    ],
)
def test_a_wrong_number_or_day_is_refused_and_nothing_is_written(run, words, code):
    exit_code, answer = run("person", "add", "--name", "张淑芬", *words)
    assert (exit_code, answer["error"]["code"]) == (3, code)
    assert run("person", "find", "张淑芬")[1]["people"] == []


def test_a_number_already_there_is_refused_with_its_owner(run):
    run("person", "add", "--name", "张淑芬", "--id-number", number(BORN))
    code, answer = run("person", "add", "--name", "张淑芬", "--id-number", number(BORN))
    assert (code, answer["error"]["existing"], answer["error"]["field"]) == (3, 1, "id_number")


def test_who_may_not_or_is_not_there(run):
    assert run("person", "show", "1", "--as", "admin")[0] == 7
    assert run("person", "show", "4711")[0] == 4
    assert run("household", "recognise", "--head", "1", "--members", "x")[0] == 2


def test_a_household_goes_from_recognition_to_clearing(run):
    run("person", "add", "--name", "周建国", "--birth-date", "1972-05-01", "--gender", "1")
    run("person", "add", "--name", "李秀兰", "--birth-date", "1975-06-02", "--gender", "2")
    code, answer = run("household", "recognise", "--head", "1", "--members", "2", "--on", "2026-03-02", "--by", "县人社局")
    line = answer["households"][0]
    assert (code, line["id"], line["state"], line["last_day"], line["overdue"]) == (0, 1, "recognised", "2026-04-02", False)
    assert run("household", "list", "--overdue", now="2026-04-02T09:00")[1] == {"households": [], "more": False}
    assert run("household", "list", "--overdue", now="2026-04-03T09:00")[1]["households"][0]["overdue"] is True
    clear = ("household", "clear", "1", "--person", "2", "--on", "2026-04-04", "--late-entry", "次日得知")
    assert run(*clear, now="2026-04-05T09:00")[1]["error"]["code"] == "household.start_unconfirmed"
    code, answer = run(*clear, "--how", "contract", "--employer", "松涛小学", now="2026-04-05T09:00")
    assert (code, answer["households"][0]["state"]) == (0, "cleared")
    then = run("household", "list", "--on", "2026-04-03", now="2026-04-05T09:00")[1]["households"][0]
    assert (then["state"], then["overdue"]) == ("recognised", True)


def test_a_household_leaves_for_a_written_reason(run):
    run("person", "add", "--name", "周建国", "--birth-date", "1972-05-01", "--gender", "1")
    run("household", "recognise", "--head", "1")
    assert run("household", "exit", "1", "--kind", "moved_away")[0] == 3
    code, answer = run("household", "exit", "1", "--kind", "moved_away", "--reason", "迁往外地")
    assert (code, answer["households"][0]["state"], answer["households"][0]["exit_kind"]) == (0, "exited", "moved_away")
    assert run("household", "list", "--state", "exited")[1]["households"][0]["reason"] == "迁往外地"
