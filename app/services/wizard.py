"""The first run in seven steps: every answer kept at once (secrets never), the station made with its third step, the rest written to it.

What is filled in before there is a station lies in a file of the data folder; one can stop at any time and go on there. The recovery code
is shown before the station is made, and two of its groups are asked back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app import settings as machine
from app.domain.actor import Actor, Role
from app.domain.calendar import Calendar, DayKind
from app.domain.clock import business_date
from app.domain.deadlines import ClockTerms, deadline_of
from app.domain.errors import Refused, Surroundings, UserError
from app.domain.ticket_printers import printer_of
from app.services import calendars, items, officers, passwords, profiles, recovery, recovery_paper, station_facts, stations
from app.services.officers import OfficerForm
from app.services.recovery import RecoverySheet
from app.services.stations import StationFacts, StationForm
from app.services.wizard_queue import put_counters, put_lines
from app.settings import Settings, write_whole
from db.uow import Database

FILE = "first-run.json"
SECRET = frozenset({"password", "password_again", "phrase", "recovery_first", "recovery_second"})
HARDSHIP_ITEM = "JYKN"
EXAMPLE_DAYS = 5
MONTHS = {"calendar": "natural", "from_21": "21-20"}
ROLES = {"站长": Role.HEAD, "专员": Role.COUNTER, "柜员": Role.COUNTER, "管理员": Role.ADMIN, "县级": Role.COUNTY}
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example of the working days: from acceptance to the last day, over a holiday that is really in the table."""

    accepted: date
    days: int
    holidays: tuple[tuple[date, date], ...]
    make_up: tuple[date, ...]
    deadline: date
    unknown_year: int


