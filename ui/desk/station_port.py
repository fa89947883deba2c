"""The desk's port over the services of an open station. Imported in the job runner only, behind the first page: it brings most services in.

Every call but ``now`` runs on a pool thread; who acts is replaced at a log-in, never changed in place.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from app.context import AppContext
from app.domain.actions import may
from app.domain.actor import LOOKER, Actor, Role
from app.domain.clock import business_date, station_time
from app.domain.errors import NotAllowed, Refused
from app.domain.queueing import TicketState
from app.services import counters, drafts, officers, person_pages, persons, presence, queue, search, serving
from app.services import frame as service
from app.services.entry import Entry
from app.services.frame import CounterState, FrameFacts
from app.settings import SeatPreferences
from app.texts import t
from ui.desk import shown
from ui.desk.keys import BINDINGS, COUNTER_ACTS, key_of
from ui.desk.panel import ACTS, FINISH
from ui.desk.places import PLACES
from ui.desk.ports import Answer, CurrentPerson, Done, Frame, Hit, LoginChoice, Ref, Safe
from ui.desk.presses import Presses
from ui.desk.start import NOBODY

ROLES = ((Role.HEAD, t("站长")), (Role.COUNTER, t("首问")), (Role.COUNTY, t("县级")), (Role.ADMIN, t("管理员")))
STATES = {"open": t("服务中"), "paused": t("暂停"), "closed": t("未开窗")}
WIDENED = 40
TAKEN_BACK = {
    TicketState.WAITING.value: t("已撤回呼叫，{ticket} 回到原来的位置"),
    TicketState.SERVING.value: t("已撤回办结，{ticket} 继续办理"),
    TicketState.CALLED.value: t("已撤回过号，{ticket} 还在窗口"),
}


class StationPort:
    """Answers the shell. ``context`` is what the pages get; ``actor`` is nobody until somebody is in."""

    def __init__(self, context: AppContext) -> None:
        self.context = context
        self.preferences = SeatPreferences(context.settings)
        self.counter = context.settings.counter or service.first_counter(context.db)
        self._entry = Entry(context.db, context.settings.seat)
        self._calls, self._undos = Presses(), Presses()
        self._acts: tuple[str, ...] | None = None

    def now(self) -> datetime:
        return station_time(self.context.now())

    # -- the frame

    def frame(self) -> Frame:
        context = self.context
        if context.actor is NOBODY:
            facts = service.read(context.db, LOOKER, context.now(), 0)
            return Frame(_name(facts), database=self._database(), **_backup(facts, self.now()))
        context = self._follow_date()
        facts = service.read(context.db, context.actor, context.now(), self.counter)
        here = facts.counter
        return Frame(
            station=_name(facts),
            counter=t("{n} 号窗口").format(n=here.number) if here else "",
            counter_state=STATES[here.state] if here else "",
            officer=context.actor.name,
            role=next((words for role, words in ROLES if context.actor.has(role)), ""),
            due=facts.pressing,
            notices=facts.notices,
            database=self._database(),
            **_backup(facts, self.now()),
            why_not=self._why_not(here),
            panel_acts=self._panel_acts(),
        )

    def _follow_date(self) -> AppContext:
        """The right of a deputy comes and goes with its days, also at a desk that nobody restarts."""
        before = self.context
        actor = officers.on_this_day(before.db, before.actor, before.now())
        if actor is not before.actor and self.context is before:
            self.context = before.acting(actor)
        return self.context

    def _database(self) -> str:
        return t("本机数据库正常") if self.context.db.kind == "sqlite" else t("站点数据库正常")

    def _panel_acts(self) -> tuple[str, ...]:
        """The acts that exist: a place says in ``BEGINS`` what it can begin for the current person. Who may not call finishes nothing."""
        if self._acts is None:
            self._acts = (*(act.code for act in ACTS if act.code in _begins(act.place)), FINISH)
        return self._acts if may(self.context.actor, "queue.call") else self._acts[:-1]

    def current(self) -> CurrentPerson | None:
        context = self.context
        if not self.counter or not may(context.actor, "queue.call"):
            return None
        found = serving.present(context.db, context.actor, context.now(), self.counter)
        if found is None:
            return None
        ticket, person_id = found
        if person_id is None or not may(context.actor, "person.read"):
            return shown.nobody_known(ticket)
        panel = person_pages.panel(context.db, context.actor, context.now(), person_id)
        return shown.current(ticket, panel, business_date(context.now()), can_reveal=may(context.actor, "person.reveal"))

    # -- search

    def search(self, text: str, only: str) -> Answer:
        context = self.context
        if only == "commands":
            acts = commands(text, context.actor, practice=context.station.practice)
            return Answer((shown.group("commands", (*self._drafts(text), *acts)),))
        limit = WIDENED if only else search.PER_GROUP
        found = search.palette(context.db, context.actor, context.now(), text, only=only, limit=limit)
        groups = [shown.group(group.code, tuple(shown.hit(hit) for hit in group.hits)) for group in found]
        acts = commands(text, context.actor, practice=context.station.practice)[: search.PER_GROUP] if not only else ()
        acts = (*self._drafts(text), *acts) if not only else acts
        return Answer((*groups, *((shown.group("commands", acts),) if acts else ())))

    def _drafts(self, text: str) -> tuple[Hit, ...]:
        """The officer's half-filled forms whose words, pinyin or initials hold what was typed."""
        from ui.desk.half_filled import hits

        context = self.context
        if context.actor.officer_id is None or not may(context.actor, "draft.keep"):
            return ()
        found = hits(drafts.listing(context.db, context.actor), business_date(context.now()))
        wanted = text.strip().casefold()
        return tuple(hit for hit in found if not wanted or _spelled(hit, "").holds(wanted))

    # -- counter acts

    def _why_not(self, here: CounterState | None) -> dict[str, str]:
        """Who may not call is told that, whatever this computer is."""
        if not may(self.context.actor, "queue.call"):
            return dict.fromkeys((act for act in COUNTER_ACTS if act != "check"), t("这个账号不在窗口叫号。"))
        return why_not(here)

    def act(self, code: str) -> Done:
        here = self._here()
        reason = self._why_not(here).get(code)
        if reason:
            raise Refused("desk.not_now", reason=reason)
        done = _ACTS[code](self, here)
        for own, presses in (("queue.call", self._calls), ("queue.undo", self._undos)):
            if code != own:
                presses.forget()
        return done

    def _here(self) -> CounterState:
        context = self.context
        facts = service.read(context.db, context.actor, context.now(), self.counter)
        if facts.counter is None:
            raise Refused("desk.no_counter")
        return facts.counter

    def call(self, here: CounterState) -> Done:
        """Call the next one; who is still at the counter is finished first.

        A second press within a breath, and another try after the answer was lost, carry the key of the first press and get its answer.
        """
        context, press = self.context, self._calls.press(before=here.ticket)
        again = press.answered
        try:
            called = queue.call(context.db, context.actor, context.now(), here.number, finish=bool(here.ticket), request=press.key)
        except Refused:
            self._calls.forget()
            raise
        press.answered = True
        before = t("{ticket} 已办结，").format(ticket=press.before) if press.before else ""
        said = t("已呼叫 {ticket}：{why}").format(ticket=called.ticket, why=called.why) if called.ticket else t("没有人在等。")
        spoken = (called.ticket, here.number) if called.ticket and not again else None
        said += t("；没有有效证书上岗，已记录") if called.uncertified and not again else ""
        return Done(before + said, "queue", Ref("rate", press.before) if press.before else None, spoken)

    def verb(self, here: CounterState, verb: str, said: str, ref: str = "") -> Done:
        """Recall, finish or miss the ticket at the counter."""
        context = self.context
        queue.act(context.db, context.actor, context.now(), verb, here.ticket)
        spoken = (here.ticket, here.number) if verb == "recall" else None
        return Done(said.format(ticket=here.ticket), "queue", Ref(ref, here.ticket) if ref else None, spoken)

    def restore(self, here: CounterState) -> Done:
        """Bring the one who was missed last back into the line."""
        context = self.context
        ticket = here.missed[-1]
        queue.act(context.db, context.actor, context.now(), "restore", ticket)
        return Done(t("{ticket} 已恢复，排回队里").format(ticket=ticket), "queue")

    def resume(self, here: CounterState) -> Done:
        """Go on with the ticket that rests here; of several, and of those that rest at other counters, the page asks which."""
        if len(here.held) != 1:
            return Done(t("选哪一位回来了"), "queue", Ref("resume"))
        context = self.context
        moved = queue.resume(context.db, context.actor, context.now(), here.held[0])
        return Done(t("{ticket} 继续办理").format(ticket=moved.ticket), "queue")

    def undo(self, here: CounterState) -> Done:
        """Take back the counter's last call, finish or miss; pressed twice within a breath it goes back one step only."""
        context, press = self.context, self._undos.press()
        moved = queue.undo(context.db, context.actor, context.now(), here.number, request=press.key)
        press.answered = True
        return Done(TAKEN_BACK[moved.state].format(ticket=moved.ticket), "queue")

    def leave(self, here: CounterState) -> Done:
        """Leave the counter with a reason, or come back to it."""
        if here.state != counters.PAUSED:
            return Done(t("离开窗口要写原因"), "queue", Ref("pause"))
        context = self.context
        facts = counters.change(context.db, context.actor, context.now(), "open", here.number)
        told = t("{n} 号窗口继续服务").format(n=here.number)
        return Done(told + (t("；没有有效证书上岗，已记录") if facts.uncertified else ""), "queue")

    # -- the sign of life

    def beat(self) -> bool:
        """Say that this seat is at work at its counter; False where nobody is in or there is no counter.

        On the same road, so on no officer's time, the database's log is copied away.
        """
        context = self.context
        context.db.tidy()
        if context.actor is NOBODY or not self.counter:
            return False
        presence.beat(context.db, context.actor, context.now(), self._seat, self.counter)
        return True

    def gone(self) -> None:
        """The desk was closed in good order."""
        presence.leave(self.context.db, self._seat)

    @property
    def _seat(self) -> str:
        """Two machines may bear one name; at two counters each gives its own sign of life."""
        return f"{self.context.settings.seat}@{self.counter}"

    # -- the person, the lock

    def reveal(self, person_id: int) -> str:
        context = self.context
        return persons.reveal(context.db, context.actor, context.now(), person_id, "id_number")

    def safe(self) -> Safe:
        context = self.context
        waiting = service.waiting_count(context.db, context.now())
        if context.actor is NOBODY:
            return Safe(waiting=waiting)
        facts = service.read(context.db, context.actor, context.now(), self.counter)
        here = facts.counter
        where = t("{n} 号窗口").format(n=here.number) if here else ""
        return Safe(here.ticket if here else "", where, facts.drafts, waiting)

    def logins(self) -> tuple[LoginChoice, ...]:
        return tuple(LoginChoice(line.login, line.name) for line in service.logins(self.context.db))

    def log_in(self, login: str, password: str) -> Frame:
        context = self.context
        wanted = login or context.actor.login
        if not wanted:
            raise NotAllowed("login.wrong", field="password")
        self.context = context.acting(self._entry.enter(wanted, password, context.now()))
        return self.frame()


