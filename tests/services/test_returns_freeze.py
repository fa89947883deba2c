"""A frozen return stays: through later edits, in its export, down to the records; and what today would say stands beside it."""

from __future__ import annotations

import sys
import zlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.domain.actor import SYSTEM
from app.domain.clock import at_station
from app.domain.errors import Damaged, NotAllowed, Refused
from app.services import checks, return_base, return_export, return_freeze, return_list, return_store, return_texts, returns
from db import audit
from db.models import Hire, Job, Return, ReturnCell, VisitPerson
from tests.services.return_facts import facts
from tests.services.test_returns import AUGUST, JULY, PERIOD, SEPTEMBER, behind_gives_value, crowded_station, small_station


def freeze(db, cast, now, period=PERIOD, reason=""):
    return return_freeze.freeze(db, cast.head, now, "QSR", period, reason)


def cells(db, cast, now, period=PERIOD):
    return return_base.plain_cells(returns.build(db, cast.clerk1, now, "QSR", period).result.cells)


def fifty_edits(db, officer) -> None:
    """Later work on the same facts: met somebody less, found more, other head counts, work that never began."""
    with facts(db, officer) as made:
        met = made.unit.execute(select(VisitPerson)).scalars().all()
        for job in made.unit.execute(select(Job)).scalars():
            job.headcount += 7
        for hire in made.unit.execute(select(Hire)).scalars():
            hire.helped = False
        for number in range(45):
            made.visit(AUGUST, made.person(f"丙{number}"), recorded=at_station(date(2026, 10, 8)))
        for meeting in met:
            made.unit.delete(meeting)


def test_a_frozen_return_keeps_every_figure_through_fifty_edits_and_names_todays(db, cast, now):
    small_station(db, cast.clerk1)
    frozen = freeze(db, cast, now)
    before = cells(db, cast, now)
    fifty_edits(db, cast.clerk1)
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert (view.state, view.version, return_base.plain_cells(view.result.cells)) == ("frozen", frozen.version, before)
    named = {one.cell: (one.frozen, one.today) for one in view.differences}
    assert (named["r1.c9"], named["r1.c13"], named["r1.c20"]) == ((2, 45), (34, 48), (3, 0))
    assert "r1.c19" not in named


def test_a_frozen_figure_opens_on_the_records_it_was_frozen_with(db, cast, now):
    small_station(db, cast.clerk1)
    known = {record.id for record in returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c13").records}
    freeze(db, cast, now)
    fifty_edits(db, cast.clerk1)
    found = returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c13")
    assert ({record.id for record in found.records}, sum(record.amount for record in found.records), found.value.value) == (known, 34, 34)
    assert (found.frozen, found.today.value, found.today.added_count, found.today.removed_count) == (True, 48, 2, 2)
    gone = returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c9")
    assert len(gone.records) == 2 and all("已清除" in record.label for record in gone.records)
    assert (gone.today.value, gone.today.added_count, gone.today.removed_count) == (45, 45, 2)


@pytest.mark.parametrize("seed", [4, 5])
def test_every_frozen_cell_is_made_anew_from_its_lineage(db, cast, now, seed):
    crowded_station(db, cast.clerk1, seed)
    live = cells(db, cast, now)
    freeze(db, cast, now, reason="补录较多")
    assert cells(db, cast, now) == live
    with db.read("return.read", cast.head) as session:
        assert list(return_store.problems(session)) == []
    for key in live:
        found = returns.explain(db, cast.clerk1, now, "QSR", PERIOD, key)
        assert return_base.plain_value(found.value) == live[key] and behind_gives_value(found), key


def test_the_export_of_a_frozen_return_is_the_same_file_for_ever(db, cast, now, tmp_path):
    small_station(db, cast.clerk1)
    return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "主要做法", "逐户走访。")
    return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "r1.c35", "无")
    freeze(db, cast, now)
    first = return_export.export(db, cast.head, now, "QSR", PERIOD, tmp_path / "a.xlsx")
    with facts(db, cast.clerk1) as made:
        made.visit(AUGUST, made.person(), recorded=now)
        for job in made.unit.execute(select(Job)).scalars():
            job.headcount += 7
    return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "主要做法", "改了。")
    again = return_export.export(db, cast.clerk1, now + timedelta(days=9), "QSR", PERIOD, tmp_path / "b.xlsx")
    assert first.sha256 == again.sha256
    assert return_export.verify(db, cast.county, tmp_path / "b.xlsx").ok