class FirstRun:
    """One first run. ``actor`` is the administrator once the station is made; a later start goes on with the one who logged in."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], db: Database | None = None, actor: Actor | None = None) -> None:
        self.settings, self._now = settings, now
        self._db, self._actor = db, actor
        self._own = db is None
        self.fresh = stations.fresh_keys()
        self.asked = recovery.groups_to_ask()
        self._kept = load(settings)
        if db is None:  # secrets are not kept: without a station the second step is asked again
            self._kept["done"] = [step for step in self._kept["done"] if step == "station"]
        self._secrets: dict[str, dict[str, str]] = {}

    # -- keeping

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """What was filled in, by step; no secrets."""
        return {step: dict(values) for step, values in self._kept["values"].items()}

    @property
    def done(self) -> tuple[str, ...]:
        """The steps that are done."""
        return tuple(self._kept["done"])

    def keep(self, step: str, values: Values) -> dict[str, UserError]:
        """Keep the answers of a step and say what does not hold, by field; what is still empty is no complaint yet."""
        self._put(step, values)
        return {error.field or "": error for error in _found(lambda: self._check(step, values, finishing=False))}

    def _put(self, step: str, values: Values) -> None:
        self._kept["values"][step] = {code: text for code, text in values.items() if code not in SECRET}
        self._secrets[step] = {code: text for code, text in values.items() if code in SECRET}
        _save(self.settings, self._kept)

    @property
    def practice(self) -> bool:
        """Whether it is to be a practice station."""
        return bool(self._kept["values"].get("station", {}).get("use") == "practice")

    # -- the steps

    def finish_step(self, step: str, values: Values) -> None:
        """Make a step real; ``UserError`` with ``field=`` refuses and nothing of it was written."""
        self._put(step, values)
        self._check(step, values, finishing=True)
        _STEPS[step](self, values)
        if step not in self._kept["done"]:
            self._kept["done"].append(step)
        _save(self.settings, self._kept)

    def _check(self, step: str, values: Values, *, finishing: bool) -> None:
        check = _CHECKS.get(step)
        if check is not None:
            check(self, values, finishing)

    def _station_form(self) -> StationForm:
        values = self._kept["values"]["station"]
        community = community_of(values.get("name", ""))
        return StationForm(
            community, values.get("code", ""), values.get("region", ""), values.get("profile", "daxinganling"), practice=self.practice
        )

    def _check_station(self, values: Values, finishing: bool) -> None:
        if finishing:
            stations.check_form(self._station_form())

    def _check_admin(self, values: Values, finishing: bool) -> None:
        password, again = values.get("password", ""), values.get("password_again", "")
        if self.practice or self._db is not None:
            return
        if finishing and not values.get("admin_name", "").strip():
            raise Refused("officer.blank", field="admin_name")
        if finishing and not values.get("login", "").strip():
            raise Refused("officer.blank", field="login")
        if password or finishing:
            passwords.check_strength(password, values.get("login", ""))
        if (again or finishing) and again != password:
            raise Refused("wizard.password_again", field="password_again")

    def _check_keys(self, values: Values, finishing: bool) -> None:
        if values.get("backup_folder"):
            _check_folder(Path(values["backup_folder"]))
        if self.practice or self._db is not None:
            return
        for field, group in zip(("recovery_first", "recovery_second"), self.asked, strict=True):
            typed = values.get(field, "")
            if (typed or finishing) and not recovery.group_fits(self.fresh.recovery_code, group, typed):
                raise Refused("wizard.recovery_group", field=field, group=group)

    def _make_station(self, values: Values) -> None:
        """The third step makes the station: key file, encrypted database, the first administrator."""
        if values.get("backup_folder"):
            self._set(backup_folder=values["backup_folder"])
        if self._db is not None:
            return
        first = self._kept["values"].get("admin", {})
        password = self._secrets.get("admin", {}).get("password") or None
        if not self.practice and password is None:
            raise Refused("wizard.password_gone")
        account = None if self.practice else OfficerForm(first["login"], first["admin_name"], (Role.ADMIN,), password, specialist=False)
        phrase = values.get("phrase") or None
        form = self._station_form()
        made = stations.init(self.settings, form, self._now(), phrase=phrase, admin=account, fresh=self.fresh)
        self._db = made.db
        if self.settings.database_url:
            self._set()  # the next start finds the server without being told
        self._actor = stations.actors(made.db)["admin" if self.practice else first["login"].strip()]
        self._write_facts()

    def _write_facts(self) -> None:
        values = self._kept["values"]["station"]
        db, actor = self._open()
        station_facts.change(db, actor, self._now(), {name: values.get(name, "") for name in ("county", "address", "phone")})

    def _change_station(self, _values: Values) -> None:
        if self._db is not None:
            self._write_facts()

    def _check_rules(self, values: Values, finishing: bool) -> None:
        for code in ("statutory_days", "promised_days", "rectify_days", "miss_places"):
            _number(values, code)
        if _number(values, "promised_days") > _number(values, "statutory_days"):
            raise Refused("wizard.promise", field="promised_days", most=_number(values, "statutory_days"))

    def _write_rules(self, values: Values) -> None:
        """The limits of the item go into its draft; the rules of the house go over the profile, only where they differ."""
        db, actor = self._open()
        wanted = {"statutory_days": _number(values, "statutory_days"), "promised_days": _number(values, "promised_days")}
        line = items.guide(db, actor, HARDSHIP_ITEM).line
        if (line.statutory_days, line.promised_days) != tuple(wanted.values()):
            items.change(db, actor, self._now(), HARDSHIP_ITEM, {**wanted, "example_limits": False})
        now_is = profiles.current(db)
        rules: dict[str, object] = {"bad_rating_days": _number(values, "rectify_days"), "restore_behind": _number(values, "miss_places")}
        rules["supplement"] = values.get("supplement", "stop")
        if values.get("month") in MONTHS:
            rules["report_month"] = MONTHS[values["month"]]
        for key, value in rules.items():
            before = getattr(now_is, key)
            if getattr(before, "value", before) != value:
                profiles.override(db, actor, self._now(), key, value)

    def _check_officers(self, values: Values, finishing: bool) -> None:
        forms = officer_lines(values.get("officers", ""))
        if finishing and not self.practice and not any(Role.HEAD in form.roles for form in forms):
            raise Refused("wizard.no_head", field="officers")

    def _add_officers(self, values: Values) -> None:
        db, actor = self._open()
        known = {line.login for line in officers.listing(db, actor)}
        for form in officer_lines(values.get("officers", "")):
            if form.login not in known:
                officers.add(db, actor, self._now(), form)

    def _write_queue(self, values: Values) -> None:
        db, actor = self._open()
        put_lines(db, actor, self._now(), values.get("lines", ""))
        put_counters(db, actor, self._now(), values.get("counters", ""))

    def _check_printers(self, values: Values, finishing: bool) -> None:
        printer_of(values.get("ticket_printer", ""))

    def _set_printers(self, values: Values) -> None:
        self._set(**{code: values.get(code, "") for code in ("ticket_printer", "paper_printer")}, screen=values.get("screen", "none"))

    def _set(self, **changes: Any) -> None:
        self.settings = replace(machine.load(self.settings.data, database_url=self.settings.database_url), **changes)
        machine.save(self.settings)

    def _open(self) -> tuple[Database, Actor]:
        if self._db is None or self._actor is None:
            raise Refused("wizard.not_made")
        return self._db, self._actor

    def finish(self) -> None:
        """All steps are done: what was kept for them goes, the desk opens the station anew."""
        (self.settings.data / FILE).unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let the station go, if this run made it."""
        if self._own and self._db is not None:
            self._db.close()
            self._db = None

    # -- the recovery sheet

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the recovery code, to be written down."""
        return tuple(self.fresh.recovery_code.split("-"))

    @property
    def shows_code(self) -> bool:
        """Whether the code is still to be shown: not in a practice station, not once the station is made."""
        return not self.practice and self._db is None

    def print_sheet(self) -> None:
        """Hand the sheet to the printer; nothing of it stays on the disk."""
        form, now = self._station_form(), self._now()
        facts = StationFacts(form.code, stations.sign_name(form.name), form.name, form.kind, form.region, form.profile, form.practice)
        sheet = RecoverySheet(facts.name, self.fresh.recovery_code, self.groups, self.fresh.key.key_id, business_date(now))
        send_to_printer(recovery_paper.draw(facts, sheet, now))

    # -- the worked example

    def worked(self) -> Worked:
        """Five working days around the next holiday of the table, so that everybody sees how days are counted here."""
        return worked_example(calendars.of_program(), business_date(self._now()))


def _found(check: Callable[[], None]) -> list[UserError]:
    try:
        check()
    except UserError as error:
        return [error]
    return []


def load(settings: Settings) -> dict[str, Any]:
    """What an earlier first run kept; nothing where there was none or the file cannot be read."""
    try:
        stored = json.loads((settings.data / FILE).read_text(encoding="utf-8"))
        return {"values": dict(stored["values"]), "done": list(stored["done"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"values": {}, "done": []}


def unfinished(settings: Settings) -> bool:
    """Whether a first run was begun here and not ended."""
    return (settings.data / FILE).exists()


def _save(settings: Settings, kept: Mapping[str, Any]) -> None:
    write_whole(settings.data / FILE, json.dumps(kept, ensure_ascii=False, indent=1))


def community_of(name: str) -> str:
    """The community's name out of what stands on the sign: 松涛社区“家门口”就业服务站 is of 松涛社区."""
    plain = name.strip()
    for ending in (stations.SUFFIX, "家门口就业服务站", "就业服务站"):
        plain = plain.removesuffix(ending)
    return plain.strip()


