"""``return …`` as scripts see it: keys, kinds, exit codes."""

from __future__ import annotations

import json

import openpyxl
import pytest

from app.cli import main
from app.services import return_base
from tests.printing import reading

NOW = "2026-10-09T09:00"


@pytest.fixture
def run(practice_data, capsys):
    """Run one command in a practice station; the answer is (exit code, document)."""

    def command(*words, now=NOW):
        code = main([*map(str, words), "--json", "--data", str(practice_data), "--now", now])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return code, json.loads(lines[0])

    return command


def test_build_answers_with_cells_kinds_and_checks(run):
    code, answer = run("return", "build", "QSR", "--period", "2026Q3")
    made = answer["return"]
    assert (code, made["code"], made["period"], made["state"]) == (0, "QSR", "2026Q3", "draft")
    assert made["cut_off"] == "2026-10-01T00:00:00+08:00"
    assert (made["cells"]["r1.c9"], made["cells"]["r1.c33"], made["cells"]["r1.c6"]) == (0, None, 2)
    assert set(made["kinds"].values()) == {"count", "sum", "rate", "text", "manual"}
    assert {"rule", "ok", "text"} <= made["checks"][0].keys()


def test_an_empty_rate_and_a_cell_nobody_filled_are_null_and_nothing_else_is(run):
    _, answer = run("return", "build", "QSR", "--period", "2026Q3")
    cells, totals = answer["return"].pop("cells"), answer["return"].pop("totals")
    assert {key for key, value in cells.items() if value is None} == {"r1.c33", "r1.c34", "r1.c35"}
    assert totals == {column: cells[f"r1.{column}"] for column in totals}
    assert "null" not in json.dumps(answer)
    _, answer = run("return", "explain", "QSR", "--period", "2026Q3", "--cell", "r1.c33")
    assert (answer["value"], answer["below"]) == (None, 0)


def test_a_rating_is_found_behind_its_rate(run):
    run("queue", "take", "--line", "A", now="2026-07-06T09:00")
    run("queue", "call", "--counter", "1", now="2026-07-06T09:05")
    run("queue", "start", "--ticket", "A001", now="2026-07-06T09:06")
    run("queue", "finish", "--ticket", "A001", now="2026-07-06T09:20")
    code, _ = run("rate", "--ticket", "A001", "--level", "2", now="2026-07-06T09:21")
    assert code == 0
    code, answer = run("return", "explain", "QSR", "--period", "2026Q3", "--cell", "r1.c34")
    assert (code, answer["value"], answer["kind"], answer["measure"]) == (0, "0.00", "rate", "ratings_good/ratings_all")
    assert (answer["records"], len(answer["divisor"]), answer["more"]) == ([], 1, False)
    assert {"kind", "id", "label", "amount"} <= answer["divisor"][0].keys()


def test_freeze_export_and_verify(run, tmp_path):
    code, answer = run("return", "freeze", "QSR", "--period", "2026Q3", "--reason", "首季")
    facts = answer["return"]
    assert (code, facts["state"], facts["version"], facts["cut_off"]) == (0, "frozen", 1, "2026-10-01T00:00:00+08:00")
    code, made = run("return", "export", "QSR", "--period", "2026Q3", "--out", tmp_path / "q.xlsx")
    assert (code, made["file"], len(made["sha256"])) == (0, str(tmp_path / "q.xlsx"), 64)
    assert run("return", "verify", tmp_path / "q.xlsx") == (
        0,
        {**run("return", "verify", tmp_path / "q.xlsx")[1], "ok": True, "problems": []},
    )
    assert run("return", "build", "QSR", "--period", "2026Q3")[1]["return"]["state"] == "frozen"
    assert run("return", "build", "QSR", "--period", "2026Q3", "--draft")[1]["return"]["state"] == "draft"


def test_a_changed_workbook_is_named_cell_by_cell_with_exit_code_5(run, tmp_path):
    run("return", "freeze", "QSR", "--period", "2026Q3")
    run("return", "export", "QSR", "--period", "2026Q3", "--out", tmp_path / "q.xlsx")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    (place,) = [cell.coordinate for cell in book["附件2"][7] if cell.column == 9]
    book["附件2"][place] = 13
    book.save(tmp_path / "q.xlsx")
    code, answer = run("return", "verify", tmp_path / "q.xlsx")
    assert (code, answer["ok"], answer["station"], answer["period"]) == (5, False, "232701001", "2026Q3")
    assert answer["problems"] == [{"sheet": "附件2", "cell": place, "key": "r1.c9", "expected": 0, "found": 13}]


def test_typed_texts_and_figures(run):
    assert run("return", "text", "PLAN", "--period", "2026", "--key", "r1.c5", "--text", "6")[1]["text"]["text"] == "6"
    run("return", "text", "PLAN", "--period", "2026", "--key", "典型经验", "--text", "好")
    assert run("return", "text", "PLAN", "--period", "2026") == (0, {"texts": {"r1.c5": "6", "典型经验": "好"}})
    assert run("return", "build", "PLAN", "--period", "2026")[1]["return"]["cells"]["r1.c5"] == 6


