"""``doctor``: looks at everything a station stands on, also when the database does not open."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from app.cli.frame import Answer, Words, word
from app.cli.session import CliSession, moment
from app.domain.clock import machine_clock
from app.domain.errors import Refused, UserError
from app.services import doctor
from app.texts import t


def register(words: Words) -> None:
    """``doctor [--bundle FILE]``."""
    parser = word(words, "doctor", _doctor, t("检查数据库、密钥、时钟、节假日、字体、打印机、声音和磁盘"))
    parser.add_argument("--bundle", metavar="FILE")


def _doctor(session: CliSession, args: argparse.Namespace) -> Answer:
    now = _now(session)
    found = doctor.examine(session.settings, now, phrase=session.phrase, settings_error=session.settings_error)
    answer: dict[str, object] = {"checks": [asdict(check) for check in found]}
    if args.bundle:
        answer["bundle"] = str(doctor.bundle(session.settings, found, now, Path(args.bundle)))
    return answer


def _now(session: CliSession) -> datetime:
    """The session's clock; where the station does not open, the moment that was given is taken as it stands."""
    wanted = session.options.get("now")
    try:
        return session.now()
    except Refused as error:
        if error.code == "clock.real_station":
            raise
    except UserError:
        pass
    return moment(wanted) if wanted else machine_clock()
