"""The words of jobs, employers and ratings, run in one process on a practice station."""

from __future__ import annotations

import json
import shlex

import pytest

from app.cli import parser
from app.cli.frame import one_line, run_words
from app.cli.session import CliSession
from app.settings import Settings
from tests.services.market import credit_code


@pytest.fixture
def run(practice_data):
    """Run a command line on 2026-03-02 at nine; the answer is (exit code, document)."""
    settings = Settings(practice_data)
    built = parser()

    def run(line: str, now: str = "2026-03-02T09:00"):
        with CliSession(settings, {}, {}) as session:
            code, answer, _ = run_words(lambda: built, session, [*shlex.split(line), "--json", "--now", now])
        return code, json.loads(one_line(answer))

    return run


POST = "--title 楼道保洁员 --kind part_time --headcount 2 --pay-low 1600 --pay-high 1800.50 --requirement 无特殊要求"
ADD = f"job add --employer 松涛家政 {POST}"


def test_a_job_is_added_listed_and_matched_with_its_reasons(run):
    code, answer = run(f"{ADD} --employer-kind 家政企业 --credit-code {credit_code()} --education 初中 --distance 600 --age-max 60")
    assert code == 0, answer
    (job,) = answer["jobs"]
    assert (job["id"], job["score"], job["reasons"], job["state"], job["pay"]) == (1, None, [], "open", "1600—1800.50 元/月")
    assert [one["id"] for one in run("job list")[1]["jobs"]] == [1]
    person = run("person add --name 张淑芬 --education junior --id-kind none")[1]["person"]["id"]
    (match,) = run(f"job match --person {person}")[1]["jobs"]
    assert set(match) >= {"id", "title", "score", "reasons"}
    assert "学历符合" in match["reasons"]


def test_an_employer_without_a_licence_number_leaves_a_draft_until_it_is_verified(run):
    assert run(ADD)[1]["jobs"][0]["state"] == "draft"
    assert run("job list")[1]["jobs"] == []
    assert run("job publish 1")[1]["error"]["code"] == "employer.unverified"
    assert run("employer verify 1")[1]["error"]["code"] == "employer.code_missing"
    second = run(f"{ADD} --credit-code {credit_code()}")[1]["jobs"][0]
    assert (second["state"], second["employer"]) == ("open", "松涛家政")
    assert run("job publish 1")[1]["jobs"][0]["on_board"]
    assert [one["open_jobs"] for one in run("employer list")[1]["employers"]] == [2]


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("job add --employer A --title 保洁 --kind part_time --headcount 2 --requirement 无", 3, "job.pay_empty"),
        (f"{ADD} --credit-code 91230000MA00000000", 3, "employer.code_check"),
        (f"{ADD} --pay-low 一千", 2, "job.yuan"),
        (f"{ADD} --pay-low 1.005", 2, "job.yuan"),
        (f"{ADD} --kind night", 2, "job.choice"),
        (f"{ADD} --expires 2026-02-30", 2, "cli.day"),
        (f"{ADD} --kind public_welfare", 3, "job.welfare_kind"),
        (f"{ADD} --employer 77", 4, "employer.not_found"),
        ("job add --title x", 2, "cli.usage"),
        ("job match --person 99", 4, "person.not_found"),
        ("job renew 9 --expires 2026-04-01", 4, "job.not_found"),
        ("job hire --started 2026-03-02 --how employer", 2, "hire.who"),
        ("rate --level 5", 2, "cli.usage"),
        ("rate --case BJ20260302-001 --level 9", 3, "rating.level"),
        ("rate --case BJ20260302-001 --level 5", 4, "rating.case_unknown"),
        ("rate --ticket A001 --level 5", 4, "rating.ticket_unknown"),
        ("rectification supervise 3", 4, "rectification.not_found"),
    ],
)
def test_what_cannot_be_is_answered_with_its_exit_code(run, line, code, error):
    found, answer = run(line)
    assert (found, answer["error"]["code"]) == (code, error)


def test_from_the_push_to_the_start_of_work(run):
    run(f"{ADD} --credit-code {credit_code()}")
    run("person add --name 张淑芬 --id-kind none")
    referral = run("job refer 1 --person 1 --channel phone")[1]["referral"]
    assert (referral["state"], referral["happened_on"]) == ("referred", "2026-03-02")
    assert run("job match --person 1")[1]["jobs"][0]["referred"]
    assert run("job step 1 --to interview --on 2026-03-05")[1]["referral"]["interview_on"] == "2026-03-05"
    code, answer = run("job hire --referral 1 --started 2026-03-09 --how contract", "2026-03-09T09:00")
    assert (code, answer["hire"]["helped"], answer["hire"]["form"]) == (0, True, "employed")
    renewed = run("job renew 1 --expires 2026-04-30")[1]["jobs"][0]
    assert (renewed["id"], renewed["code"]) == (2, "GW20260302-002")
    assert run("job close 2")[1]["error"]["code"] == "job.close_reason"
    assert run("job close 2 --reason 招满")[1]["jobs"][0]["state"] == "closed"
    assert [one["id"] for one in run("job list --state closed --limit 1")[1]["jobs"]] == [2]


def test_employers_are_added_verified_and_found_by_their_tag(run):
    made = run(f"employer add --name 小卖部 --kind self_employed --credit-code {credit_code()} --sector 小店经济 --phone 0457-0120000")[1][
        "employer"
    ]
    assert (made["verified"], made["sectors"]) == (False, ["small_shop"])
    assert run("employer verify 1 --licence-until 2027-01-01")[1]["employer"]["verified_on"] == "2026-03-02"
    assert [one["id"] for one in run("employer list --sector small_shop --kind 个体工商户")[1]["employers"]] == [1]


def test_a_bad_rating_answers_with_the_last_day_of_its_rectification(run):
    run("queue take --line A")
    run("queue call --counter 1")
    run("queue finish --ticket A001")
    code, answer = run("rate --ticket A001 --level 2 --text 等太久")
    assert (code, answer) == (0, {"rating": {"id": 1, "level": 2}, "rectification": {"id": 1, "due": "2026-03-09"}})
    assert run("rate --ticket A001 --level 5")[1]["error"]["code"] == "rating.twice"
    for verb, step in (("verify", "correct"), ("correct", "feed_back"), ("feed-back", "supervise")):
        assert run(f"rectification {verb} 1 --text 已处理")[1]["rectification"]["next_step"] == step
    assert run("rectification supervise 1 --as clerk2")[0] == 7
    assert run("rectification supervise 1 --as head")[1]["rectification"]["state"] == "closed"
    assert run("rectification list")[1]["rectifications"] == []
    assert len(run("rectification list --all")[1]["rectifications"]) == 1


def test_a_good_rating_opens_nothing(run):
    run("queue take --line A")
    run("queue call --counter 1")
    run("queue finish --ticket A001")
    answer = run("rate --ticket A001 --on 2026-03-02 --rated-on 2026-03-02 --level 5 --channel slip --named", "2026-03-04T09:00")[1]
    assert answer == {"rating": {"id": 1, "level": 5}, "rectification": None}
