"""The joined sound: all calls in a network that leads nowhere, the station's own pieces, and the pieces as set-up speaks them."""

from __future__ import annotations

import io
import math
import os
import shutil
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from app.domain.errors import Damaged
from app.domain.voice import PIECES, WORDS, call_pieces
from app.services import doctor, voice_clips
from app.services.voice_clips import RATE, Clips, seconds
from installer import build_voice

TONES = {"0": "35", "1": "55", "2": "51", "3": "55", "4": "51", "5": "214", "6": "51", "7": "55", "8": "55", "9": "214", "10": "35"}
TONES |= {"qing": "214", "hao": "51", "dao": "51"}


def tone(seconds: float, *, rate: int = RATE, channels: int = 1, width: int = 2, loud: int = 9000) -> bytes:
    """A recording as somebody may lay it in: a tone between two silences."""
    wave_of = [round(loud * math.sin(2 * math.pi * 440 * n / rate)) for n in range(round(seconds * rate))]
    samples = array("h", bytes(2 * round(0.2 * rate))) + array("h", wave_of) + array("h", bytes(2 * round(0.2 * rate)))
    target = io.BytesIO()
    with wave.open(target, "wb") as made:
        made.setparams((channels, width, rate, 0, "NONE", ""))
        made.writeframes(array("h", [s for s in samples for _ in range(channels)]).tobytes())
    return target.getvalue()


def samples(wav: bytes) -> array:
    with wave.open(io.BytesIO(wav)) as source:
        assert source.getparams()[:3] == (1, 2, RATE)
        return array("h", source.readframes(source.getnframes()))


CHILD = """
import socket, wave, io
from app.domain.queueing import ticket_code
from app.domain.voice import call_pieces
from app.services.voice_clips import Clips
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError as error:
    print("no route:", error.errno)
clips, calls, least, most = Clips(), 0, 1e9, 0.0
def play(wav):
    with wave.open(io.BytesIO(wav)) as sound:
        assert sound.getparams()[:3] == (1, 2, 22050)
        return sound.getnframes() / 22050
for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
    for number in range(1, 1000):
        counters = range(1, 21) if number == 999 else (number % 20 + 1,)
        for counter in counters:
            length = play(clips.call(call_pieces(ticket_code(letter, number), counter)))
            calls, least, most = calls + 1, min(least, length), max(most, length)
print(calls, 3 < least < most < 7)
"""


def test_all_numbers_and_counters_are_joined_and_played_to_nowhere_without_a_network():
    """In a network namespace of its own, without a route: the voice asks nobody."""
    alone = [
        "unshare",
        "--net",
        *([] if os.geteuid() == 0 else ["--map-root-user"]),
    ]  # root needs no user namespace, and a chroot allows none
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("a network namespace cannot start here: no unshare, or not allowed")
    done = subprocess.run([*alone, sys.executable, "-c", CHILD], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["no route: 101", f"{26 * (998 + 20)} True"], done.stderr


def test_a_call_is_its_pieces_with_short_silences_between_and_the_repeat_behind_a_longer_one():
    clips = Clips()
    pieces = call_pieces("A012", 1)
    single = {name: len(samples(clips.call((name,)))) for name in pieces}
    once = samples(clips.call(pieces))
    assert len(once) == sum(single[name] for name in pieces) + (len(pieces) - 1) * round(voice_clips.GAP * RATE)
    twice = samples(clips.call(pieces, 2))
    assert len(twice) == 2 * len(once) + round(voice_clips.PAUSE * RATE)
    assert twice[: len(once)] == once == twice[-len(once) :]
    assert clips.call(pieces, 2) is clips.call(pieces, 2)


@pytest.mark.parametrize("name", PIECES)
def test_every_piece_is_heard_and_is_a_syllable_or_two_long(name):
    found = samples(Clips().call((name,)))
    loudness = (sum(s * s for s in found) / len(found)) ** 0.5
    assert 3000 < loudness < 8000
    assert max(map(abs, found)) < 32_000
    assert 0.15 < len(found) / RATE < 1.0


def test_the_pieces_are_spoken_in_the_right_tones_and_come_out_the_same_each_time(tmp_path):
    speaker = build_voice.Speaker()
    assert {name: "".join(filter(str.isdigit, speaker.reading(PIECES[name]))) for name in TONES} == TONES
    assert {speaker.reading(text).count("214") for text in ("窗口", "办理")} == {1}
    build_voice.build(tmp_path)
    ours = Path(voice_clips.__file__).parents[1] / "data" / "voice"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in ours.glob("*.wav")}


@pytest.mark.parametrize("form", [{}, {"rate": 48_000}, {"rate": 44_100, "channels": 2}, {"rate": 8_000}])
def test_a_piece_of_the_stations_own_is_played_in_our_format_without_its_silence(tmp_path, form):
    (tmp_path / "hao.wav").write_bytes(tone(0.4, **form))
    own = samples(Clips(tmp_path).call(("hao",)))
    assert abs(len(own) / RATE - 0.4) < 0.01
    assert max(own) > 8000
    assert Clips(tmp_path).call(("dao",)) == Clips().call(("dao",))
    assert voice_clips.unusable(tmp_path) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"not a sound", tone(0.4, width=1), tone(0.4, rate=96_000), tone(0.4, loud=0), tone(9)],
    ids=["empty", "head", "text", "8 bits", "96 kHz", "silent", "long"],
)
def test_a_piece_that_cannot_be_used_falls_back_to_ours_and_the_doctor_names_it(settings, now, content):
    settings.own_voice.mkdir(parents=True)
    (settings.own_voice / "hao.wav").write_bytes(content)
    (settings.own_voice / "haha.wav").write_bytes(tone(0.4))
    assert Clips(settings.own_voice).call(("hao",)) == Clips().call(("hao",))
    assert voice_clips.unusable(settings.own_voice) == ("haha.wav", "hao.wav")
    found = {check.name: check for check in doctor.examine(settings, now)}["voice"]
    assert found.ok
    assert "haha.wav、hao.wav" in found.text


def test_a_piece_that_set_up_did_not_make_is_told(monkeypatch):
    monkeypatch.setitem(PIECES, "nobody", "无")
    with pytest.raises(Damaged) as problem:
        Clips().call(("nobody",))
    assert problem.value.code == "voice.no_pieces"
    assert seconds(Clips().call(tuple(WORDS.values()))) > 2
