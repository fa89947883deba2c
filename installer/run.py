"""The practice run: `python -m installer.run`, called by `make run`.

Makes a practice station in .run/ with a realistic past (kept for next time; FRESH=1 starts over), leaves the day's papers, the quarter's
workbook and pictures of the screens in out/, and opens the desk where there is a screen.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".run"
OUT = ROOT / "out"
STATION = ["--name", "松涛社区", "--code", "232701001", "--region", "232701", "--practice"]
PAST = ["--people", "2000", "--months", "18", "--seed", "1"]
READY = DATA / "practice-ready"
"""Stands when the past is complete: an interrupted first run starts over."""


def stationdesk(*words: str) -> dict[str, object]:
    """Run one word of the command line on the practice station; its failure ends the run with its sentence."""
    command = [sys.executable, "-m", "app", "--data", str(DATA), "--json", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"stationdesk {' '.join(words)}: {done.stdout.strip() or 'failed'}")
    return json.loads(done.stdout)


def practice_station() -> None:
    """Make the practice station and its past unless they are there; one made by an older program is upgraded."""
    if os.environ.get("FRESH") == "1" or not READY.exists():
        shutil.rmtree(DATA, ignore_errors=True)
    if not READY.exists():
        print("Making a practice station in .run/", flush=True)
        stationdesk("init", *STATION)
        stationdesk("demo", *PAST)
        READY.touch()
    stationdesk("db", "upgrade")


def undrawable() -> str:
    """Why no page can be drawn, with the packages to install; empty where Qt loads."""
    tried = subprocess.run([sys.executable, "-c", "import ui.screens"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tried.returncode == 0:
        return ""
    missing = subprocess.run([ROOT / "installer" / "setup.sh", "missing"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    return f"{tried.stderr.strip().splitlines()[-1]}\nMissing system packages, please install: {missing}"


def has_screen() -> bool:
    """Tell whether a window can open: tried in a child, since Qt aborts the process on a dead display."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    probe = "from PyQt6.QtWidgets import QApplication; import sys; sys.exit(QApplication([]).primaryScreen() is None)"
    try:
        tried = subprocess.run([sys.executable, "-c", probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


def day() -> None:
    """Play one working day through the services: papers and the quarter's workbook into out/."""
    print("Running one working day", flush=True)
    done = stationdesk("day", "--out", str(OUT))
    for step in done["steps"]:
        print(f"  {'ok ' if step['ok'] else 'NOT'} {step['name']}")


def scene(folder: Path) -> None:
    """A copy of the practice station in the middle of a working afternoon: the pictures show work, whatever the machine's clock says."""
    from app.domain.clock import business_date, machine_clock
    from app.services import calendars

    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("logs", "backups"))
    day = calendars.of_program().last_working_before(business_date(machine_clock()))
    base = [sys.executable, "-m", "app", "--data", str(folder), "--json"]
    people = [case["person"] for case in stationdesk("case", "list", "--limit", "4")["cases"]]
    takes = [f"queue take --line A --person {person}" for person in people]
    takes[2:2] = ["queue take --line B", "queue take --line C"]
    calls = ["queue call --counter 1 --finish --as clerk1", "queue call --counter 2 --finish --as clerk2"]
    lines = [*takes, *calls, "queue take --line A --priority elderly"]
    booked = zip(people[2:], ("14:30 --line C --item ZYZD", "15:00 --line A --item ZCZX --note 第二次来，带齐材料"), strict=False)
    before = calendars.of_program().last_working_before(day)
    timed = "".join(f"appointment make --person {person} --at {day}T{what} --now {before}T10:00\n" for person, what in booked)
    timed += "".join(f"{line} --now {day}T{14 + at // 60}:{at % 60:02}\n" for at, line in enumerate(lines))
    played = subprocess.run([*base, "batch"], cwd=ROOT, input=timed, text=True, check=True, stdout=subprocess.PIPE)
    if any("error" in json.loads(line) for line in played.stdout.splitlines()):
        raise SystemExit(f"the scene of the pictures failed:\n{played.stdout}")


def screens() -> None:
    """Draw every page into out/screens/, without a screen."""
    print("Drawing the screens", flush=True)
    with tempfile.TemporaryDirectory(prefix="stationdesk-") as scratch:
        scene(Path(scratch) / "station")
        command = [sys.executable, "-m", "ui.screens", "--data", str(Path(scratch) / "station"), "--out", str(OUT / "screens")]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=True, stdout=subprocess.DEVNULL)


def show_files() -> None:
    """Print where everything lies."""
    for path in sorted(path for path in OUT.rglob("*") if path.is_file()):
        print(path.relative_to(ROOT), flush=True)


def main() -> int:
    """Leave everything in out/, then open the desk if somebody can see it."""
    parser = argparse.ArgumentParser(prog="python -m installer.run", description="the practice run")
    parser.add_argument("--only", choices=["day", "screens"], help="do this part and open nothing")
    only = parser.parse_args().only
    OUT.mkdir(exist_ok=True)
    practice_station()
    if only != "screens":
        day()
    blind = "" if only == "day" else undrawable()
    if only != "day" and not blind:
        screens()
    show_files()
    if blind:
        print(f"No pictures and no desk here, only the files above: {blind}")
        return 1
    if only:
        return 0
    if not has_screen():
        print("No screen here: the day ran without one, its results are the files above.")
        return 0
    return subprocess.run([sys.executable, "-m", "app", "--data", str(DATA)], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
