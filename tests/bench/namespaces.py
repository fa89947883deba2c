"""Two machines of the benchmark's own on one kernel: two network namespaces, joined by a cable of two ends, and a slow wire to a server."""

from __future__ import annotations

import asyncio
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

FIRST, SECOND, PORT = "10.211.77.1", "10.211.77.2", 6543


class NoNamespaces(Exception):
    """Why no namespaces can be made."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The names of the two namespaces; the second knows no way to anything but ``FIRST``."""

    first: str
    second: str


@contextmanager
def pair() -> Iterator[Pair]:
    """Two namespaces and the cable between them; they are gone afterwards. ``NoNamespaces`` where this machine makes none."""
    made = Pair(f"sd{os.getpid()}a", f"sd{os.getpid()}b")
    try:
        try:
            _make(made)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoNamespaces(str(getattr(error, "stderr", "") or error).strip()) from error
        yield made
    finally:
        for name in (made.first, made.second):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


def _make(made: Pair) -> None:
    for name in (made.first, made.second):
        _ip("netns", "add", name)
    _ip("-n", made.first, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", made.second)
    for name, address in ((made.first, FIRST), (made.second, SECOND)):
        _ip("-n", name, "addr", "add", f"{address}/30", "dev", "cable")
        _ip("-n", name, "link", "set", "cable", "up")
        _ip("-n", name, "link", "set", "lo", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, text=True, check=True)


def inside(name: str, words: list[str]) -> list[str]:
    """The words that run ``words`` in a namespace."""
    return ["ip", "netns", "exec", name, *words]


# -- the slow wire


def slow_wire(port: int, seconds: float) -> None:
    """From now on what comes to ``FIRST:PORT`` goes to the server at ``port`` of this namespace, every piece ``seconds`` later, both ways.

    In a thread of its own. Not by the kernel's network emulation: few kernels have it.
    """
    listens = threading.Event()
    threading.Thread(target=lambda: asyncio.run(_wire(port, seconds, listens)), daemon=True).start()
    assert listens.wait(10), "the wire does not stand"


async def _wire(port: int, seconds: float, listens: threading.Event) -> None:
    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_late(reader, other_writer, seconds), _late(other_reader, writer, seconds))

    server = await asyncio.start_server(joined, FIRST, PORT)
    listens.set()
    async with server:
        await server.serve_forever()


async def _late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Each piece at its own time: a second one does not wait until the first has arrived."""
    loop = asyncio.get_running_loop()
    while piece := await reader.read(65536):
        loop.call_later(seconds, writer.write, piece)
    loop.call_later(seconds, writer.close)