def test_a_workbook_carries_the_narrative_and_names_records_by_kind_and_number_and_nobody(db, cast, now):
    small_station(db, cast.clerk1)
    return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "存在问题", "岗位少。")
    freeze(db, cast, now)
    value = return_export.workbook(db, cast.head, now, "QSR", PERIOD)
    assert [(part.title, part.text) for part in value.narrative] == [("存在问题", "岗位少。")]
    listed = dict(value.lineage)
    assert {label.record for label in listed["r1.c20"]} == {"hire"}
    assert sum(label.amount for label in listed["r1.c13"]) == 34
    assert sum(label.divisor for label in listed["r1.c33"]) == 65
    assert "刘玉霞" not in repr(value.lineage) and value.station.practice


def test_a_workbook_rewritten_with_its_hidden_sheet_is_found_by_the_frozen_return(db, cast, now, tmp_path):
    from dataclasses import replace

    from app.domain.returns import CellKind, CellValue
    from exporters.xlsx import write_workbook

    small_station(db, cast.clerk1)
    freeze(db, cast, now)
    value = return_export.workbook(db, cast.head, now, "QSR", PERIOD)
    forged = replace(value.result, cells=value.result.cells | {"r1.c9": CellValue(CellKind.COUNT, 99)})
    write_workbook(replace(value, result=forged), tmp_path / "forged.xlsx")
    verdict = return_export.verify(db, cast.county, tmp_path / "forged.xlsx")
    assert [(p.key, p.expected, p.found) for p in verdict.problems] == [("r1.c9", 2, 99)]


def test_a_second_version_wants_a_reason_and_the_first_stays(db, cast, now):
    small_station(db, cast.clerk1)
    freeze(db, cast, now)
    with pytest.raises(Refused) as refusal:
        freeze(db, cast, now)
    assert refusal.value.code == "return.correction_reason"
    fifty_edits(db, cast.clerk1)
    later = now + timedelta(days=1)
    assert freeze(db, cast, later, reason="走访记录更正").version == 2
    numbers = [(line.number, line.reason) for line in return_list.versions(db, cast.county, "QSR", PERIOD)]
    assert numbers == [(2, "走访记录更正"), (1, "")]
    assert cells(db, cast, later)["r1.c9"] == 0


def test_a_hard_check_that_fails_refuses_and_nothing_is_stored(db, cast, now):
    with facts(db, cast.clerk1) as made:
        made.household(made.person(), JULY, SEPTEMBER, state="cleared")
    with pytest.raises(Refused) as refusal:
        freeze(db, cast, now, reason="无论如何")
    assert (refusal.value.code, refusal.value.params["count"]) == ("return.check_failed", 1)
    assert return_list.versions(db, cast.head, "QSR", PERIOD) == ()


def quiet_after_busy(db, cast, now) -> None:
    """Last quarter five visits and frozen, this one a single visit: a jump that wants a reason."""
    with facts(db, cast.clerk1) as made:
        for number in range(5):
            made.visit(date(2026, 5, 4 + number), made.person())
        made.visit(JULY, made.person())
    freeze(db, cast, now, "2026Q2")


@pytest.mark.parametrize(("own", "said"), [("农忙", "农忙"), ("", "见附注")])
def test_no_reason_is_asked_any_more_of_a_return_that_was_frozen_with_one(db, cast, now, own, said):
    """A warning shows its own reason, else where the reason for all of them stands."""
    quiet_after_busy(db, cast, now)
    if own:
        return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "reason.visits_changed", own)
    freeze(db, cast, now, reason="" if own else "季节性用工")
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert [check.ok for check in view.result.checks if check.rule == "visits_changed"] == [False]
    assert (view.reasons or {})["visits_changed"] == said
    assert view.notes[-1] == "封存时写的原因：" + ("走访：农忙" if own else "季节性用工")


