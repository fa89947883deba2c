"""The assistance file: the five points, who gets a file, the six steps, the three service lists and their answers (004 (五)).

A point is clear when the fields behind it are known. None or an empty text means nobody asked; an empty list means asked, and none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.domain.errors import Overtaken, Refused

# the five points


class Point(StrEnum):
    """个人情况清、困难类别清、就业意向清、技能水平清、政策需求清, in the order of the policy."""

    PERSONAL = "personal"
    HARDSHIP = "hardship"
    INTENTION = "intention"
    SKILL = "skill"
    POLICY = "policy"


class PointField(StrEnum):
    """The fields behind the points; the names are those in the stored facts."""

    EDUCATION = "education"
    MARITAL = "marital"
    RESIDENT = "resident"
    PHONE = "phone"
    STATUS = "status"
    CATEGORY = "category"
    WILLING = "willing"
    ABLE = "able"
    OCCUPATIONS = "occupations"
    KINDS = "kinds"
    LEVEL = "level"
    CERTIFICATES = "certificates"
    POLICY_NEEDS = "policy_needs"


POINT_FIELDS: dict[Point, tuple[PointField, ...]] = {
    Point.PERSONAL: (PointField.EDUCATION, PointField.MARITAL, PointField.RESIDENT, PointField.PHONE, PointField.STATUS),
    Point.HARDSHIP: (PointField.CATEGORY,),
    Point.INTENTION: (PointField.WILLING, PointField.ABLE, PointField.OCCUPATIONS, PointField.KINDS),
    Point.SKILL: (PointField.LEVEL, PointField.CERTIFICATES),
    Point.POLICY: (PointField.POLICY_NEEDS,),
}
NEVER_EMPTY = frozenset({PointField.OCCUPATIONS, PointField.KINDS})
NO_CATEGORY = "none"  # asked, and not a person in difficulty

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PointState:
    """One point of a person: clear, or what is still missing for it."""

    point: Point
    missing: tuple[PointField, ...]

    @property
    def clear(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def is_known(field: PointField, value: Any) -> bool:
    """Whether a field has been asked and answered."""
    if value is None or value == "":
        return False
    return field not in NEVER_EMPTY or bool(value)


def missing_fields(point: Point, facts: Facts) -> tuple[PointField, ...]:
    """The fields still unknown behind a point; who does not want to work is asked no further about wishes."""
    if point is Point.INTENTION and facts.get(PointField.WILLING) is False:
        return ()
    return tuple(field for field in POINT_FIELDS[point] if not is_known(field, facts.get(field)))


def five_points(facts: Mapping[Point, Facts]) -> tuple[PointState, ...]:
    """The state of all five points from the newest facts of each."""
    return tuple(PointState(point, missing_fields(point, facts.get(point, {}))) for point in Point)


def clear_count(states: Iterable[PointState]) -> int:
    """How many of the points are clear (4 of 5)."""
    return sum(state.clear for state in states)


def check_facts(point: Point, facts: Facts) -> None:
    """Refuse facts with a field the point does not have; names of further fields begin with ``x_``."""
    known = set(POINT_FIELDS[point]) | {"note"}
    unknown = sorted(name for name in facts if name not in known and not name.startswith("x_"))
    if unknown:
        raise Refused("file.unknown_fact", field="facts", name=unknown[0])


# opening and closing


class FileState(StrEnum):
    """An assistance file is open or closed."""

    OPEN = "open"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why a file ends."""

    IN_WORK = "in_work"
    NO_WISH = "no_wish"
    MOVED_AWAY = "moved_away"
    RETIRED = "retired"
    DIED = "died"
    OTHER = "other"


def check_open(willing: bool | None, able: bool | None, *, has_open_file: bool = False) -> None:
    """Refuse a file unless the person is both willing and able to work (D10); the refusal asks for a reason to keep instead."""
    if has_open_file:
        raise Refused("file.exists")
    for answer, unknown, no, field in (
        (willing, "file.willing_unknown", "file.not_willing", "willing"),
        (able, "file.able_unknown", "file.not_able", "able"),
    ):
        if answer is None:
            raise Refused(unknown, field=field)
        if not answer:
            raise Refused(no, field="reason")


def check_no_file(willing: bool | None, able: bool | None, reason: str) -> str:
    """The reason why a surveyed person gets no file; refused when it is blank or when both answers are yes."""
    if willing and able:
        raise Refused("file.could_be_opened")
    if not reason.strip():
        raise Refused("file.reason", field="reason")
    return reason.strip()


def check_close(state: FileState, reason: CloseReason, text: str, opened_on: date, on: date, today: date) -> None:
    """Refuse to close twice, outside opening and today, or for another reason that is not written down."""
    if state is FileState.CLOSED:
        raise Overtaken("file.closed")
    if not opened_on <= on <= today:
        raise Refused("file.close_date", field="closed_on", first=opened_on.isoformat(), last=today.isoformat())
    if reason is CloseReason.OTHER and not text.strip():
        raise Refused("file.close_reason", field="reason")


# the six steps


class FileStage(StrEnum):
    """六步工作法: 信息采集、分类管理、服务对接、定制帮扶、汇总更新、评估跟进."""

    COLLECT = "collect"
    CLASSIFY = "classify"
    CONNECT = "connect"
    TAILOR = "tailor"
    UPDATE = "update"
    EVALUATE = "evaluate"


STAGES = tuple(FileStage)


def stage_reached(recorded: Collection[FileStage]) -> FileStage:
    """The furthest step with a record; a new file stands at the first."""
    return max(recorded, key=STAGES.index, default=FileStage.COLLECT)