def _number(values: Values, code: str) -> int:
    text = values.get(code, "").strip()
    if not text.isdecimal() or not 0 < int(text) < 1000:
        raise Refused("wizard.number", field=code)
    return int(text)


def _check_folder(folder: Path) -> None:
    if not folder.is_absolute():
        raise Refused("wizard.folder_relative", field="backup_folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Surroundings("wizard.folder", field="backup_folder", path=str(folder)) from error


def officer_lines(text: str) -> tuple[OfficerForm, ...]:
    """The accounts of the sixth step, one a line: name, login, role."""
    return tuple(_officer(line) for line in text.splitlines() if line.strip())


def _officer(line: str) -> OfficerForm:
    parts = line.split()
    if len(parts) != 3 or parts[2] not in ROLES:
        raise Refused("wizard.officer_line", field="officers", line=line.strip())
    name, login, role = parts
    return OfficerForm(login, name, (ROLES[role],), duty=role)


def send_to_printer(pdf: bytes) -> None:
    """Print without a file; a sentence where there is no printer."""
    from printing import system_printer

    try:
        system_printer.send(pdf)
    except Surroundings as error:
        raise Surroundings("wizard.no_printer") from error


def worked_example(calendar: Calendar, today: date) -> Worked:
    """Five working days from two working days before the next holiday on, as the table has it."""
    start = _before_holiday(calendar, today)
    result = deadline_of(ClockTerms(start, EXAMPLE_DAYS), calendar)
    days = [start + timedelta(n) for n in range((result.deadline - start).days + 1)]
    off = [day for day in days if calendar.why(day).kind is DayKind.HOLIDAY]
    make_up = tuple(day for day in days if calendar.why(day).kind is DayKind.MAKE_UP)
    unknown = next(year for year in range(today.year, today.year + 100) if not calendar.knows(year))
    return Worked(start, EXAMPLE_DAYS, _runs(off), make_up, result.deadline, unknown)


def _runs(days: list[date]) -> tuple[tuple[date, date], ...]:
    """Days one after the other as spans; a weekend between two days of one holiday belongs to it."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and (day - spans[-1][1]).days <= 3:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)


def _before_holiday(calendar: Calendar, today: date) -> date:
    """Two working days before the first holiday from today on, else before the last one that is in a table."""
    known = sorted(day for day, reason in calendar.special.items() if reason.kind is DayKind.HOLIDAY)
    coming = next((day for day in known if day >= today), known[-1] if known else None)
    if coming is None:
        return calendar.working_on_or_after(today)
    return calendar.last_working_before(calendar.last_working_before(coming))


def _nothing(_run: FirstRun, _values: Values) -> None:
    """The second step only asks; its account is made with the station."""


_CHECKS: dict[str, Callable[[FirstRun, Values, bool], None]] = {
    "station": FirstRun._check_station,
    "admin": FirstRun._check_admin,
    "keys": FirstRun._check_keys,
    "rules": FirstRun._check_rules,
    "officers": FirstRun._check_officers,
    "printers": FirstRun._check_printers,
}
_STEPS: dict[str, Callable[[FirstRun, Values], None]] = {
    "station": FirstRun._change_station,
    "admin": _nothing,
    "keys": FirstRun._make_station,
    "rules": FirstRun._write_rules,
    "counters": FirstRun._write_queue,
    "officers": FirstRun._add_officers,
    "printers": FirstRun._set_printers,
}
