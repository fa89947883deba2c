"""The part of the walk through every word that is about the office itself: its people, its desks, its items, its walls."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.walking import Talk, only


def roster(talk: Talk) -> None:
    assert talk.do("post set CK9 --as head --name 综合窗口 --counter 2")["post"]["counter"] == 2
    assert "CK9" in {one["code"] for one in talk.do("post list")["posts"]}
    placed = talk.do("roster assign --as head --officer clerk2 --post CK9 --duty 受理 --from 2026-11-01")["assignment"]
    assert placed["id"] in {one["id"] for one in talk.do("roster list --officer clerk2")["roster"]}
    assert {one["officer"] for one in talk.do("post cases CK9")["cases"]} <= {placed["officer"]}
    assert talk.do(f"roster end {placed['id']} --as head --on 2026-11-13")["assignment"]["ends_on"] == "2026-11-13"
    named = talk.do("deputy name clerk2 --as head --from 2026-11-13 --until 2026-11-14")["deputy"]
    assert named["holds"] and named["id"] in {one["id"] for one in talk.do("deputy list")["deputies"]}
    assert not talk.do(f"deputy end {named['id']} --as head")["deputy"]["holds"]
    assert talk.do("whereabouts set meeting --as clerk2 --until 2026-11-13T23:00")["whereabouts"]["place"] == "meeting"
    assert {one["login"]: one["place"] for one in talk.do("whereabouts list")["whereabouts"]}["clerk2"] == "meeting"
    talk.do("whereabouts set present --as clerk2")


def catalogue(talk: Talk, tmp_path: Path) -> None:
    book = tmp_path / "items.xlsx"
    count = talk.do(f"item export --out {book} --as head")["items"]
    looked = talk.do(f"item import {book} --dry-run --as head")
    assert (len(looked["changes"]), looked["refused"], looked["items"]) == (count, [], None)
    assert len(talk.do(f"item import {book} --as head")["items"]) == count
    assert {one["fate"] for one in talk.do(f"item import {book} --dry-run --as head")["changes"]} == {"same"}
    changed = only(talk.do("item change CYFW --fee 不收任何费用 --near yes --as head")["items"])
    assert only(talk.do("item publish CYFW --as head")["items"])["version"] == changed["version"]
    assert talk.do("item editions CYFW")["editions"][0]["changes"][0] == {"field": "fee", "before": "不收费。", "after": "不收任何费用"}


def bundle(talk: Talk, person: int) -> None:
    assert {"QYRZ", "LHJY", "JCHT"} <= {one["code"] for one in talk.do("bundle list")["bundles"]}
    made = talk.do(f"bundle open SXDJ --person {person} --as clerk1")["bundle"]
    assert len(made["cases"]) == 3 and {len(one["cases"]) for one in made["materials"]} == {3}
    assert talk.do(f"bundle show {made['number']}")["bundle"] == made
    own = talk.do("bundle set KNBF --name 困难帮扶 --item SYDJ --item JYKN:SYDJ --as head")["edition"]
    assert (own["edition"], own["parts"][1]) == (1, {"item": "JYKN", "after": ["SYDJ"]})
    assert not talk.do("bundle withdraw KNBF --as head")["edition"]["active"]
    assert [one["edition"] for one in talk.do("bundle editions KNBF")["editions"]] == [2, 1]


def training(talk: Talk) -> None:
    held = "training record --as head --kind class --level province --topic 政策业务 --on 2026-11-02 --headcount 12 --who head:95:1"
    names = {one["login"]: one["name"] for one in talk.do("officer list")["officers"]}
    assert talk.do(held)["drill"]["people"] == [[names["head"], "95", "1"]]
    assert 12 in {one["headcount"] for one in talk.do("training list --since 2026-11-02")["drills"]}
    assert talk.do("training untrained")["untrained"] != talk.do("training untrained --year 2025")["untrained"]
    paper = "certificate add --as clerk1 --officer clerk1 --kind skill --name 职业指导员 --number A1"
    made = talk.do(f"{paper} --issued 2024-11-20 --expires 2026-11-20")["certificate"]
    assert made["soon"] and made["id"] in {one["id"] for one in talk.do("certificate list --soon")["certificates"]}
    assert talk.do(f"certificate end {made['id']} --as clerk1")["certificate"]["ended_on"] == "2026-11-13"
    own = only(talk.do("figures list --as clerk1")["officers"])
    behind = talk.do("figures records clerk1 visits --as clerk1")["records"]
    assert len(behind) == own["figures"]["visits"] and len(talk.do("figures list --as head")["officers"]) > 1
    assert talk.do("officer staffing")["staffing"]["enough"]


def holidays(talk: Talk, person: int, tmp_path: Path) -> None:
    """A table looked at, imported with its recount, and nothing left to go on with."""
    assert talk.do("calendar list")["missing"] == []
    number = talk.do(f"case open --item JYKN --person {person} --as clerk1")["case"]["number"]
    due = talk.do(f"case accept {number} --here all --as clerk1")["case"]["deadline"]
    table = tmp_path / "2026.toml"
    days = [one for one in talk.do("calendar list --year 2026")["days"] if one["kind"] == "work"]
    work = ",".join(f'{{ name = "{one["name"]}", day = "{one["day"]}" }}' for one in days)
    off = ",".join(f'{{ name = "{name}", day = "{day}" }}' for name, day in (("元旦", "2026-01-01"), ("停电", due)))
    table.write_text(f'[2026]\nsource = "县局更正"\noff = [{off}]\nwork = [{work}]', encoding="utf-8")
    look = talk.do(f"calendar import {table} --dry-run --as head")
    assert only(look["years"])["added"] == [f"{due} off"] and look["recount"] is None and look["cases"] >= 1
    assert look["moves"]["moved"] == look["moves"]["later"] >= 1 and look["moves"]["oldest"]["before"] == due
    assert talk.do(f"case show {number}")["case"]["deadline"] == due
    done = talk.do(f"calendar import {table} --as head")["recount"]
    assert done["over"] and done["moved"] == look["moves"]["moved"] and done["looked"] == look["cases"]
    shown = talk.do(f"case show {number}")
    assert shown["events"][0]["data"]["before"] == due < shown["case"]["deadline"]
    assert talk.do("calendar recount --as head")["recount"]["looked"] == 0
    found = talk.do("case moved --as clerk1")
    assert number in {one["number"] for one in found["moved"]} and not found["more"]
    assert talk.do("case moved --seen --as clerk1")["seen"] == len(found["moved"])


def norms(talk: Talk, tmp_path: Path) -> None:
    assert len(talk.do("norm list")["norms"]) == 6
    text = tmp_path / "norm.txt"
    text.write_text("一、新的第一条。\n二、新的第二条。", encoding="utf-8")
    made = talk.do(f"norm publish proxy --file {text} --effective 2026-11-13 --as head")["norm"]
    assert (made["number"], made["title"]) == (2, "帮办代办制")
    assert [one["number"] for one in talk.do("norm show proxy")["editions"]] == [1, 2]


def desk(talk: Talk) -> None:
    """Three offers of one desk: declined, withdrawn, taken over with everything and signed."""
    offer = "desk hand-over --as clerk1 --to clerk2 --reason 轮岗"
    assert talk.do(f"desk decline {talk.do(offer)['desk']['code']} --as clerk2 --reason 手上已满")["desk"]["state"] == "declined"
    assert talk.do(f"desk withdraw {talk.do(offer)['desk']['code']} --as clerk1")["desk"]["state"] == "withdrawn"
    held = talk.do("desk held clerk1")["held"]
    code = talk.do(offer)["desk"]["code"]
    taken = talk.do(f"desk take-over {code} --as clerk2")["desk"]
    assert held and (taken["state"], taken["lines"]) == ("taken", held)
    assert {line["kind"] for line in talk.do("desk held clerk1")["held"]} == {"lead"}  # a lead stays with the officer it names
    assert talk.do(f"desk signed {code} --as clerk2")["desk"]["signed_on"] == "2026-11-16"
    assert talk.do(f"desk show {code}")["desk"] == talk.do("desk list --limit 1")["desks"][0]
