"""Calls are said one after the other, repeated, muted; a machine that cannot speak says so once; and no window ever waits for its sound."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from app.domain.voice import call_pieces
from app.services.voice_clips import RATE, Clips
from app.texts.voice import SILENT
from tests.ui.conftest import PATIENCE
from ui.display.launch import hand_over
from ui.voice import Call, Caller, process
from ui.voice.child import SystemVoice
from ui.voice.process import PlayerProcess

BRIEF = "{ticket}{counter}"


class Listener(QObject):
    """Takes calls; the test says when each has ended."""

    ended = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Call] = []
        self.stops = 0

    def play(self, call: Call) -> None:
        self.heard.append(call)

    def stop(self) -> None:
        self.stops += 1


@pytest.fixture
def listener(qapp) -> Listener:
    return Listener()


@pytest.fixture
def caller(settings, listener) -> Caller:
    return Caller(settings, listener)


def said(listener: Listener) -> list[tuple[str, int]]:
    return [(call.ticket, call.counter) for call in listener.heard]


def test_a_call_waits_until_the_one_before_was_spoken(caller, listener):
    spoken = []
    caller.spoken.connect(lambda *call: spoken.append(call))
    for number in (1, 2, 3):
        caller.say(f"A00{number}", number)
    assert said(listener) == [("A001", 1)]
    listener.ended.emit("")
    listener.ended.emit("")
    listener.ended.emit("")
    assert said(listener) == spoken == [("A001", 1), ("A002", 2), ("A003", 3)]


def test_a_recall_says_it_again_and_a_counters_newer_call_makes_the_waiting_one_outdated(caller, listener):
    caller.say("A001", 1)
    caller.say("A002", 2)
    caller.say("A001", 1)
    caller.say("A004", 2)
    for _ in range(3):
        listener.ended.emit("")
    assert said(listener) == [("A001", 1), ("A001", 1), ("A004", 2)]


def test_volume_repeat_wording_and_own_pieces_come_from_the_machines_settings_and_can_be_changed(settings, listener):
    wording = "{ticket}号请到{counter}号柜台"
    caller = Caller(replace(settings, voice="system", voice_volume=35, voice_repeat=3, voice_wording=wording), listener)
    caller.say("A001", 1)
    assert listener.heard == [Call("A001", 1, "system", 35, 3, wording, str(settings.own_voice))]
    caller.volume, caller.repeat = 140, 0
    assert (caller.volume, caller.repeat) == (100, 1)
    listener.ended.emit("")
    caller.say("A002", 1)
    assert (listener.heard[1].volume, listener.heard[1].repeat) == (100, 1)


def test_a_muted_voice_stops_at_once_and_says_nothing_later(caller, listener):
    caller.say("A001", 1)
    caller.say("A002", 2)
    caller.muted = True
    assert listener.stops == 1
    caller.say("A003", 3)
    caller.muted = False
    assert said(listener) == [("A001", 1)]
    caller.say("A004", 4)
    assert said(listener) == [("A001", 1), ("A004", 4)]


def test_a_voice_that_is_off_says_nothing(settings, listener):
    caller = Caller(replace(settings, voice="off"), listener)
    caller.say("A001", 1)
    assert caller.muted
    assert listener.heard == []


def test_silence_is_told_once_and_again_only_after_something_was_heard(caller, listener):
    told = []
    caller.silent.connect(told.append)
    for reason in ("no_device", "no_device", "stuck", "", "stuck"):
        caller.say("A001", 1)
        listener.ended.emit(reason)
    assert told == [SILENT["no_device"], SILENT["stuck"]]


def test_a_wording_there_are_no_pieces_for_is_told_and_the_usual_one_said(settings, listener):
    told = []
    caller = Caller(replace(settings, voice_wording="欢迎{ticket}"), listener)
    caller.silent.connect(told.append)
    caller.say("A001", 1)
    caller.say("A002", 2)
    assert len(told) == 1
    assert "叫号用语" in told[0]
    assert listener.heard[0].wording == "请{ticket}号到{counter}号窗口"


# ---- the playing process


@pytest.fixture
def player(qtbot, monkeypatch) -> Iterator[PlayerProcess]:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere/pulse")
    made = PlayerProcess()
    yield made
    made.stop()


def call(settings, ticket: str = "A012", **more) -> Call:
    return Call(ticket, 1, own=str(settings.own_voice), **more)


def test_a_machine_without_sound_says_so_once_and_goes_on(qtbot, settings, player):
    caller, told = Caller(settings, player), []
    caller.silent.connect(told.append)
    with qtbot.waitSignals([player.ended] * 2):
        caller.say("A001", 1)
        caller.say("A002", 2)
    assert told == [SILENT["no_device"]]


def test_a_system_without_a_mandarin_voice_falls_back_to_the_pieces(qtbot, settings, player):
    with qtbot.waitSignal(player.ended) as ended:
        player.play(call(settings, voice="system"))
    assert ended.args == ["no_device"]  # the pieces ask for a device; the speech of a system without voices would say nothing


def test_a_process_that_dies_is_told_and_the_next_call_starts_another(qtbot, settings, player):
    player.play(call(settings))
    with qtbot.waitSignal(player.ended) as ended:
        player._child.kill()
    assert ended.args == ["failed"]
    with qtbot.waitSignal(player.ended) as ended:
        player.play(call(settings))
    assert ended.args == ["no_device"]


def test_a_sound_server_that_never_answers_holds_no_window_up(qtbot, settings, monkeypatch):
    """In the window's own process this stood still for half a minute."""
    monkeypatch.setattr(process, "BEGIN_PATIENCE", 2000)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("PULSE_SERVER", f"tcp:127.0.0.1:{deaf.getsockname()[1]}")
        player, beats, clock = PlayerProcess(), [time.monotonic()], QTimer()
        clock.timeout.connect(lambda: beats.append(time.monotonic()))
        clock.start(5)
        with qtbot.waitSignal(player.ended) as ended:
            player.play(call(settings))
        clock.stop()
        player.stop()
    assert ended.args == ["stuck"]
    assert len(beats) > 20  # a window that waited for the server would have beaten before and after
    assert max(after - before for before, after in zip(beats, beats[1:], strict=False)) < process.BEGIN_PATIENCE / 1000