def test_the_list_names_what_is_due(run):
    _, answer = run("return", "list")
    assert [(line["code"], line["period"], line["overdue"]) for line in answer["returns"]] == [
        ("QSR", "2026Q3", True),
        ("PLAN", "2025", True),
        ("HALL", "2026Q3", False),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("build", "NONE", "--period", "2026Q3"), 4),
        (("build", "QSR", "--period", "third"), 2),
        (("build", "PLAN", "--period", "2026Q3"), 3),
        (("explain", "QSR", "--period", "2026Q3", "--cell", "r9.c1"), 4),
        (("explain", "QSR", "--period", "2026Q3", "--cell", "r1.c9", "--limit", "-1"), 2),
        (("freeze", "QSR", "--period", "2027Q1"), 3),
        (("freeze", "QSR", "--period", "2026Q3", "--as", "clerk1"), 7),
        (("build", "QSR", "--period", "2026Q3", "--as", "admin"), 7),
        (("export", "QSR", "--period", "2026Q3", "--out", "/nowhere/q.xlsx"), 8),
        (("verify", "/nowhere/q.xlsx"), 4),
        (("text", "QSR", "--period", "2026Q3", "--key", "主要做法"), 2),
        (("text", "QSR", "--period", "2026Q3", "--key", "r1.c9", "--text", "5"), 3),
    ],
)
def test_bad_words_have_their_exit_code(run, words, code):
    assert run("return", *words)[0] == code


def test_a_definition_with_an_unknown_measure_is_refused_with_its_place(run, tmp_path):
    folder = tmp_path / "data" / "definitions"
    folder.mkdir()
    (folder / "own.toml").write_text(
        'code = "OWN"\nedition = 1\nsheet = "a"\ntitle = "a"\nperiods = ["year"]\n[[rows]]\nid = "r1"\n'
        '[[columns]]\nid = "c1"\nhead = ["a"]\nmeasure = "wealth"\n',
        "utf-8",
    )
    code, answer = run("return", "build", "OWN", "--period", "2026")
    assert (code, answer["error"]["code"]) == (3, "return.definition.unknown_measure")
    assert "own.toml" in answer["error"]["message"]
    code, listed = run("return", "list")
    assert (code, [line["code"] for line in listed["returns"]]) == (0, ["QSR", "PLAN", "HALL"])
    assert listed["refused"] == [{"file": "own.toml", "code": "OWN", "text": answer["error"]["message"]}]
    assert run("return", "build", "QSR", "--period", "2026Q3")[0] == 0


def own_form(tmp_path, code, *changes):
    """A county's own form: a shipped one with some words changed."""
    text = return_base.forms()[code].text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "data" / "definitions"
    folder.mkdir(exist_ok=True)
    (folder / f"{code.lower()}.toml").write_text(text, "utf-8")


def test_a_changed_column_title_changes_the_sheet_and_the_totals_still_add_up(run, tmp_path):
    own_form(tmp_path, "QSR", ('head = ["走访人次"]', 'head = ["入户走访（人次）"]'))
    run("return", "export", "QSR", "--period", "2026Q3", "--out", tmp_path / "own.xlsx")
    page = openpyxl.load_workbook(tmp_path / "own.xlsx")["附件2"]
    assert "入户走访（人次）" in [cell.value for cell in page[4]]
    assert page["I8"].value == "=SUM(I7:I7)"


def test_a_county_form_stands_on_paper_as_in_the_workbook(run, tmp_path):
    own_form(tmp_path, "QSR", ('head = ["走访人次"]', 'head = ["入户走访"]'))
    run("print", "return", "--code", "QSR", "--period", "2026Q3", "--out", tmp_path / "own.pdf")
    assert "入户走访" in reading.solid((tmp_path / "own.pdf").read_bytes())


def test_a_county_plan_with_other_columns_needs_no_other_program(run, tmp_path):
    column = '[[columns]]\nid = "c16"\nhead = ["培训人数"]\nmeasure = "trained_persons"\nscope = "cumulative"\n\n[[checks]]'
    own_form(tmp_path, "PLAN", ('[[checks]]\nid = "years', column + '\nid = "years'), ('head = ["备注"]', 'head = ["完成情况说明"]'))
    cells = run("return", "build", "PLAN", "--period", "2026")[1]["return"]["cells"]
    assert (cells["r1.c16"], cells["r1.c3"]) == (0, 20)


@pytest.mark.parametrize(("now", "overdue"), [("2026-06-30T23:59", False), ("2026-07-01T00:00", True)])
def test_a_return_not_handed_in_is_overdue_from_the_day_after_it_is_due(run, now, overdue):
    made = run("return", "build", "QSR", "--period", "2026Q2", now=now)[1]["return"]
    assert (made["due"], made["overdue"]) == ("2026-06-30", overdue)
