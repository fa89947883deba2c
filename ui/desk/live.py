"""Opening a station for the window, in the job runner. What the first page does not ask is imported behind it: it would wait for that."""

from __future__ import annotations

from app.context import AppContext
from app.domain.clock import Clock, machine_clock
from app.domain.errors import Refused
from app.services import first_write, officers, opening, practice_clock
from app.settings import Settings
from ui.desk.start import NOBODY, Opened, Wanted


def open_station(settings: Settings, wanted: Wanted, phrase: str | None = None) -> Opened:
    """Open the station of a data folder: the database with its key, the clock, and who acts (nobody yet on a real station)."""
    db = opening.open_station(settings, phrase=phrase if phrase is not None else wanted.phrase)
    try:
        first_write.attend(db)
        facts = opening.facts(db)
        clock = _clock(settings, wanted, practice=facts.practice)
        db.clock = clock
        actor = officers.practice_actor(db, wanted.login or "practice", settings.seat, clock()) if facts.practice else NOBODY
    except BaseException:
        db.close()
        raise
    return _opened(AppContext(db, clock, settings, actor, facts))


def _opened(context: AppContext) -> Opened:
    def port() -> object:
        from ui.desk.station_port import StationPort

        return StationPort(context)

    def duties() -> object:
        from app.services import upkeep

        return upkeep.run(context.db, context.settings, context.now())

    def pulse() -> int:
        from app.services import frame

        opening.tables()  # the window asks for them after a pulse: the first time that maps them all
        return frame.pulse(context.db)

    db = context.db
    return Opened(context, port, db.changes.subscribe, duties, pulse, db.close, opening.tables)


def _clock(settings: Settings, wanted: Wanted, *, practice: bool) -> Clock:
    if wanted.now is not None:
        if not practice:
            raise Refused("clock.real_station", field="now")
        return practice_clock.set_to(settings, wanted.now)
    return practice_clock.running(settings) if practice else machine_clock
