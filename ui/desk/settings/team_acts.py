"""What can be done with posts, deputies, whereabouts and desks: buttons of their sections, only those the officer may press."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.actor import Role
from app.domain.desks import DeskState
from app.domain.roster import Presence
from app.services import deputies, desks, officers, posts, whereabouts
from app.services.deputies import DeputyLine
from app.services.desks import DeskLine
from app.services.papers import Wanted
from app.services.posts import AssignmentLine
from app.services.where_lines import WhereLine
from app.texts import t
from ui.desk.places import Ref
from ui.desk.record_form import day_of
from ui.desk.settings import team
from ui.desk.settings import team_forms as forms
from ui.desk.settings.names import Handlers

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs


class TeamActs:
    """The forms of the people at work over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "roster": {
                "add": self.assign,
                "end": lambda: self.end(row()),
            },
            "deputies": {
                "add": self.name_deputy,
                "end": lambda: self.end_deputy(row()),
            },
            "where": {
                "change": lambda: self.put_where(row()),
            },
            "desks": {
                "offer": self.offer,
                "take": lambda: self.take(row()),
                "decline": lambda: self.answer(row(), desks.decline, t("不接收")),
                "withdraw": lambda: self.answer(row(), desks.withdraw, t("撤回移交")),
                "print": lambda: self.print_list(row()),
                "sign": lambda: self.sign(row()),
                "look": self.look,
            },
        }

    # -- posts

    def new_post(self, back: str = "posts") -> None:
        """A post; ``back`` is the section to go on with."""
        work = lambda c, v: posts.define(c.db, c.actor, c.now(), v["code"], forms.NewPost.post(v))  # noqa: E731
        self.acts.show(forms.NewPost(), work, t("岗位已保存。"), back)

    def assign(self) -> None:
        """Somebody on a post."""
        read = lambda c: (posts.listing(c.db, c.actor), officers.listing(c.db, c.actor))  # noqa: E731
        self.page.ask(read, lambda found: self._assign(*found))

    def _assign(self, known: Any, staff: Any) -> None:
        if not any(one.active for one in known):
            self.page.desk.say(t("还没有岗位，请先建一个。"))
            self.new_post("roster")
            return
        work = lambda c, v: posts.assign(c.db, c.actor, c.now(), forms.Assign.assignment(v))  # noqa: E731
        self.acts.show(forms.Assign(known, forms.people(staff)), work, t("岗位已安排。"), "roster")

    def end(self, row: Any) -> None:
        """An assignment ends."""
        if isinstance(row, AssignmentLine):
            title = t("结束 {name} 的{post}").format(name=row.officer, post=row.post_name)
            form = forms.EndForm(title, t("结束"), t("最后一天"), f"assignment:{row.id}")
            work = lambda c, v: posts.end(c.db, c.actor, c.now(), row.id, on=day_of(v["on"]), reason=v["reason"])  # noqa: E731
            self.acts.show(form, work, t("岗位安排已结束。"), "roster")

    # -- the deputy head

    def name_deputy(self) -> None:
        """Who stands in for the head."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._name_deputy)

    def _name_deputy(self, staff: Any) -> None:
        may = [one for one in staff if Role.COUNTER.value in one.roles and Role.HEAD.value not in one.roles]
        self.acts.show(forms.Deputy(forms.people(may)), _name, t("代理已指定。"), "deputies")

    def end_deputy(self, row: Any) -> None:
        """A naming is taken back."""
        if isinstance(row, DeputyLine):
            work = lambda c, v: deputies.end(c.db, c.actor, c.now(), row.id, v["reason"])  # noqa: E731
            form = forms.Reason(t("收回{name}的代理").format(name=row.officer), t("收回"), f"deputy:{row.id}")
            self.acts.show(form, work, t("代理已收回。"), "deputies")

    # -- where everybody is

    def put_where(self, row: Any) -> None:
        """Where one is, or as head where another is."""
        if not isinstance(row, WhereLine):
            return
        actor = self.page.context.actor
        if row.login != actor.login and not actor.has(Role.HEAD):
            self.page.desk.say(t("{name}的去向由本人或站长登记。").format(name=row.officer))
            return
        self.acts.show(forms.Whereabout(row), lambda c, v: _put_where(c, row.login, v), t("去向已登记。"), "where")

    # -- desks

    def offer(self) -> None:
        """A whole desk to another officer."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._offer)

    def _offer(self, staff: Any) -> None:
        actor = self.page.context.actor
        work = [one for one in staff if {Role.COUNTER.value, Role.HEAD.value} & set(one.roles)]
        form = forms.OfferDesk(forms.people(work), actor.login, head=actor.has(Role.HEAD))
        self.acts.show(form, _offer, t("已移交，等对方接收。"), "desks")

    def look(self) -> None:
        """What an officer has in hand, before anything is handed over."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._look)

    def _look(self, staff: Any) -> None:
        form = forms.WhoseDesk(forms.people(staff), self.page.context.actor.login)
        self.page.show_form(form, lambda c, v: team.in_hand(c, v["officer"]), lambda found: self.page.show_found("desks", found))

    def _waiting(self, row: Any) -> DeskLine | None:
        """The offer stood on; one that was answered says so."""
        if not isinstance(row, DeskLine):
            return None
        if row.state is not DeskState.OFFERED:
            self.page.desk.say(t("这次交接已经办完，不能再改。"))
            return None
        return row

    def take(self, row: Any) -> None:
        """Everything on the list is the officer's own from now on."""
        line = self._waiting(row)
        if line is not None:
            work = lambda c: desks.take_over(c.db, c.actor, c.now(), line.code)  # noqa: E731
            said = t("{name}的全部工作已由您接收，共 {n} 件。")
            self.page.put(work, lambda done: self.acts.done(said.format(name=done.giver, n=len(done.moving)), "desks"))

    def answer(self, row: Any, act: Callable[..., DeskLine], words: str) -> None:
        """An offer is declined or taken back."""
        line = self._waiting(row)
        if line is not None:
            work = lambda c, v: act(c.db, c.actor, c.now(), line.code, v["reason"])  # noqa: E731
            self.acts.show(forms.Reason(words, words, f"desk:{line.code}.{act.__name__}"), work, t("已{act}。").format(act=words), "desks")

    def sign(self, row: Any) -> None:
        """Both signed the printed list."""
        if isinstance(row, DeskLine):
            work = lambda c, v: desks.signed(c.db, c.actor, c.now(), row.code, day_of(v["on"]))  # noqa: E731
            self.acts.show(forms.SignedForm(), work, t("签字日期已登记。"), "desks")

    def print_list(self, row: Any) -> None:
        """The list that both sign."""
        if isinstance(row, DeskLine):
            self.page.desk.go("prints", Ref("paper", Wanted("desk-list", desk=row.code)))


def _name(c: Any, v: dict[str, str]) -> Any:
    days = (forms.needed_day(v, "from"), forms.needed_day(v, "until"))
    return deputies.name(c.db, c.actor, c.now(), v["officer"], *days, v["reason"])


def _put_where(c: Any, login: str, v: dict[str, str]) -> Any:
    back = forms.Whereabout.back(v)
    return whereabouts.put(c.db, c.actor, c.now(), Presence(v["place"]), officer=login, back_at=back, note=v["note"])


def _offer(c: Any, v: dict[str, str]) -> Any:
    return desks.offer(c.db, c.actor, c.now(), v["to"], giver=v["from"], leaving=v["leaving"] == "yes", reason=v["reason"])
