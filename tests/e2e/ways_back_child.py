"""Run inside a session with a real Secret Service: the ways back in, by the very words of the recovery sheet; prints what happened as JSON.

Each command is a process of its own, as an officer would start it; nothing but the recovery code is typed to get in again.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from printing.recovery_sheet import USES

FIRST, FRESH, OWN = "first-2026", "Fresh-2026", "My-own-2026"
INIT = "init --name 松涛社区 --code 232701001 --region 232701 --admin-password-stdin"
LOOK = "audit verify --as admin"
FORGET = "import sys; from db import keyring_store; keyring_store.forget(sys.argv[1])"
STEPS = dict(USES)


class Machine:
    """A computer with one data folder; the keyring is the session's."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, words: str, *typed: str, password: str = FIRST) -> tuple[int, dict]:
        """One command line, with what is typed; exit code and document."""
        command = [sys.executable, "-m", "app", "--data", str(self.data), "--json", *words.split()]
        environment = {**os.environ, "STATIONDESK_PASSWORD": password}
        done = subprocess.run(command, input="\n".join(typed) + "\n", env=environment, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    def looks(self, password: str = FIRST) -> str:
        """What a look at the station answers: "ok", or the code of the refusal."""
        code, answer = self.run(LOOK, password=password)
        return "ok" if code == 0 and answer["ok"] else answer["error"]["code"]

    def lose_key(self) -> None:
        """The keyring is gone."""
        key_id = json.loads((self.data / "station.key").read_text(encoding="utf-8"))["key_id"]
        subprocess.run([sys.executable, "-c", FORGET, key_id], check=True)


def said(title: str, **places: str) -> list[str]:
    """The commands of a use of the sheet in their order, its places filled in."""
    words = [found[1].strip() for step in STEPS[title] if (found := re.search(r"stationdesk ([^，]+)", step))]
    for place, value in places.items():
        words = [line.replace(place, value) for line in words]
    return words


def lost_keyring(home: Machine, code: str) -> list[object]:
    home.lose_key()
    locked = home.looks()
    (recover,) = said("密钥环丢失")
    return [locked, home.run(recover, code)[1]["in_keyring"], home.looks()]


def new_machine(home: Machine, there: Machine, code: str) -> list[object]:
    made = home.run(f"backup create --as admin --to {home.data.parent / 'stick'}")[1]["file"]
    home.lose_key()
    restore, recover = said("换了电脑", 备份文件=made, 数据文件夹=str(there.data))
    restored = there.run(restore, code)[1]["to"]
    return [home.looks(), restored == str(there.data), there.looks(), there.run(recover, code.lower())[1]["in_keyring"], there.looks()]


def forgotten_password(home: Machine, code: str) -> list[object]:
    (reset,) = said("站长或管理员忘了口令", 账号="admin")
    must_change = home.run(reset, code, FRESH)[1]["must_change"]
    changed, _ = home.run("officer password admin --as admin --password-stdin", OWN, password=FRESH)
    return [must_change, home.looks(), changed, home.looks(OWN)]


def main(folder: Path) -> None:
    """All of it, one after the other."""
    home, there = Machine(folder / "home"), Machine(folder / "there")
    code = home.run(INIT, FIRST)[1]["recovery_code"]
    answer = {
        "before": home.looks(),
        "lost_keyring": lost_keyring(home, code),
        "new_machine": new_machine(home, there, code),
        "forgotten_password": forgotten_password(there, code),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
