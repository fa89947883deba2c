"""What every test stands on: no screen, no logged warning, no silent skip where everything is installed."""

import gc
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports PyQt6: a dead DISPLAY aborts the process

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("steady")

MEMORY = "/dev/shm"


def roomy(folder: str) -> bool:
    """Whether scratch files may lie there: 2 GiB free, and a virtual environment can run from it."""
    if not os.access(folder, os.W_OK):
        return False
    return shutil.disk_usage(folder).free >= 2 << 30 and not os.statvfs(folder).f_flag & os.ST_NOEXEC


# Two thirds of the tests' time went by waiting for the disk: every commit of every test is durable.
if "TMPDIR" not in os.environ and roomy(MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = MEMORY

pytest_plugins = ["tests.dbfixtures"]

ABOVE_THE_DATABASES = ("e2e", "obligations", "services", "ui")
"""The folders of tests whose lines know no database: the run on SQLite measures them, the one on PostgreSQL need not again."""

CANNOT_START = "cannot start here"
"""The words in the reason of a skip for want of a real PostgreSQL, CUPS, WebDAV or keyring."""


@pytest.fixture(scope="session", autouse=True)
def no_station_of_the_machine() -> None:
    """Nothing in the surroundings names a station, a key or a password."""
    for name in [name for name in os.environ if name.startswith("STATIONDESK_") and name != "STATIONDESK_CI"]:
        del os.environ[name]


@pytest.fixture
def expected_warnings() -> set[str]:
    """Parts of warnings that this test provokes on purpose: add to it."""
    return set()


@pytest.fixture(autouse=True)
def no_warning_is_logged(caplog: pytest.LogCaptureFixture, expected_warnings: set[str]) -> Iterator[None]:
    yield
    logged = [entry for phase in ("setup", "call") for entry in caplog.get_records(phase) if entry.levelno >= logging.WARNING]
    surprising = [entry.getMessage() for entry in logged if not any(part in entry.getMessage() for part in expected_warnings)]
    assert not surprising, f"logged: {surprising}"


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def every_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the test with the machine set to each of three zones; business dates must not notice."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """One coverage a worker: the hook for child processes and pytest-cov's reading of the options have each begun one already.

    They would go on below the worker's own, and the pause of ``no_cover`` would only hand the measuring down to them.
    """
    if hasattr(session.config, "workerinput") and "coverage" in sys.modules:
        current = sys.modules["coverage"].Coverage.current
        while measuring := current():
            measuring.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The second database's runs of the same lines go unmeasured: measuring takes a third of their time."""
    for item in items:
        call = getattr(item, "callspec", None)
        if call and "postgresql" in call.params.values() and item.path.parent.name in ABOVE_THE_DATABASES:
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Generator[None, object, object]:
    """What a test that goes unmeasured stands on goes unmeasured too: its own fixtures and those of its module, not the run's."""
    plugin = request.config.pluginmanager.getplugin("_cov")
    controller = plugin.cov_controller if plugin and request.node.get_closest_marker("no_cover") else None
    if controller is None or not controller.started:
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.fixture(autouse=True)
def unmeasured_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child processes of a test that goes unmeasured are not measured either."""
    if request.node.get_closest_marker("no_cover"):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


def pytest_collection_finish() -> None:
    """The modules and thousands of tests of a worker stay to its end: the collector need not walk them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _skips(session_or_reporter: object) -> list[pytest.TestReport]:
    return getattr(session_or_reporter, "stats", {}).get("skipped", [])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where STATIONDESK_CI is set everything is installed, so a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("STATIONDESK_CI") and _skips(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what cannot start here and so was not tested against the real thing."""
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in _skips(terminalreporter) if isinstance(report.longrepr, tuple)
    }
    missing = sorted(reason for reason in reasons if CANNOT_START in reason)
    for reason in missing:
        terminalreporter.write_line(f"Not tested against the real thing: {reason}", yellow=True)
    if os.environ.get("STATIONDESK_CI") and reasons:
        terminalreporter.write_line(f"{len(reasons)} reasons to skip, and a skip is a failure here", red=True)
