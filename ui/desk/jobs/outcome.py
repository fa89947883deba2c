"""The forms of what became of a referral: its next step, and the confirmed start of work, also one the person found alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.jobs_market import ConfirmedHow, JobKind, PushChannel, ReferralState
from app.domain.persons import IN_WORK, StatusKind
from app.services import hires
from app.services.hires import HireForm, HireLine, ReferralForm, ReferralLine
from app.services.jobs import JobLine
from app.services.late_entries import Asked
from app.texts import t, word
from app.texts.phrases.late import waits_words
from ui.desk.jobs.lists import onward
from ui.desk.kept import Keep
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, line, two_columns

OVER = t("这条推荐已经有结果，不用再登记。")


class ReferralLate(RecordForm):
    """A referral that was made on an earlier day: the day, by which way, and why it is written down only now."""

    def __init__(self, person_id: int, name: str, job: JobLine) -> None:
        self.person_id, self.name, self.job = person_id, name, job
        fields = {
            "on": date_field(t("推荐日期"), required=True),
            "channel": choice_field(t("怎么推荐的"), [(way.value, word(way)) for way in PushChannel]),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天推荐的要写；超过三个工作日的等第二人确认")),
        }
        made = tuple(fields.values())
        keep = Keep(f"referral.late.{job.id}", f"person:{person_id}", t("补录推荐"))
        title = t("把{job}推荐给{name}").format(job=job.title, name=name)
        super().__init__(title, t("补录推荐"), fields, two_columns(made[:2], made[2:]), note=job.employer, keep=keep)


def refer_late(context: Any, form: ReferralLate, values: Mapping[str, str]) -> ReferralLine | Asked:
    """Write the referral on its day, or have it wait for its second person."""
    wanted = ReferralForm(form.person_id, form.job.id, day_of(values["on"]), PushChannel(values["channel"]), values["late_reason"])
    return hires.refer(context.db, context.actor, context.now(), wanted)


def referred_words(line: ReferralLine | Asked, title: str, name: str) -> str:
    """What became of it, in one sentence."""
    return waits_words(line.kind, line.on) if isinstance(line, Asked) else t("已把“{title}”推荐给{name}。").format(title=title, name=name)


class ReferralMoved(RecordForm):
    """The next step of a referral: only the steps that may follow are offered."""

    def __init__(self, one: ReferralLine, today: date) -> None:
        fields = {
            "state": choice_field(t("进展"), [(state.value, word(state)) for state in onward(one)]),
            "on": date_field(t("日期"), today, hint=t("面试、体检可以写约好的日子"), required=True),
            "reason": Field(t("说明"), line(), hint=t("不愿去的要写明原因，下次推荐更合适")),
        }
        made = tuple(fields.values())
        keep = Keep(f"referral.{one.id}", f"person:{one.person_id}", t("推荐进展"))
        title = t("{person}：{job}").format(person=one.person, job=one.job)
        super().__init__(title, t("登记进展"), fields, two_columns(made[:2], made[2:]), note=one.employer, keep=keep)


def move(context: Any, one: ReferralLine, values: Mapping[str, str]) -> ReferralLine:
    """Write the step."""
    state = ReferralState(values["state"])
    return hires.move(context.db, context.actor, context.now(), one.id, state, on=day_of(values["on"]), text=values["reason"])


class HireNew(RecordForm):
    """A start of work: out of a referral, or (without one) where the person found work alone.

    ``market`` is how many jobs of the market went before: a public-welfare post is the last resort.
    """

    def __init__(self, person_id: int, name: str, referral: ReferralLine | None, market: int, today: date) -> None:
        self.person_id, self.referral = person_id, referral
        forms = [(kind.value, word(kind)) for kind in StatusKind if kind in IN_WORK]
        fields = self._first() | {
            "started_on": date_field(t("上岗日期"), hint=t("上岗以后再登记"), required=True),
            "form": choice_field(t("就业形式"), forms),
            "how": choice_field(t("怎么确认的"), [(how.value, word(how)) for how in ConfirmedHow]),
            "confirmed_on": date_field(t("确认日期"), today, required=True),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天上岗的要写；超过三个工作日的等第二人确认")),
            "reason": Field(t("直接安置的原因"), line(), hint=_market_words(market)),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        keep = Keep(f"hire.{referral.id}" if referral else "hire", f"person:{person_id}", t("登记上岗"))
        note = f"{referral.job}・{referral.employer}" if referral else t("自己找到的工作")
        super().__init__(t("{name}上岗").format(name=name), t("登记上岗"), fields, rows, note=note, keep=keep)
        self.also = {"since": "started_on", "status": "form"}
        self.fill({"form": _usual(referral)})

    def _first(self) -> dict[str, Field]:
        """Where the job is not known from a referral, the employer is asked for."""
        return {} if self.referral is not None else {"employer": words_field(t("单位"), required=True)}


def _usual(referral: ReferralLine | None) -> str:
    welfare = referral is not None and referral.kind is JobKind.PUBLIC_WELFARE
    return (StatusKind.WELFARE_POST if welfare else StatusKind.EMPLOYED).value


def _market_words(market: int) -> str:
    if market:
        return t("只用于公益性岗位；之前推荐过 {n} 次市场岗位，可以不写").format(n=market)
    return t("只用于公益性岗位；之前没有推荐过市场岗位，要写明")


def hire(context: Any, form: HireNew, values: Mapping[str, str]) -> HireLine | Asked:
    """Write the start of work."""
    started = day_of(values["started_on"])
    assert started is not None
    wanted = HireForm(
        started,
        ConfirmedHow(values["how"]),
        form.person_id,
        form.referral.id if form.referral is not None else None,
        employer=values.get("employer", ""),
        form=StatusKind(values["form"]),
        confirmed_on=day_of(values["confirmed_on"]),
        reason=values["reason"],
        late_reason=values["late_reason"],
    )
    return hires.hire(context.db, context.actor, context.now(), wanted)


def hired_words(line: HireLine | Asked) -> str:
    """What follows from it, in one sentence."""
    if isinstance(line, Asked):
        return waits_words(line.kind, line.on)
    counted = t("计入本站帮扶就业。") if line.helped else t("之前没有本站的服务记录，不计入帮扶就业。")
    return t("{name}上岗已登记，就业状态已跟着改。").format(name=line.person) + counted