def check_stage(to: FileStage, recorded: Collection[FileStage], state: FileState = FileState.OPEN) -> None:
    """Refuse 评估跟进 before 定制帮扶 has a record (D26), and any step of a closed file."""
    if state is FileState.CLOSED:
        raise Overtaken("file.closed")
    if to is FileStage.EVALUATE and FileStage.TAILOR not in recorded:
        raise Refused("file.not_tailored", field="stage")


# services


class ServiceMode(StrEnum):
    """主动、上门、定制 (004 (三)) and 预约、代理、远程 (003 (九)), beside plain service at the counter."""

    COUNTER = "counter"
    PROACTIVE = "proactive"
    DOOR = "door"
    TAILORED = "tailored"
    BOOKED = "booked"
    PROXY = "proxy"
    REMOTE = "remote"


REMOTE_CHANNELS = frozenset({"phone", "online", "remote", "message"})


def case_mode(own: str, channel: str, *, proxy: bool, booked: bool) -> ServiceMode:
    """The mode of the service that a case is: by proxy before all, then what was said of it, then how the person came (B12, B13)."""
    if proxy:
        return ServiceMode.PROXY
    if own:
        return ServiceMode(own)
    if booked:
        return ServiceMode.BOOKED
    return ServiceMode.REMOTE if channel in REMOTE_CHANNELS else ServiceMode.COUNTER


class ServiceKind(StrEnum):
    """What a recorded service was."""

    GUIDANCE = "guidance"
    REFERRAL = "referral"
    TRAINING = "training"
    POLICY = "policy"
    START_UP = "start_up"
    CASE = "case"
    LIST = "list"
    VISIT = "visit"
    FOLLOW_UP = "follow_up"


def check_service(happened_on: date, today: date, what: str) -> None:
    """Refuse a service in the future or one that does not say what was done."""
    if happened_on > today:
        raise Refused("service.future", field="happened_on", date=happened_on.isoformat())
    if not what.strip():
        raise Refused("service.empty", field="what")


# the three lists


class ListKind(StrEnum):
    """岗位、政策、培训."""

    JOBS = "jobs"
    POLICIES = "policies"
    TRAINING = "training"


class LineAnswer(StrEnum):
    """What became of a line."""

    PENDING = "pending"
    INTERVIEW = "interview"
    HIRED = "hired"
    NOT_HIRED = "not_hired"
    FALLBACK = "fallback"
    APPLIED = "applied"
    GRANTED = "granted"
    NOT_ELIGIBLE = "not_eligible"
    ENROLLED = "enrolled"
    FINISHED = "finished"
    DECLINED = "declined"


ANSWERS: dict[ListKind, tuple[LineAnswer, ...]] = {
    ListKind.JOBS: (
        LineAnswer.PENDING,
        LineAnswer.INTERVIEW,
        LineAnswer.HIRED,
        LineAnswer.NOT_HIRED,
        LineAnswer.FALLBACK,
        LineAnswer.DECLINED,
    ),
    ListKind.POLICIES: (LineAnswer.PENDING, LineAnswer.APPLIED, LineAnswer.GRANTED, LineAnswer.NOT_ELIGIBLE, LineAnswer.DECLINED),
    ListKind.TRAINING: (LineAnswer.PENDING, LineAnswer.ENROLLED, LineAnswer.FINISHED, LineAnswer.DECLINED),
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a list: what it offers, the record behind it (``job:12``) and why it was chosen."""

    kind: ListKind
    title: str
    record: str = ""
    detail: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One version of the three lists; once handed over it stays as it is."""

    number: int
    made_on: date
    handed_over_on: date | None = None


def version_to_write(latest: ListVersion | None) -> int:
    """The number new lines go into: the latest version while it has not been handed over, else the next."""
    if latest is None:
        return 1
    return latest.number if latest.handed_over_on is None else latest.number + 1


def check_lines(lines: Sequence[ListLine]) -> None:
    """Refuse three empty lists, a line without a title, and the same record twice in one list."""
    if not lines:
        raise Refused("list.empty", field="lines")
    seen: set[tuple[ListKind, str]] = set()
    for line in lines:
        if not line.title.strip():
            raise Refused("list.line_empty", field="lines", kind=line.kind)
        key = (line.kind, line.record or line.title)
        if key in seen:
            raise Refused("list.line_twice", field="lines", kind=line.kind, title=line.title)
        seen.add(key)


def check_hand_over(version: ListVersion, on: date, today: date) -> None:
    """Refuse a second hand-over, one before the list was made, or one in the future."""
    if version.handed_over_on is not None:
        raise Overtaken("list.handed_over", date=version.handed_over_on.isoformat())
    if not version.made_on <= on <= today:
        raise Refused("list.hand_over_date", field="handed_over_on", first=version.made_on.isoformat(), last=today.isoformat())


def check_answer(kind: ListKind, answer: LineAnswer, reason: str, version: ListVersion, on: date, today: date) -> None:
    """Refuse an answer the list does not know, one before the hand-over or in the future, and a no without its reason."""
    if answer not in ANSWERS[kind]:
        raise Refused("list.answer_unknown", field="answer", answer=answer, kind=kind)
    if version.handed_over_on is None:
        raise Refused("list.not_handed_over", field="answer")
    if not version.handed_over_on <= on <= today:
        raise Refused("list.answer_date", field="answered_on", first=version.handed_over_on.isoformat(), last=today.isoformat())
    if answer is LineAnswer.DECLINED and not reason.strip():
        raise Refused("list.answer_reason", field="reason")


def list_stale(updated_on: date, on: date, days: int) -> bool:
    """Whether a list is older than the set number of days (the policy gives none) and wants renewing."""
    return on > updated_on + timedelta(days=days)