_ACTS: dict[str, Callable[[StationPort, CounterState], Done]] = {
    "queue.call": StationPort.call,
    "queue.recall": lambda port, here: port.verb(here, "recall", t("已重呼 {ticket}")),
    "queue.finish": lambda port, here: port.verb(here, "finish", t("{ticket} 已办结"), "rate"),
    "queue.miss": lambda port, here: port.verb(here, "miss", t("{ticket} 已过号，来人后按 Shift+F5 恢复")),
    "queue.restore": StationPort.restore,
    "queue.transfer": lambda _port, here: Done(t("选要转到哪里"), "queue", Ref("transfer", here.ticket)),
    "queue.hold": lambda _port, here: Done(t("选一个暂存的原因"), "queue", Ref("hold", here.ticket)),
    "queue.resume": StationPort.resume,
    "queue.undo": StationPort.undo,
    "counter.pause": StationPort.leave,
}


def why_not(here: CounterState | None) -> dict[str, str]:
    """Which counter acts cannot be done now, and why."""
    if here is None:
        return dict.fromkeys((act for act in COUNTER_ACTS if act != "check"), t("这台电脑现在不是窗口，不能叫号。"))
    reasons: dict[str, str] = {}
    if not here.ticket:
        nobody = t("窗口现在没有人在办。按 F2 呼叫下一位。")
        reasons |= dict.fromkeys(("queue.recall", "queue.finish", "queue.miss", "queue.transfer", "queue.hold"), nobody)
        if not here.waiting:
            reasons["queue.call"] = t("本窗口没有人在等。")
    elif here.ticket_state == TicketState.SERVING.value:
        reasons |= dict.fromkeys(("queue.recall", "queue.miss"), t("{ticket} 已经开始办理。").format(ticket=here.ticket))
    elif here.calls >= here.recalls:
        reasons["queue.recall"] = t("{ticket} 已叫 {n} 次。没来就按 F5 过号。").format(ticket=here.ticket, n=here.calls)
    if not here.held and not here.held_elsewhere:
        reasons["queue.resume"] = t("没有暂存的号票。")
    elif here.ticket:
        reasons["queue.resume"] = t("{ticket} 还在窗口，先办结、暂存或转号。").format(ticket=here.ticket)
    if not here.missed:
        reasons["queue.restore"] = t("今天没有过号的人。")
    if here.ticket and here.state != counters.PAUSED:
        reasons["counter.pause"] = t("{ticket} 还在办，先办结（F4）再离开。").format(ticket=here.ticket)
    return reasons