def test_every_warning_wants_a_reason_of_its_own_or_one_for_all(db, cast, now):
    quiet_after_busy(db, cast, now)
    with pytest.raises(Refused) as refusal:
        freeze(db, cast, now)
    assert refusal.value.code == "return.reason_needed" and "走访 1 比上季 5 少 80%" in refusal.value.params["checks"]
    return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, "reason.visits_changed", "农忙")
    freeze(db, cast, now)
    with db.read("return.read", cast.head) as session:
        row = session.execute(select(Return).where(Return.period == PERIOD)).scalar_one()
    assert row.reason == "走访：农忙"


def test_late_entries_are_counted_once_in_the_next_cumulative_figure(db, cast, now):
    with facts(db, cast.clerk1) as made:
        made.visit(date(2026, 5, 4), made.person())
        made.visit(date(2026, 5, 5), made.person(), recorded=at_station(JULY))
        made.visit(AUGUST, made.person())
    freeze(db, cast, now, "2026Q2")
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert [view.result.cells[f"r1.{column}"].value for column in ("c9", "c41", "c40")] == [1, 1, 3]
    assert (view.last["r1.c9"], view.last["r1.c40"]) == (1, 1)
    (check,) = [check for check in view.result.checks if check.rule == "visits_persons_cumulative"]
    assert check.ok and check.text == "走访人次累计 3 = 上期 1 + 本期 1 + 迟录 1"


def test_what_was_entered_late_for_last_year_is_said_in_words(db, cast, now):
    late = at_station(date(2027, 1, 11))
    with facts(db, cast.clerk1) as made:
        made.visit(date(2026, 12, 29), made.person(), recorded=late)
    spring = at_station(date(2027, 4, 2))
    freeze(db, cast, at_station(date(2027, 1, 4)), "2026Q4")
    view = returns.build(db, cast.clerk1, spring, "QSR", "2027Q1")
    assert view.result.cells["r1.c40"].value == 0
    assert view.notes == ("注：上年末期截止后补录的上年记录（走访人次 1）不计入本年累计，计入计划期累计。",)
    freeze(db, cast, spring, "2027Q1")
    assert return_export.workbook(db, cast.head, spring, "QSR", "2027Q1").notes == view.notes


def test_freezing_before_the_end_cuts_the_data_off_at_that_moment(db, cast, now):
    early = at_station(date(2026, 9, 28), 17)
    with facts(db, cast.clerk1) as made:
        made.visit(SEPTEMBER, made.person())
        made.visit(date(2026, 9, 29), made.person())
    facts_ = freeze(db, cast, early)
    assert facts_.cut_off == early and cells(db, cast, early)["r1.c9"] == 1
    december = at_station(date(2027, 1, 5))
    assert cells(db, cast, december, "2026Q4")["r1.c41"] == 1


def test_a_period_that_has_not_begun_cannot_be_frozen_and_only_the_head_freezes(db, cast, now):
    with pytest.raises(Refused) as refusal:
        freeze(db, cast, now, "2027Q1")
    assert refusal.value.code == "return.not_begun"
    with pytest.raises(NotAllowed):
        return_freeze.freeze(db, cast.clerk1, now, "QSR", PERIOD)


def test_a_frozen_return_keeps_the_audit_head_and_the_chain_holds(db, cast, now):
    small_station(db, cast.clerk1)
    with db.read("audit.read", cast.head) as session:
        head = audit.verify(session, db.vault).head
    made = freeze(db, cast, now, reason="首次")
    with db.read("audit.read", cast.head) as session:
        assert made.audit_head == head
        assert audit.verify(session, db.vault).ok