@pytest.fixture
def hall(monkeypatch) -> Iterator[Path]:
    """A real sound server with a loudspeaker that nobody hears; what it plays is recorded into the file."""
    if not shutil.which("pulseaudio") or not shutil.which("parec"):
        pytest.skip("PulseAudio cannot start here: pulseaudio or pulseaudio-utils is not installed")
    folder = Path(tempfile.mkdtemp(prefix="stationdesk-pulse-"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/sock")
    modules = [
        f"module-native-protocol-unix socket={folder}/sock auth-anonymous=1",
        f"module-null-sink sink_name=hall rate={RATE} channels=1",
    ]
    options = ["-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes"]
    home = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    server = subprocess.Popen(["pulseaudio", *options, *(f"--load={m}" for m in modules)], env=home, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE / 1000
    while subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode:
        assert time.monotonic() < until
        time.sleep(0.05)
    with (folder / "heard").open("wb") as heard:
        form = ["--device=hall.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le", "--latency-msec=50"]
        ear = subprocess.Popen(["parec", *form], stdout=heard)
        yield folder / "heard"
        ear.terminate()
        ear.wait(10)
    server.terminate()
    server.wait(10)
    shutil.rmtree(folder)


def heard_in(file: Path) -> array[int]:
    return array("h", (data := file.read_bytes())[: len(data) // 2 * 2])


def loud(samples: array[int], least: int) -> list[int]:
    return [place for place, sample in enumerate(samples) if abs(sample) > least]


def fell_silent(heard: array[int]) -> bool:
    """Whether something was heard, and nothing for a second since."""
    return bool(found := loud(heard, 150)) and found[-1] < len(heard) - RATE


def test_a_hall_hears_the_whole_call_as_loud_as_set(qtbot, settings, hall):
    player = PlayerProcess()
    with qtbot.waitSignal(player.ended) as ended:
        player.play(call(settings, volume=50, wording=BRIEF))
    player.stop()
    assert ended.args == [""]
    wanted = array("h", Clips().call(call_pieces("A012", 1, BRIEF))[44:])
    qtbot.waitUntil(lambda: fell_silent(heard_in(hall)))
    heard = heard_in(hall)
    # counted, not measured from first to last: on a busy machine the server fills gaps with silence
    assert abs(len(loud(heard, 150)) / len(loud(wanted, 300)) - 1) < 0.05
    assert abs(max(map(abs, heard)) / max(map(abs, wanted)) - 0.5) < 0.02


# ---- a voice of the system, by choice


class Speech(QObject):
    """The speech of a system that offers some languages."""

    stateChanged = pyqtSignal(object)  # noqa: N815 - as Qt calls it

    def __init__(self, *languages: str) -> None:
        super().__init__()
        self._languages, self.done = languages, []

    def availableLocales(self):
        return [SimpleNamespace(name=lambda name=name: name) for name in self._languages]

    def setLocale(self, locale):
        self.done.append(locale.name())

    def setVolume(self, volume):
        self.done.append(volume)

    def say(self, text):
        self.done.append(text)
        self.stateChanged.emit(SimpleNamespace(name="Speaking"))


def test_a_system_voice_is_taken_only_where_it_speaks_mandarin(qapp):
    assert SystemVoice.found(Speech("en_US", "zh_HK")) is None
    speech, ended = Speech("en_US", "zh_CN"), []
    found = SystemVoice.found(speech)
    found.ended.connect(ended.append)
    order = json.loads('{"ticket": "A012", "counter": 12, "volume": 40, "repeat": 2, "wording": "请{ticket}号到{counter}号窗口"}')
    assert found.play(order) > 0
    assert speech.done == ["zh_CN", 0.4, "请A零一二号到十二号窗口。请A零一二号到十二号窗口"]
    assert ended == []
    speech.stateChanged.emit(SimpleNamespace(name="Ready"))
    speech.stateChanged.emit(SimpleNamespace(name="Ready"))
    assert ended == [""]


def test_a_screen_that_cannot_be_heard_leaves_the_word_to_others_and_takes_it_back_when_it_is(qtbot, caller, listener):
    link, screen = SimpleNamespace(wants_to_speak=True), SimpleNamespace(tries=False)
    hand_over(caller, link, screen)
    caller.say("A001", 1)
    listener.ended.emit("no_device")
    assert (link.wants_to_speak, screen.tries) == (False, True)
    caller.say("A002", 1)
    listener.ended.emit("")
    assert (link.wants_to_speak, screen.tries) == (True, False)