def _name(facts: FrameFacts) -> str:
    return t("【练习】{name}").format(name=facts.station) if facts.practice else facts.station


def _backup(facts: FrameFacts, now: datetime) -> dict[str, object]:
    """What the status bar says of the newest backup; one of yesterday is still good in the morning."""
    if facts.backup is None:
        return {"backup": "" if facts.practice else t("还没有备份"), "backup_ok": facts.practice}
    made = station_time(facts.backup.made_at)
    age = (now.date() - made.date()).days
    if age <= 0:
        return {"backup": t("今日备份 {time}").format(time=f"{made:%H:%M}"), "backup_ok": True}
    return {"backup": t("上次备份 {day}").format(day=f"{made:%m-%d}"), "backup_ok": age <= 1}


def _begins(place: str) -> frozenset[str]:
    """Read off the place's package, so that the frame need not import the pages themselves."""
    if importlib.util.find_spec(f"ui.desk.{place}") is None:
        return frozenset()
    return frozenset(getattr(importlib.import_module(f"ui.desk.{place}"), "BEGINS", ()))


# commands of the search


@dataclass(frozen=True, slots=True)
class _Command:
    """A command with its spelling, for pinyin initials."""

    hit: Hit
    reading: str
    initials: str
    right: str = ""
    also: str = ""
    real_only: bool = False

    def holds(self, wanted: str) -> bool:
        """Whether words, pinyin or initials hold what was typed."""
        return any(wanted in held for held in (self.hit.title, self.also, self.reading.replace(" ", ""), self.initials))

    def begins(self, wanted: str) -> bool:
        """Whether the words of the act itself begin with it, whatever section they stand in: these come first."""
        act = self.hit.title.rpartition(t("："))[2]
        (reading,) = service.readings([act])
        initials = "".join(part[:1] for part in reading.split())
        return any(said.startswith(wanted) for said in (act, reading.replace(" ", ""), initials))


