"""``init``: make a station; ``station``: its card and its keys."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli.frame import Answer, Words, group, word
from app.cli.hall import spans
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.cli.typed import NEW_PASSWORD, NEW_PHRASE, PASSWORD, RECOVERY_CODE, typed
from app.domain.clock import machine_clock
from app.domain.errors import Refused, Usage
from app.domain.hours import HoursArea
from app.services import counters, face_access, practice_clock, recovery, station_card, station_hours, stations
from app.services.stations import StationForm
from app.texts import t
from app.texts.faces import sign_words


def register(words: Words) -> None:
    """``init``, ``station …``."""
    init = word(words, "init", _init, t("新建站点"))
    init.add_argument("--name", required=True)
    init.add_argument("--code", required=True)
    init.add_argument("--region", required=True)
    init.add_argument("--profile", default="daxinganling")
    init.add_argument("--kind", choices=["station", "county"], default="station")
    init.add_argument("--practice", action="store_true")
    init.add_argument("--admin-password-stdin", action="store_true")
    keys = group(words, "station", t("站点名片与密钥"))
    card = word(keys, "card", _card, t("导出站点名片，供县级登记"))
    card.add_argument("--out", required=True, metavar="FILE")
    recover = word(keys, "recover", _recover, t("密钥环丢失或换了电脑：用恢复码重新存入密钥"))
    recover.add_argument("--new-phrase-stdin", action="store_true")
    password = word(keys, "password", _password, t("忘记口令：用恢复码给账号重设口令"))
    password.add_argument("login_name", metavar="LOGIN")
    for parser in (recover, password):
        parser.add_argument("--recovery-code-stdin", action="store_true", required=True)
    access = word(keys, "face-access", _face_access, t("给另一台机器上的大屏开通访问（只读公开内容）"))
    access.add_argument("--kind", choices=face_access.KINDS, default="display")
    access.add_argument("--address", default="", metavar="HOST[:PORT]")
    access.add_argument("--out", required=True, metavar="FILE")
    hours = word(keys, "hours", _hours, t("服务时间：窗口、等候区、自助服务区"))
    hours.add_argument("--area", choices=[area.value for area in HoursArea])
    hours.add_argument("--hours", action="append", metavar="SPAN")
    hours.add_argument("--on", metavar="DATE", help=t("只改这一天：--hours 08:30-12:00、closed（不开）或 usual（和平时一样）"))
    reasons = word(keys, "pause-reasons", _reasons, t("暂停窗口时可选的原因"))
    reasons.add_argument("--reason", action="append", metavar="TEXT")
    join = word(keys, "join-county", _later, t("加入县级（后续版本）"))
    join.add_argument("file")


def _init(session: CliSession, args: argparse.Namespace) -> Answer:
    clock = session.own_clock
    set_clock = clock is not machine_clock
    if set_clock and not args.practice:
        raise Refused("clock.real_station", field="now")
    now = clock()
    password = typed(PASSWORD) if args.admin_password_stdin else None
    form = StationForm(args.name, args.code, args.region, args.profile, args.kind, args.practice)
    made = stations.init(session.settings, form, now, phrase=session.phrase, admin_password=password)
    if set_clock:
        practice_clock.set_to(session.settings, now)
    answer = {"station": _facts(made.station), "database": made.db.kind, "encrypted": True, "recovery_code": made.recovery_code}
    made.db.close()
    return answer


def _recover(session: CliSession, args: argparse.Namespace) -> Answer:
    """The first line of standard input is the recovery code, the second the new pass phrase where one is set."""
    code = typed(RECOVERY_CODE)
    phrase = typed(NEW_PHRASE) if args.new_phrase_stdin else None
    session.open_with_code(code)
    return asdict(recovery.recover(session.settings, session.now(), code, phrase=phrase))


def _password(session: CliSession, args: argparse.Namespace) -> Answer:
    """The first line of standard input is the recovery code, the second the new password."""
    code, password = typed(RECOVERY_CODE), typed(NEW_PASSWORD)
    session.open_with_code(code)
    recovery.new_password(session.settings, session.now(), code, args.login_name, password)
    return {"login": args.login_name, "must_change": True}


def _facts(station: stations.StationFacts) -> dict[str, object]:
    return {"code": station.code, "name": station.name, "practice": station.practice, "profile": station.profile, "kind": station.kind}


USUAL = "usual"
"""Takes the hours of one date away."""


def _hours(session: CliSession, args: argparse.Namespace) -> Answer:
    """The hours and what the sign at the door says now; with an area they are set first."""
    wanted, day = spans(args.hours), day_of(args.on, "on")
    if (args.area is None) != (wanted is None) or (day is not None and wanted is None):
        raise Usage("cli.usage", message=t("--area 和 --hours 要一起写"), usage="station hours [--area AREA [--on DATE] --hours SPAN…]")
    if wanted is not None and day is not None:
        clocks = [] if wanted in ([], [USUAL]) else wanted
        station_hours.put_date(session.db, session.actor, session.now(), HoursArea(args.area), day, clocks)
    elif wanted is not None:
        station_hours.put(session.db, session.actor, session.now(), HoursArea(args.area), wanted)
    sign = station_hours.sign(session.db, session.now())
    said = {**asdict(sign), "closed": sign.closed, "text": sign_words(sign)}
    return {"hours": station_hours.read(session.db), "sign": said}


def _reasons(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.reason:
        counters.set_pause_reasons(session.db, session.actor, session.now(), args.reason)
    return {"reasons": counters.pause_reasons(session.db, session.actor)}


def _card(session: CliSession, args: argparse.Namespace) -> Answer:
    session.heed_clock()
    return asdict(station_card.write(session.db, Path(args.out)))


def _face_access(session: CliSession, args: argparse.Namespace) -> Answer:
    return asdict(
        face_access.give(session.db, session.settings, session.actor, session.now(), args.kind, Path(args.out), address=args.address)
    )


def _later(_session: CliSession, _args: argparse.Namespace) -> Answer:
    raise Refused("cli.later", what=t("加入县级"))
