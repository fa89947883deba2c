"""Whatever zone the machine is set to: the same business dates, deadlines and ticket codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
LINES = """
init --name 光明社区 --code S1 --region 232701 --practice --now 2026-03-02T00:00
queue take --line A --now 2026-03-02T00:30
queue call --counter 1 --now 2026-03-02T07:59
person add --name 张淑芬 --now 2026-03-02T08:00
case open --item JYKN --person 1 --ticket A001 --now 2026-03-02T23:59
case accept BJ20260302-001 --here all --now 2026-03-02T23:59:30
queue take --line A --now 2026-03-03T00:00
queue list --now 2026-03-03T00:00:01
deadline --accepted 2026-04-30 --days 5
"""


def answers(folder: Path, zone: str) -> list[dict]:
    environment = {**os.environ, "TZ": zone}
    base = [sys.executable, "-m", "app", "--data", str(folder / zone.replace("/", "_")), "--json"]
    done = subprocess.run([*base, "batch"], input=LINES, env=environment, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()][1:]


def test_three_zones_give_the_same_answers(tmp_path):
    first, *others = [answers(tmp_path, zone) for zone in ZONES]
    assert [other == first for other in others] == [True, True]
    took, called, _, opened, accepted, next_day, listed, counted = first
    assert (took["ticket"], called["ticket"], next_day["ticket"]) == ("A001", "A001", "A001")
    assert opened["case"]["number"] == "BJ20260302-001"
    assert accepted["case"]["deadline"] == "2026-03-16"
    assert [ticket["taken_at"] for ticket in listed["tickets"]] == ["2026-03-03T00:00:00+08:00"]
    assert counted["deadline"] == "2026-05-11"
