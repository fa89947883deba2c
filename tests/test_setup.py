"""Set-up's script on machines that lack something: what is installed, what is named, and where it goes on."""

import re
import shutil
import subprocess
from pathlib import Path

import PyQt6
import pytest

from installer import checks, run


def script(path: Path, lines: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/sh\n" + lines)
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The programs of a machine that has no library, no Python and no right to install, beside a copy of set-up."""
    programs, setup = tmp_path / "bin", Path(run.__file__).with_name("setup.sh")
    programs.mkdir()
    for name in ("bash", "cat", "dirname", "grep", "paste", "touch", "uname"):
        (programs / name).symlink_to(str(shutil.which(name)))
    script(programs / "ldconfig", 'cat "$0.known" 2>/dev/null; true')
    script(programs / "id", "echo 1000")
    script(tmp_path / "installer" / "setup.sh", "")
    shutil.copy(setup, tmp_path / "installer")
    return programs


PYTHON = 'case "$*" in *"venv --clear"*) exit 7;; *-c*) exit 0;; *) echo Python 3.12.3;; esac'
"""Passes for a whole Python; set-up ends with 7 when it begins to make its environment."""


def set_up(programs: Path, *words: str) -> tuple[int, list[str]]:
    """The exit code of set-up on that machine and its lines, errors too."""
    done = subprocess.run(
        [programs.parent / "installer" / "setup.sh", *words],
        env={"PATH": str(programs)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def apt(programs: Path, installing: str) -> Path:
    """A package manager that root may use; the file that keeps what it is told."""
    script(programs / "id", "echo 0")
    script(programs / "apt-get", f'echo "$*" >>"$0.log"\ncase "$*" in *install*) {installing};; esac')
    return programs / "apt-get.log"


def test_who_may_not_install_is_told_all_packages_in_one_line(bare):
    code, lines = set_up(bare, "test")
    assert code == 1
    assert len(lines) == 2
    assert lines[0].startswith("Missing system packages, please install: python3 python3-venv libgl1 libegl1 ")
    assert set(lines[0].split()) >= {"libglib2.0-0", "libcups2", "libusb-1.0-0", "poppler-utils", "libreoffice-calc-nogui", "gnome-keyring"}
    assert "poppler-utils" not in set_up(bare, "run")[1][0]


def test_set_up_goes_on_without_libraries(bare):
    script(bare / "python3", PYTHON)
    code, lines = set_up(bare)
    assert code == 7
    assert lines[0].startswith("Missing system packages, please install: libgl1 ")
    assert lines[1:] == ["Making .venv with Python 3.12.3"]
    assert set_up(bare, "missing") == (0, [lines[0].removeprefix("Missing system packages, please install: ")])


def test_a_python_without_its_part_venv_is_told_apart(bare):
    script(bare / "python3", 'case "$*" in *ensurepip*) exit 1;; esac')
    assert set_up(bare)[1][0].startswith("Missing system packages, please install: python3-venv libgl1 ")


def test_root_gets_everything_in_one_installation(bare):
    script(bare / "whole", PYTHON)
    names = re.findall(r"\S+\.so\.\d+", Path(run.__file__).with_name("setup.sh").read_text(encoding="utf-8"))
    (bare / "all").write_text("".join(f"\t{name} (libc6) => /lib/{name}\n" for name in names))
    told = apt(bare, f'cat "{bare}/whole" >"{bare}/python3"; cat "{bare}/all" >"{bare}/ldconfig.known"; chmod 755 "{bare}/python3"')
    (bare / "chmod").symlink_to(str(shutil.which("chmod")))
    code, lines = set_up(bare)
    assert (code, lines[1:]) == (7, ["Making .venv with Python 3.12.3"])
    assert lines[0].startswith("Installing python3 python3-venv libgl1 ")
    update, install = told.read_text(encoding="utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith(lines[0].removeprefix("Installing "))


def test_what_could_not_be_installed_is_named(bare):
    apt(bare, "echo E: no network >&2; exit 100")
    code, lines = set_up(bare)
    assert code == 1
    assert lines[0].removeprefix("Installing ") == lines[2].removeprefix("Missing system packages, please install: ")


@pytest.fixture
def without_qt(monkeypatch, tmp_path) -> Path:
    """A working copy whose windows cannot be imported."""
    script(tmp_path / "ui" / "screens.py", "raise ImportError('libGL.so.1: cannot open shared object file')")
    script(tmp_path / "installer" / "setup.sh", "echo libgl1 libegl1")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    return tmp_path


NO_QT = ["ImportError: libGL.so.1: cannot open shared object file", "Missing system packages, please install: libgl1 libegl1"]


def test_where_qt_does_not_load_the_day_runs_and_the_packages_are_named_last(without_qt, monkeypatch, capsys):
    ran: list[str] = []
    monkeypatch.setattr(run, "OUT", without_qt / "out")
    monkeypatch.setattr(run.sys, "argv", ["run"])
    for part in ("practice_station", "day", "screens"):
        monkeypatch.setattr(run, part, lambda part=part: ran.append(part))
    assert run.main() == 1
    assert ran == ["practice_station", "day"]
    assert capsys.readouterr().out.splitlines() == [f"No pictures and no desk here, only the files above: {NO_QT[0]}", NO_QT[1]]


def test_where_qt_does_not_load_the_other_checks_run_and_the_packages_are_named_last(without_qt, monkeypatch, capsys):
    ran: list[str] = []
    monkeypatch.setattr(checks, "passes", lambda name, _command: ran.append(name) or True)
    assert checks.main([]) == 1
    assert ran == list(checks.STEPS)
    said = capsys.readouterr()
    assert (said.out.splitlines(), said.err) == ([f"No tests here: {NO_QT[0]}", NO_QT[1]], "Failed: tests\n")


QT = Path(PyQt6.__file__).parent
PLUGINS = (
    "platforms/libqxcb",
    "platforms/libqwayland-generic",
    "platforms/libqoffscreen",
    "multimedia/libffmpegmediaplugin",
    "printsupport/*",
)
COME_ALONG = """
libX11-xcb.so.1 libX11.so.6 libXext.so.6 libc.so.6 libdl.so.2 libfreetype.so.6 libgcc_s.so.1 libgssapi_krb5.so.2 libgthread-2.0.so.0
libm.so.6 libpthread.so.0 libresolv.so.2 librt.so.1 libstdc++.so.6 libwayland-client.so.0 libxcb-image.so.0 libxcb-randr.so.0
libxcb-render-util.so.0 libxcb-render.so.0 libxcb-shm.so.0 libxcb-sync.so.1 libxcb-util.so.1 libxcb-xfixes.so.0 libxcb-xkb.so.1
libxcb.so.1 libz.so.1 libzstd.so.1
"""
"""What every Debian and Ubuntu has, or what the packages that set-up names bring with them."""


def loaded_by(file: Path) -> set[str]:
    """The names of libraries in a library: what the linker loads with it, or itself later."""
    return {name.decode() for name in re.findall(rb"\0(lib[\w.+-]+\.so\.\d+)(?=\0)", file.read_bytes())}


def test_set_up_names_every_library_that_qt_loads_for_this_program():
    """Where QtPdf found no libatomic the desk showed no paper, and without libXrandr Qt had no sound."""
    rooms = [path.read_text(encoding="utf-8") for path in (run.ROOT / "ui").rglob("*.py")]
    modules = {name for text in rooms for name in re.findall(r"PyQt6\.(Qt[A-Za-z]+)", text)}
    files = [QT / f"{name}.abi3.so" for name in modules - {"QtTextToSpeech"}]
    files += [file for plugin in PLUGINS for file in (QT / "Qt6" / "plugins").glob(f"{plugin}.so")]
    assert {"QtPdf", "QtMultimedia"} <= modules
    assert len(files) >= len(PLUGINS) + 7
    outside: set[str] = set()
    walked: set[str] = set()
    while files:
        for name in loaded_by(files.pop()) - walked:
            walked.add(name)
            if (own := QT / "Qt6" / "lib" / name).exists():
                files += [own] if name.startswith("libQt6") else []
            else:
                outside.add(name)
    named = set(re.findall(r"(lib[\w.+-]+\.so\.\d+)=", (run.ROOT / "installer" / "setup.sh").read_text(encoding="utf-8")))
    assert sorted(outside - set(COME_ALONG.split()) - named) == []
    assert {"libatomic.so.1", "libXrandr.so.2"} <= outside