_ANYWHERE = frozenset({"lock", "panel", "register", "voices", "phone"})
"""Acts of any page that the palette offers, beside places and the acts of the counter."""


@cache
def _all_commands() -> tuple[_Command, ...]:
    icons = {f"place.{place.code}": place.icon for place in PLACES}
    told = [(b.act, t("打开“{place}”").format(place=b.words) if b.act.startswith("place.") else b.words) for b in BINDINGS]
    shown_acts = [(act, words) for act, words in told if act.startswith("place.") or act in COUNTER_ACTS or act in _ANYWHERE]
    readings = service.readings([words for _act, words in shown_acts])
    made = tuple(
        _Command(
            Hit(Ref("act", act), "queue", words, icon=icons.get(act, "chevron-right-circle-outline"), key=key_of(act)),
            reading,
            "".join(part[:1] for part in reading.split()),
        )
        for (act, words), reading in zip(shown_acts, readings, strict=True)
    )
    return (*made, *_sections(), *_buttons())


def _sections() -> tuple[_Command, ...]:
    """The sections of the settings, each with what one must be allowed to read."""
    from ui.desk.settings.names import NAMES

    told = [(code, t("设置：{name}").format(name=name), icon, right) for code, (name, icon, right) in NAMES.items()]
    readings = service.readings([words for _code, words, _icon, _right in told])
    return tuple(
        _Command(Hit(Ref(code), "settings", words, icon=icon), reading, "".join(part[:1] for part in reading.split()), right)
        for (code, words, icon, right), reading in zip(told, readings, strict=True)
    )


def _buttons() -> Iterator[_Command]:
    """The single buttons: of the sections of the settings, and what can be begun in the other places."""
    from ui.desk.elsewhere import BEGINS
    from ui.desk.settings.names import ACTS, NAMES

    for one in BEGINS:
        ref = Ref("press", (one.where, one.press)) if one.press else one.where
        assert ref is not None
        yield _spelled(Hit(ref, one.place, one.words, icon=one.icon), one.right)
    for code, acts in ACTS.items():
        section = NAMES[code][0]
        for name, act in acts.items():
            title = t("{section}：{act}").format(section=section, act=act.words)
            hit = Hit(Ref("press", (Ref(code), name)), "settings", title, icon=act.icon)
            yield _spelled(hit, act.right, act.also, real_only=act.real_only)


def _spelled(hit: Hit, right: str, also: str = "", *, real_only: bool = False) -> _Command:
    (reading,) = service.readings([hit.title + also])
    return _Command(hit, reading, "".join(part[:1] for part in reading.split()), right, also, real_only)


def commands(text: str, actor: Actor | None = None, *, practice: bool = False) -> tuple[Hit, ...]:
    """The commands whose words, pinyin or initials hold what was typed; all of them for nothing, but only what the officer may do."""
    wanted = text.strip().casefold()
    offered = [one for one in _all_commands() if not one.right or (actor is not None and may(actor, one.right))]
    found = [one for one in offered if not (one.real_only and practice) and (not wanted or one.holds(wanted))]
    return tuple(one.hit for one in sorted(found, key=lambda one: bool(wanted) and not one.begins(wanted)))