@pytest.mark.parametrize("column", ["value", "lineage"])
def test_a_frozen_figure_changed_from_outside_is_found(db, cast, now, settings, column):
    small_station(db, cast.clerk1)
    freeze(db, cast, now)
    changed = {"value": {"value": "999"}, "lineage": {"lineage": zlib.compress(b"I\x01\x05")}}[column]
    with db.write("demo.make", SYSTEM, now) as unit:
        unit.execute(update(ReturnCell).where(ReturnCell.cell == "r1.c9").values(**changed), execution_options={"audited": True})
    with db.read("return.read", cast.head) as session:
        assert [(record.partition(":")[0], error.exit_code) for record, error in return_store.problems(session)] == [("return_", 5)]
    assert "return" in {problem.kind for problem in checks.run(db, cast.head, settings).problems}
    with pytest.raises(Damaged):
        returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c9")


def test_a_county_form_is_frozen_with_its_own_text(db, cast, now, tmp_path, settings):
    folder = settings.data / return_base.FOLDER
    folder.mkdir(parents=True)
    own = (
        return_base.forms()["QSR"].text.replace('head = ["走访人次"]', 'head = ["入户走访（人次）"]').replace("edition = 1", "edition = 2")
    )
    (folder / "own.toml").write_text(own, "utf-8")
    known = return_base.forms(settings)
    return_freeze.freeze(db, cast.head, now, "QSR", PERIOD, known=known)
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)  # by now the shipped form is in force again
    assert view.result.edition == 2
    value = return_export.workbook(db, cast.head, now, "QSR", PERIOD)
    assert value.definition.column("c9").head == ("入户走访（人次）",)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("r1.c9", "7", "return.cell_not_manual"),
        ("headline", "好", "return.text_key"),
        ("主要做法", "身份证号 11010119900307123X 的人", "return.text_id_number"),
    ],
)
def test_only_what_may_be_typed_is_stored(db, cast, now, key, text, code):
    with pytest.raises(Refused) as refusal:
        return_texts.set_text(db, cast.clerk1, now, "QSR", PERIOD, key, text)
    assert refusal.value.code == code
    assert return_texts.texts(db, cast.clerk1, "QSR", PERIOD) == {}


def test_months_without_a_note_are_named_and_an_emptied_text_is_gone(db, cast, now):
    spring = "2026Q1"
    for month in ("01", "02", "03"):
        return_texts.set_text(db, cast.clerk1, now, "QSR", spring, f"month.2026-{month}", "正常")
    assert returns.build(db, cast.clerk1, now, "QSR", spring).missing_months == ()
    return_texts.set_text(db, cast.clerk1, now, "QSR", spring, "month.2026-03", "")
    assert freeze(db, cast, now, spring).missing_months == ("2026-03",)


def test_a_long_list_costs_about_a_byte_a_record(sqlite_db, cast, now):
    with facts(sqlite_db, cast.clerk1) as made:
        person = made.person()
        visit = made.visit(JULY, person)
        days = [date(2026, 7, 1) + timedelta(number % 90) for number in range(9000)]
        rows = [{"id": 1000 + n, "visit_id": visit.id, "person_id": n // 90 + 1000, "met_on": day} for n, day in enumerate(days)]
        people = [{"id": n, "uid": f"{n:032}", "name": "某", "gender": 1, "id_kind": "none", "version": 1} for n in range(1000, 1100)]
        from db.models import Person

        blank = {"ethnicity": "", "education": "", "marital": "", "address": "", "hukou": "", "skill": "", "skill_level": "", "status": ""}
        blank |= {"resident": True, "source": "counter", "points": 0, "recorded_at": now}
        made.unit.insert_many(Person, [row | blank for row in people])
        made.unit.insert_many(VisitPerson, [row | {"relation": "", "recorded_at": at_station(JULY)} for row in rows])
    freeze(sqlite_db, cast, now)
    with sqlite_db.read("return.read", cast.head) as session:
        cell = session.execute(select(ReturnCell).where(ReturnCell.cell == "r1.c9")).scalar_one()
    assert cell.count == 9001 and sys.getsizeof(cell.lineage) < 9001
