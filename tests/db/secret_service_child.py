"""Run inside a session of its own with a real Secret Service: the three recoveries on a real station; prints what happened as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed
from app.services import backups, officers, recovery, stations
from app.settings import Settings
from db import keyring_store, keys

NOW = parse_moment("2026-10-09T09:00")
FORM = stations.StationForm(name="松涛社区", code="232701001", region="232701")


def refusal(act):
    """The code of the refusal, or None when the act goes through."""
    try:
        act()
    except NotAllowed as error:
        return error.code
    return None


def lost_keyring(home: Settings, code: str) -> list[object]:
    """Forget the key; recover with the code; open."""
    keyring_store.forget(keys.read_key_file(home.key_path)["key_id"])
    locked = refusal(lambda: stations.open_station(home))
    recovered = recovery.recover(home, NOW, code)
    stations.open_station(home).close()
    return [locked, recovered.in_keyring]


def new_machine(home: Settings, there: Settings, code: str) -> list[object]:
    """Restore the backup with the code; recover with the code; open."""
    db = stations.open_station(home)
    made = backups.create(db, stations.actors(db)["admin"], NOW, home)
    db.close()
    keyring_store.forget(keys.read_key_file(home.key_path)["key_id"])
    locked = refusal(lambda: backups.restore(made.file, there.data))
    backups.restore(made.file, there.data, recovery_code=code)
    recovered = recovery.recover(there, NOW, code)
    stations.open_station(there).close()
    return [locked, recovered.in_keyring]


def forgotten_password(home: Settings, code: str) -> list[object]:
    """Set a new password with the code; log in with it."""
    recovery.new_password(home, NOW, code, "admin", "Fresh-2026")
    db = stations.open_station(home)
    wrong = refusal(lambda: officers.log_in(db, "admin", "first-2026", NOW))
    actor = officers.log_in(db, "admin", "Fresh-2026", NOW)
    db.close()
    return [wrong, actor.login]


def main(folder: Path) -> None:
    """All of it, one after the other."""
    import keyring

    home, there = Settings(folder / "home"), Settings(folder / "there")
    made = stations.init(home, FORM, NOW, admin_password="first-2026")
    made.db.close()
    answer = {
        "backend": keyring.get_keyring().__class__.__module__,
        "loaded": sorted(name for name in sys.modules if name.startswith("keyring.backends.")),
        "in_keyring": made.in_keyring,
        "lost_keyring": lost_keyring(home, made.recovery_code),
        "new_machine": new_machine(home, there, made.recovery_code.lower()),
        "forgotten_password": forgotten_password(there, made.recovery_code),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
