"""Speak the pieces that calls are joined from: `python -m installer.build_voice`.

eSpeak NG comes as a package with its own data (voice `cmn` of 1.52; the `cmn` of older systems misreads), so no system package and no
recording of anybody's is needed. One WAV a piece, silence cut off, equally loud.
"""

import ctypes
import sys
from array import array
from pathlib import Path

from app.domain.voice import PIECES
from app.services.voice_clips import packed, trimmed
from installer.stamps import changed, digest_of, remember

FOLDER = Path(__file__).resolve().parent.parent / "app" / "data" / "voice"
SPEED = 150
"""Words a minute: slow enough for a hall."""
LOUDNESS = 5_000
"""Root mean square that each piece is brought to, as far as its peaks allow."""
PEAK = 30_000
SYNCHRONOUS, UTF8, SPEED_SETTING, ENDS = 2, 1, 1, 0
_Taker = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Speaker:
    """eSpeak NG as a library: text in, samples out."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.rate = self._library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
        self._said = array("h")
        self._taker = _Taker(self._take)  # kept: the library holds no reference of its own
        self._library.espeak_SetSynthCallback(self._taker)

    def _take(self, samples: object, count: int, _events: object) -> int:
        if samples and count > 0:
            self._said.extend(samples[:count])
        return 0

    def _choose(self, text: str) -> None:
        """Letters as everybody reads them, everything else in Mandarin."""
        voice = b"en-us" if text.isascii() else b"cmn"
        if self._library.espeak_SetVoiceByName(voice) or self._library.espeak_SetParameter(SPEED_SETTING, SPEED, 0):
            raise SystemExit(f"eSpeak NG has no voice {voice.decode()}")

    def reading(self, text: str) -> str:
        """How the text is read, syllable by syllable with its tone (55, 35, 214, 51)."""
        self._choose(text)
        rest = ctypes.c_char_p(text.encode())
        return self._library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, 0).decode()

    def say(self, text: str) -> array:
        """The samples of a text."""
        self._choose(text)
        del self._said[:]
        data = text.encode()
        if self._library.espeak_Synth(data, len(data) + 1, 0, 1, ENDS, UTF8, None, None) or self._library.espeak_Synchronize():
            raise SystemExit(f"eSpeak NG cannot say {text}")
        return array("h", self._said)


def level(samples: array) -> array:
    """The same sound as loud as all others."""
    root = (sum(sample * sample for sample in samples) / len(samples)) ** 0.5
    factor = min(LOUDNESS / root, PEAK / max(map(abs, samples)))
    return array("h", (round(sample * factor) for sample in samples))


def build(folder: Path) -> None:
    """Write every piece."""
    speaker = Speaker()
    if speaker.rate != 22_050:
        raise SystemExit(f"eSpeak NG speaks at {speaker.rate} samples a second")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in PIECES.items():
        (folder / f"{name}.wav").write_bytes(packed(level(trimmed(speaker.say(text)))))


def main() -> int:
    """Speak the pieces unless they are already those of this eSpeak NG and these words."""
    from importlib.metadata import version

    root = Path(__file__).parents[1]
    made = digest_of(Path(__file__), root / "app/domain/voice.py", root / "app/services/voice_clips.py") + version("espeakng-loader")
    last = FOLDER / f"{list(PIECES)[-1]}.wav"
    if changed(last, made) or not all((FOLDER / f"{name}.wav").is_file() for name in PIECES):
        print(f"Speaking {len(PIECES)} pieces of the voice", flush=True)
        build(FOLDER)
        remember(last, made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
