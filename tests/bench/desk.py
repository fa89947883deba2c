"""The desk beside a bare main window: painted and taking keys, Today filled, the longest stall between; the key from a real keyring."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.places import KEY, make
from tests.bench.report import Line, limit_line, missing, ratio_line

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "ui", "db", "printing", "exporters")
TURNS = 7
UNLOCKED = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" "$@"'


def measure(folder: Path) -> list[Line]:
    """In a session of its own with the keyring daemon that a desktop runs, where there is one."""
    _compile()
    real = bool(shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session"))
    data = folder / "station"
    make(data, people=2000, months=18, practice_key=not real).close()
    words = [sys.executable, "-m", "tests.bench.desk", str(data), "keyring" if real else "file"]
    command = ["dbus-run-session", "--", "sh", "-c", UNLOCKED, *words] if real else words
    away = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "share"), "XDG_RUNTIME_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name not in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")}
    done = subprocess.run(command, cwd=ROOT, env=kept | away, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        return [missing("the desk", done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")]
    return _lines(json.loads(done.stdout.splitlines()[-1]), "keyring" if real else "key file (no keyring here)")


def _compile() -> None:
    """The byte code as set-up leaves it: a start that compiles the program first measures the compiler."""
    for room in ROOMS:
        compileall.compile_dir(ROOT / room, quiet=1)


def _lines(found: dict[str, Any], key: str) -> list[Line]:
    bare, desk = found["bare"], found["desk"]
    return [
        ratio_line("shell painted and taking keys, from the start of the process", desk["keys"], bare["keys"], 3),
        ratio_line(f"Today filled ({int(desk['lines'])} lines), key from the {key}", desk["filled"], bare["keys"], 12),
        limit_line("longest stall of the event loop between the two", desk["stall"], "ms", 50),
    ]


def main(data: Path, source: str) -> None:
    """Inside the session: keep the key, then start both in turns; prints the medians as JSON."""
    if source == "keyring":
        from db import keyring_store

        assert keyring_store.store(KEY.key_id, KEY.data_key), "the keyring took no key"
    starts: dict[str, list[dict[str, float]]] = {"bare": [], "desk": []}
    for turn in range(TURNS + 1):
        for kind, words in (("bare", ["bare"]), ("desk", ["desk", str(data)])):
            answer = _start(words)
            if turn:  # the first turn fills the caches of the disk
                starts[kind].append(answer)
    medians = {kind: {name: statistics.median(one[name] for one in seen) for name in seen[0]} for kind, seen in starts.items()}
    sys.stdout.write(json.dumps(medians) + "\n")


def _start(words: list[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.desk_child", *words]
    environment = os.environ | {"BENCH_BEGAN": repr(time.monotonic()), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
