"""Try the program as it is installed: `python -m installer.smoke`.

Builds the wheel from a copy of the sources, installs it into an environment of its own (the locked packages are seen from this one,
nothing is fetched), and uses it from an empty folder. What is missing from the wheel shows here and not at a station.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "ui", "db", "printing", "exporters")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.stamp", "*.part")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command of the smoke test; when it fails, so does the test, with what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STATIONDESK", "COV_"))}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(work: Path) -> Path:
    """Build the wheel from a copy, since setuptools keeps old files in a build folder beside the source."""
    source = work / "source"
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for unwanted in ("tests", "installer"):
        (source / unwanted).mkdir()
        (source / unwanted / "__init__.py").touch()
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    )
    run(*pip, "--wheel-dir", work, source, cwd=work)
    (wheel,) = work.glob("*.whl")
    return wheel


def wanted_files() -> set[str]:
    """Return every file of the rooms that a station needs: code, migrations, definitions, faces, tables, the voice."""
    kinds = {".py", ".toml", ".bin", ".ttf", ".mako", ".wav"}
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in kinds)
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def check_contents(wheel: Path) -> None:
    """Refuse a wheel that lacks a file or holds what is none of the program."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    foreign = {name for name in names if name.split("/")[0] not in ROOMS and ".dist-info/" not in name}
    missing = wanted_files() - names
    if foreign or missing:
        raise SystemExit(f"The wheel lacks {sorted(missing)} and should not hold {sorted(foreign)}")


def install(wheel: Path, work: Path) -> Path:
    """Install into an environment of its own and return the folder of its commands."""
    home = work / "venv"
    venv.create(home, with_pip=False)
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    python = commands / "python"
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=work).strip())
    (packages / "locked.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=work)
    return commands


def use(commands: Path, work: Path) -> None:
    """Open a practice station with the installed program and let it look itself over."""
    empty = work / "elsewhere"
    empty.mkdir()
    found = run(commands / "python", "-c", "import app; print(app.__file__)", cwd=empty)
    if not Path(found).is_relative_to(work):
        raise SystemExit(f"The working copy was tried instead of the wheel: {found}")
    program = (commands / "stationdesk", "--data", work / "data", "--json")
    run(commands / "stationdesk", "--version", cwd=empty)
    run(*program, "init", "--name", "松涛社区", "--code", "232701001", "--region", "232701", "--practice", cwd=empty)
    run(*program, "doctor", cwd=empty)
    if list(empty.iterdir()):
        raise SystemExit("The program wrote into the folder it was started in")


def main() -> int:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = build(work)
        check_contents(wheel)
        use(install(wheel, work), work)
        print(f"{wheel.name}: installs and works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
