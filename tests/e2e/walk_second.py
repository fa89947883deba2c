"""The part of the walk that needs a second person: late entries, and decisions that are sent."""

from __future__ import annotations

from tests.e2e.walking import Talk


def late_entries(talk: Talk, person: int) -> None:
    near = talk.do(f"visit record --person {person} --on 2026-11-12 --late-entry 没有网络 --needs 想找保洁 --as clerk1")["visit"]
    assert near["late_entry"] and near["id"] in {one["id"] for one in talk.do("visit list")["visits"]}
    waits = talk.do(f"visit record --person {person} --on 2026-11-02 --late-entry 没有网络 --as clerk1")["waiting"]
    assert waits["id"] in {one["id"] for one in talk.do("second list --as clerk2")["waiting"] if one["mine"]}
    assert talk.do(f"second approve {waits['id']} --as clerk2")["second"]["record"].startswith("visit:")
    listed = talk.do("late list --since 2026-11-13 --until 2026-11-13 --as head")["late_entries"]
    assert {one["state"] for one in listed if one["kind"] == "visit"} == {"noted", "approved"}


def hardship(talk: Talk) -> None:
    """An application is refused on a signed slip, made anew and recognised by the head, and ended."""
    person = talk.do("person add --name 周海燕 --birth-date 1979-05-06 --gender 2 --status registered_unemployed --since 2025-06-02")
    person = person["person"]["id"]
    apply = f"hardship apply --person {person} --category long_unemployed --as clerk1"
    first = talk.do(apply)["hardship"]["id"]
    waits = talk.do(f"hardship decide {first} --refuse --reason 材料不实 --ask --as clerk1")["waiting"]
    listed = talk.do(f"hardship list --person {person} --as head")
    assert listed["direct"] and listed["hardships"][0]["waiting"] == waits["step"] == "hardship"
    talk.do(f"second approve {waits['id']} --as head")
    second = talk.do(apply)["hardship"]["id"]
    assert talk.do(f"hardship decide {second} --office 县人社局 --as head")["hardship"]["recognised_by"] == "县人社局"
    assert talk.do(f"hardship end {second} --reason 已就业 --as head")["hardship"]["state"] == "ended"
