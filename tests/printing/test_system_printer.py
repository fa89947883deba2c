"""A real print service: cupsd with a folder and a device of its own, which keeps what it is sent."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import Surroundings
from app.services import doctor
from printing import render, system_printer
from tests.printing import samples

FILES = """\
ServerRoot {0}
RequestRoot {0}/spool
TempDir {0}/tmp
StateDir {0}
CacheDir {0}/cache
AccessLog stderr
ErrorLog {0}/log
PageLog {0}/pages
ServerBin {0}/bin
SystemGroup root
"""
SERVER = """\
Listen {0}/sock
<Location />
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
DEVICE = '#!/bin/sh\n[ $# = 0 ] || cat "${{6:-/dev/stdin}}" >{0}/out\n'


@pytest.fixture
def service(monkeypatch) -> Iterator[Path]:
    """A folder of cupsd, with the printer ``slip`` that writes to ``out`` and ``shut`` that takes nothing."""
    if not shutil.which("cupsd", path=os.environ["PATH"] + ":/usr/sbin") or not shutil.which("lp"):
        pytest.skip("CUPS cannot start here: cups-daemon or cups-client is not installed")
    folder = Path(tempfile.mkdtemp(prefix="stationdesk-cups-"))  # the path of a socket must be short
    folder.chmod(0o755)
    (folder / "files.conf").write_text(FILES.format(folder))
    (folder / "cupsd.conf").write_text(SERVER.format(folder))
    for name in ("spool", "tmp", "cache", "bin/backend"):
        (folder / name).mkdir(parents=True)
    (folder / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
    (folder / "bin/backend/keep").write_text(DEVICE.format(folder))
    (folder / "bin/backend/keep").chmod(0o755)
    (folder / "out").touch()
    (folder / "out").chmod(0o666)
    daemon = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", folder / "cupsd.conf", "-s", folder / "files.conf"], stderr=subprocess.DEVNULL
    )
    monkeypatch.setenv("CUPS_SERVER", str(folder / "sock"))
    yield _ready(folder)
    daemon.terminate()
    daemon.wait(10)
    shutil.rmtree(folder)


def _ready(folder: Path) -> Path:
    until = time.monotonic() + 20
    while subprocess.run(["lpstat", "-r"], capture_output=True, check=False).stdout.strip() != b"scheduler is running":
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.05)
    for name in ("slip", "shut"):
        subprocess.run(["/usr/sbin/lpadmin", "-p", name, "-E", "-v", "keep:/"], check=True, capture_output=True)
    subprocess.run(["/usr/sbin/cupsreject", "shut"], check=True, capture_output=True)
    return folder


def test_a_pdf_reaches_the_printer_of_that_name_and_a_printer_that_takes_nothing_is_told(service):
    assert doctor.printer_names() == ("shut", "slip")
    pdf = render(samples.ticket()).pdf
    system_printer.send(pdf, "slip")
    until = time.monotonic() + 20
    while (service / "out").stat().st_size < len(pdf):
        assert time.monotonic() < until, (service / "log").read_text()
        time.sleep(0.05)
    assert (service / "out").read_bytes() == pdf
    for name in ("shut", "nobody"):
        with pytest.raises(Surroundings) as problem:
            system_printer.send(pdf, name)
        assert (problem.value.code, problem.value.params) == ("printer.refused", {"address": name})


def test_a_machine_without_a_print_service_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Surroundings) as problem:
        system_printer.send(b"%PDF", "slip")
    assert problem.value.code == "printer.no_service"
