"""The main job, in a process of its own: a practice station lives through a working day and leaves papers and the quarter's workbook."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.cli import main
from app.domain.errors import Refused
from app.domain.persons import IdKind, check_id_number
from app.services import day_people, days, stations
from tests.printing import reading

ROOT = Path(__file__).parents[2]
TITLES = {
    "ticket": "登记认定",
    "inquiry": "首问登记单",
    "one-time-notice": "一次性告知书",
    "acceptance": "受理通知书",
    "assistance-file": "就业援助档案",
    "service-lists": "“三张”服务清单",
    "rating-slip": "服务评价单",
    "return": "工作情况",
}


def command(data: Path, *argv: str) -> tuple[int, dict]:
    words = [sys.executable, "-m", "app", "--data", str(data), "--json", *argv]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300)
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {"stderr": done.stderr}


INIT = "init --name 光明社区 --code 232701001 --region 232701 --practice --now 2026-11-15T20:00"
LATER = ("day --out {out}", "person find 练", "audit verify", "check", "return verify {out}/QSR-2026Q3.xlsx", "print list") + (
    *("return export HALL --period 2026-11 --out {out}/HALL.xlsx", "return export PLAN --period 2026 --out {out}/PLAN.xlsx"),
    *("item export --out {out}/items.xlsx", "inquiry export --since 2026-11-13 --out {out}/inquiries.xlsx"),
)
ADVERTISING = "".join(map(chr, (0x798F, 0x9E7F, 0x4F1A)))
"""A word injected into one of the policy documents."""


@dataclass(frozen=True)
class Lived:
    """A station after two days on a Sunday: the last working day is the Friday before. ``later`` answers what was asked then."""

    out: Path
    days: tuple[dict, dict]
    later: dict[str, dict]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The first day in a process of its own, the second one and what is asked then in another: starting one takes a second."""
    folder = tmp_path_factory.mktemp("day")
    data, out = folder / "data", folder / "out"
    assert command(data, *INIT.split())[0] == 0
    code, first = command(data, "day", "--out", str(out))
    assert code == 0, first
    lines = [line.format(out=out) for line in LATER]
    words = [sys.executable, "-m", "app", "--data", str(data), "--json", "batch"]
    done = subprocess.run(words, cwd=ROOT, input="\n".join(lines), capture_output=True, text=True, timeout=300)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return Lived(out, (first, answers[0]), dict(zip(LATER[1:], answers[1:], strict=False)))


def test_every_step_of_both_days_came_out_right(lived):
    assert [step for answer in lived.days for step in answer["steps"] if not step["ok"]] == []
    names = [step["name"] for step in lived.days[0]["steps"]]
    assert names[:4] == ["开窗", "取号", "叫号", "开始接待"]
    assert {answer["day"] for answer in lived.days} == {"2026-11-13"}
    assert all(answer["seconds"] > 0 for answer in lived.days)


def test_the_files_are_there_and_read_as_what_they_are(lived):
    papers = [Path(file) for file in lived.days[0]["files"] if file.endswith(".pdf")]
    assert len(papers) == len(TITLES)
    for path in papers:
        kind = next(kind for kind in TITLES if path.name.startswith(kind))
        shown = reading.solid(path.read_bytes())
        assert "".join(TITLES[kind].split()) in shown
        assert "练习" in shown
    assert (lived.out / "QSR-2026Q3.xlsx").read_bytes().startswith(b"PK")


def test_the_acceptance_names_the_deadline_and_the_lists_are_three(lived):
    acceptance = reading.solid(next((lived.out / "papers").glob("acceptance-*.pdf")).read_bytes())
    assert "办结期限2026年11月18日" in acceptance
    lists = reading.solid(next((lived.out / "papers").glob("service-lists-*.pdf")).read_bytes())
    assert "暂无" not in lists


def test_no_file_name_carries_a_name_or_a_number_of_a_person(lived):
    found = lived.later["person find 练"]["people"]
    names = " ".join(path.name for path in lived.out.rglob("*"))
    assert len(found) == 2
    assert [one["name"] for one in found if one["name"] in names] == []
    assert "232700" not in names


def parts(workbook: Path) -> str:
    """Everything a workbook holds, also on the sheet that is never shown."""
    with zipfile.ZipFile(workbook) as package:
        return "".join(package.read(name).decode() for name in package.namelist())


def test_the_injected_advertising_stands_in_no_paper_and_no_workbook(lived):
    papers = [reading.solid(path.read_bytes()) for path in lived.out.rglob("*.pdf")]
    books = {path.name: parts(path) for path in lived.out.glob("*.xlsx")}
    assert len(papers) > len(TITLES) and set(books) == {"QSR-2026Q3.xlsx", "HALL.xlsx", "PLAN.xlsx", "items.xlsx", "inquiries.xlsx"}
    assert all("练习" in text or "就业" in text for text in (*papers, *books.values()))
    assert [name for name, text in (*books.items(), *enumerate(papers)) if ADVERTISING in text] == []


def test_the_station_is_whole_afterwards(lived):
    assert lived.later["audit verify"]["ok"]
    assert lived.later["check"] == {"ok": True, "problems": []}
    assert lived.later["return verify {out}/QSR-2026Q3.xlsx"]["problems"] == []
    assert len(lived.later["print list"]["prints"]) == 2 * len(TITLES)


def test_a_file_in_the_way_is_the_surroundings(practice_data, tmp_path, capsys):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    assert main(["--data", str(practice_data), "--json", "day", "--out", str(blocked)]) == 8


def test_a_real_station_refuses_to_practise_and_writes_nothing(sqlite_db, now, tmp_path, monkeypatch):
    facts = replace(stations.facts(sqlite_db), practice=False)
    monkeypatch.setattr(days.stations, "facts", lambda _db: facts)
    with pytest.raises(Refused) as refusal:
        days.run(sqlite_db, now, tmp_path)
    assert refusal.value.code == "day.real_station"
    assert list(tmp_path.glob("papers")) == []


def test_a_day_that_cannot_go_on_says_where_it_stopped(tmp_path, sqlite_db, cast, now, monkeypatch):
    monkeypatch.setattr(days.items, "listing", lambda *_: ())
    report = days.run(sqlite_db, now, tmp_path)
    assert not report.ok
    stopped = [step for step in report.steps if not step.ok]
    assert (stopped[0].name, report.steps[0].ok) == ("取号", True)
    assert stopped[0].text.startswith("事项清单里没有")
    assert {step.text for step in stopped[1:]} == {"前面的步骤没有完成，这一步没有做。"}


def test_the_day_on_the_other_database(postgres_db, now, tmp_path):
    report = days.run(postgres_db, now, tmp_path)
    assert [step for step in report.steps if not step.ok] == []


def test_the_numbers_of_nobody_are_well_formed_and_all_different(now):
    numbers = [day_people.id_number(seed, now.date()) for seed in range(400)]
    assert len(set(numbers)) == len(numbers)
    facts = [check_id_number(IdKind.RESIDENT, number, now.date()) for number in numbers]
    assert {fact.gender for fact in facts} == {2}
    assert all(42 <= now.year - fact.birth_date.year <= 51 for fact in facts)
