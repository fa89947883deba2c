"""The people of a practice station: names, numbers of nobody, addresses by grid cell, and a working life that moves."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from app.domain.calendar import Calendar
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import GridFact, GroupFact, HardshipFact, PersonFact, Span, StatusFact
from app.domain.persons import Gender, IdKind, age_on, check_digit, is_4050

FIRST_SERIAL = 880
"""The sequence numbers of made-up people lie at the top, where offices hardly ever give any out."""

AGES = Weighted([((16, 22), 9), ((23, 29), 14), ((30, 39), 24), ((40, 49), 25), ((50, 59), 20), ((60, 74), 8)])
STATUSES = Weighted(
    [("employed", 45), ("flexible", 15), ("self_employed", 7), ("registered_unemployed", 17), ("unemployed", 8), ("outside", 8)]
)
SOURCES_EARLY, SOURCES_LATE = Weighted([("visit", 6), ("data", 4)]), Weighted([("counter", 6), ("visit", 3), ("person", 1)])
HARDSHIP_SHARE = 0.3
SCHOOL_AGES = {"graduate": 25, "bachelor": 22, "college": 21, "senior": 18, "vocational": 18}
"""The least age at which somebody has finished such a school."""
SHORTER = {"graduate": "bachelor", "bachelor": "college", "college": "senior", "senior": "junior", "vocational": "junior"}
SCHOOLED = frozenset({"senior", "vocational", "college", "bachelor", "graduate"})
"""Who went to school for longer than everybody must."""
LEVEL_AGES = {"5": 17, "4": 22, "3": 27}
WORKING_AGE, VETERAN_AGE, GRADUATE_AGE = 16, 21, 26
COLLEGES, LOOKING = ("college", "bachelor", "graduate"), ("registered_unemployed", "unemployed")
GRADUATES_LOOKING = 0.4
"""The share of college leavers who register as unemployed first."""
NO_CARD, PERMITS, PERMIT_REGIONS = 0.003, 0.0015, ("810000", "820000", "830000")
NEIGHBOURS, TOGETHER = 60, 0.7
PENSION = {Gender.MALE: 60, Gender.FEMALE: 55}


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The words people are made of."""

    surnames: Weighted[str]
    given: tuple[tuple[int, Mapping[Gender, Sequence[str]]], ...]
    rare: Sequence[str]
    minority: Sequence[Sequence[Any]]
    ethnicity: Weighted[str]
    regions: Weighted[str]
    phone_starts: Sequence[str]
    streets: Sequence[str]
    education: Weighted[str]
    skills: Mapping[str, Sequence[str]]
    employers: Sequence[str]
    lost: Sequence[str]
    gained: Sequence[str]


def parse_words(data: Mapping[str, Any]) -> PeopleWords:
    """The words of a parsed file."""
    given = tuple((part["until"], {Gender.FEMALE: part["female"], Gender.MALE: part["male"]}) for part in data["given"])
    return PeopleWords(
        Weighted.of(data["surnames"]),
        given,
        data["rare"]["names"],
        data["rare"]["minority"],
        Weighted.of(data["ethnicity"]),
        Weighted.of(data["regions"]),
        data["phone"]["starts"],
        data["grid"]["streets"],
        Weighted.of(data["education"]),
        data["skills"],
        data["work"]["employers"],
        data["work"]["lost"],
        data["work"]["gained"],
    )


@dataclass(slots=True)
class Life:
    """A person while the past is being made up; ``index`` is the place in the list of persons, known when all are there."""

    at: datetime
    officer: str
    name: str
    gender: Gender
    born: date
    number: str | None
    phone: str | None
    ethnicity: str
    education: str
    marital: str
    address: str
    grid: int
    resident: bool = True
    hukou: str = "urban"
    skill: str = ""
    skill_level: str = ""
    helper: str | None = None
    bank: str = ""
    disability: str = ""
    health: str = ""
    source: str = "visit"
    document: IdKind = IdKind.RESIDENT
    kept: bool = False
    """Whether another story (a household) decides this life."""
    statuses: list[StatusFact] = field(default_factory=list)
    groups: list[GroupFact] = field(default_factory=list)
    hardship: HardshipFact | None = None
    index: int = 0

    @property
    def status(self) -> str:
        """The newest status."""
        return self.statuses[-1].status if self.statuses else ""

    def status_on(self, day: date) -> str:
        """The status on a day, empty before the first one."""
        place = bisect_right(self.statuses, day, key=lambda fact: fact.since)
        return self.statuses[place - 1].status if place else ""

    def fact(self) -> PersonFact:
        """The person as a frozen value."""
        return PersonFact(
            self.at,
            self.officer,
            self.name,
            self.document.value,
            self.number,
            self.born,
            int(self.gender),
            self.phone,
            self.ethnicity,
            self.education,
            self.marital,
            self.address,
            self.grid,
            self.resident,
            self.hukou,
            self.skill,
            self.skill_level,
            self.helper,
            self.bank,
            self.disability,
            self.health,
            self.source,
            tuple(self.statuses),
            tuple(self.groups),
            self.hardship,
        )


class Maker:
    """Makes people; every number is given out once."""

    def __init__(self, words: PeopleWords, span: Span, grids: Sequence[GridFact]) -> None:
        self.words, self.span, self.grids = words, span, grids
        self.chance = Chance(span.seed, "people")
        self._used: set[str] = set()
        self._settled: deque[Life] = deque(maxlen=NEIGHBOURS)

    def life(self, at: datetime, officer: str, *, born: date | None = None, gender: Gender | None = None, **fixed: Any) -> Life:
        """Somebody registered at a moment; ``surname``, ``address``, ``grid`` may be given."""
        c, words = self.chance, self.words
        born = born or self.birth_date(at.date())
        gender = gender or (Gender.FEMALE if c.hit(0.5) else Gender.MALE)
        name, ethnicity, gender = self._name(born, gender, fixed.pop("surname", ""))
        given = "address" in fixed
        grid = fixed.pop("grid", 0) or c.between(1, len(self.grids))
        life = Life(
            at=at,
            officer=officer,
            name=name,
            gender=gender,
            born=born,
            number=self._number(born, gender, words.regions.draw(c)),
            phone=self.phone() if c.hit(0.93) else None,
            ethnicity=ethnicity,
            education=self._education(age_on(born, at.date())),
            marital=self._marital(age_on(born, at.date())),
            address=fixed.pop("address", "") or self.address(grid),
            grid=grid,
        )
        if not given:
            self._move_in(life)
        self._particulars(life)
        self._documents(life)
        if c.hit(0.7):
            life.skill = c.of(self._skills(life))
            level = c.of(("none", "none", "none", "5", "5", "4", "3"))
            life.skill_level = level if age_on(born, at.date()) >= LEVEL_AGES.get(level, 0) else "5"
        return life

    def _skills(self, life: Life) -> Sequence[str]:
        skills = self.words.skills
        own = skills["male" if life.gender is Gender.MALE else "female"]
        return (*skills["any"], *own, *(skills["schooled"] if life.education in SCHOOLED else ()))

    def _move_in(self, life: Life) -> None:
        """Many live with somebody who was registered lately: with their spouse, or a grown child with the father."""
        with_whom = next((one for one in self._settled if _live_together(life, one)), None)
        if with_whom is not None and self.chance.hit(TOGETHER):
            life.address, life.grid = with_whom.address, with_whom.grid
            if life.marital == "married":
                self._settled.remove(with_whom)
        elif life.marital == "married":
            self._settled.append(life)

    def _documents(self, life: Life) -> None:
        """Nearly everybody shows a resident identity card; some have a residence permit, or just now nothing."""
        drawn = self.chance.unit()
        if drawn < NO_CARD:
            life.document, life.number = IdKind.NONE, None
        elif drawn < NO_CARD + PERMITS:
            life.document, life.number = IdKind.PERMIT, self._number(life.born, life.gender, self.chance.of(PERMIT_REGIONS))

    def _particulars(self, life: Life) -> None:
        c = self.chance
        life.hukou = c.of(("urban", "urban", "urban", "rural", "resident"))
        life.resident = c.hit(0.96)
        life.helper = self.grids[life.grid - 1].officer if c.hit(0.25) else None
        if c.hit(0.04):
            life.bank = "6200" + "".join(str(c.below(10)) for _ in range(15))
        if c.hit(0.03):
            life.health = c.of(("高血压，需按时服药", "腰椎间盘突出，不能久站", "糖尿病", "听力减退"))

    def birth_date(self, on: date) -> date:
        """A birth date of somebody of working age, as ages are spread here."""
        least, most = AGES.draw(self.chance)
        return on - timedelta(days=int((self.chance.between(least, most) + self.chance.unit()) * 365.25))

    def _name(self, born: date, gender: Gender, surname: str) -> tuple[str, str, Gender]:
        c, words = self.chance, self.words
        if not surname and c.hit(0.002):
            name, people, sex = c.of(words.minority)
            return name, people, Gender(sex)
        if not surname and c.hit(0.004):
            return c.of(words.rare), "汉族", gender
        given = next(names for until, names in words.given if born.year < until)
        return (surname or words.surnames.draw(c)) + self._given(given[gender]), words.ethnicity.draw(c), gender

    def _given(self, names: Sequence[str]) -> str:
        """A given name of the generation: as it stands there, or of the characters of two."""
        one, other = self.chance.of(names), self.chance.of(names)
        mixed = one[0] + other[-1]
        plain = len(one) < 2 or len(other) < 2 or mixed[0] == mixed[1]
        return one if plain or self.chance.hit(0.4) else mixed

    def _number(self, born: date, gender: Gender, region: str) -> str:
        while True:
            odd = int(gender is Gender.MALE)
            serial = FIRST_SERIAL + 2 * self.chance.below((1000 - FIRST_SERIAL) // 2) + odd
            body = f"{region}{born:%Y%m%d}{serial:03d}"
            if body not in self._used:
                self._used.add(body)
                return body + check_digit(body)

    def phone(self) -> str:
        """A mobile number of a range that no carrier gives to people."""
        return f"{self.chance.of(self.words.phone_starts)}{self.chance.below(100_000_000):08d}"

    def address(self, grid: int) -> str:
        """A flat in a grid cell."""
        c, streets = self.chance, self.words.streets
        street = streets[(grid - 1) % len(streets)]
        house = (grid - 1) // len(streets) * 40 + c.between(1, 40)
        return f"{street}{house}号楼{c.between(1, 5)}单元{c.between(1, 6)}0{c.between(1, 3)}室"

    def _education(self, age: int) -> str:
        """As schooling went: who was young before the seventies hardly studied, who is young now has not studied yet."""
        drawn = self.words.education.draw(self.chance)
        if age > 54 and drawn in ("bachelor", "graduate", "college"):
            return "junior"
        if age < 36 and drawn == "primary":
            return "senior"
        while age < SCHOOL_AGES.get(drawn, 0):
            drawn = SHORTER[drawn]
        return drawn

    def _marital(self, age: int) -> str:
        c = self.chance
        if age < 24 or (age < 32 and c.hit(0.45)):
            return "single"
        return "widowed" if age > 55 and c.hit(0.12) else "divorced" if c.hit(0.11) else "married"


def _live_together(life: Life, other: Life) -> bool:
    """Whether two are of an age and kind to share a flat: a couple, or a grown child and the father."""
    years = (life.born - other.born).days / 365.25
    if life.marital == "married":
        return other.gender is not life.gender and abs(years) <= 6
    return life.marital == "single" and other.gender is Gender.MALE and 22 <= years <= 36 and life.name[0] == other.name[0]


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns ``age``."""
    leap_day = born.month == 2 and born.day == 29
    return date(born.year + age, 3, 1) if leap_day else born.replace(year=born.year + age)


class Lives:
    """Gives each person a working life up to now, and the groups and recognitions that go with it."""

    def __init__(self, maker: Maker, span: Span, staff: Sequence[str], calendar: Calendar) -> None:
        self.maker, self.span, self.staff, self.calendar = maker, span, staff, calendar
        self.chance = Chance(span.seed, "lives")

    def live(self, life: Life) -> None:
        """The statuses of one person, oldest first, then groups and hardship."""
        day = life.at.date()
        left_school = birthday(life.born, max(WORKING_AGE, SCHOOL_AGES.get(life.education, 0)))
        since = max(day - timedelta(days=self.chance.between(20, 900)), left_school)
        self.status(life, self._first(life, day), min(since, day), life.at)
        self._go_on(life)
        self._groups(life)
        self._hardship(life)

    def status(self, life: Life, status: str, since: date, at: datetime, reason: str = "", officer: str = "") -> None:
        """Add a status, with the words that go with it."""
        first = at == life.at
        employer = self.chance.of(self.maker.words.employers) if status == "employed" else ""
        recorder = officer or (life.officer if first else self.chance.of(self.staff))
        life.statuses.append(StatusFact(at, recorder, status, since, reason, employer, life.source if first else "counter"))

    def moment(self, day: date) -> datetime:
        """A moment of the first working day from ``day`` on."""
        return self.chance.office_moment(self.calendar.working_on_or_after(day))

    def _first(self, life: Life, day: date) -> str:
        age = age_on(life.born, day)
        if age >= PENSION[life.gender]:
            return "retired"
        if age <= 22 and self.chance.hit(0.55):
            return "student"
        if self._is_fresh(life, day) and self.chance.hit(GRADUATES_LOOKING):
            return "registered_unemployed"
        return STATUSES.draw(self.chance)

    def _is_fresh(self, life: Life, day: date) -> bool:
        """Whether somebody left a college not long ago: many of them still look for their first work."""
        return age_on(life.born, day) <= GRADUATE_AGE and life.education in COLLEGES

    def _go_on(self, life: Life) -> None:
        """Lose work, register, find work again: until now. Of a college leaver who looks for work the market tells the rest."""
        day = life.at.date()
        if life.status == "student" and life.education in COLLEGES:
            self._leave_college(life, day)
            return
        if life.status in LOOKING and self._is_fresh(life, day) and self.chance.hit(GRADUATES_LOOKING):
            return
        for _ in range(3):
            day += timedelta(days=self._stays(life.status))
            after = "retired" if day >= birthday(life.born, PENSION[life.gender]) else self._next(life.status)
            if life.status in ("retired", "outside"):
                return
            if day >= self.span.today or not after:
                return
            words = self._reasons(after)
            told = self.moment(day + timedelta(days=self.chance.of((0, 0, 1, 3))))
            if told > self.span.now:
                return
            self.status(life, after, day, told, self.chance.of(words))

    def _leave_college(self, life: Life, day: date) -> None:
        """A student of a college leaves it in the summer; some register as unemployed in the weeks after."""
        over = date(day.year + (day.month > 5), 7, 1)
        since = self.calendar.working_on_or_after(over + timedelta(days=self.chance.between(0, 75)))
        told = self.moment(since + timedelta(days=self.chance.of((0, 1, 3))))
        if told <= self.span.now:
            self.status(life, self.chance.of(("registered_unemployed", "registered_unemployed", "employed")), since, told, "毕业离校")

    def _reasons(self, status: str) -> Sequence[str]:
        """What is written down as the reason of a new status."""
        if status == "retired":
            return ("到龄办理退休",)
        return self.maker.words.lost if status.endswith("unemployed") else self.maker.words.gained

    def _stays(self, status: str) -> int:
        if status in ("registered_unemployed", "unemployed"):
            return self.chance.between(60, 520)
        return self.chance.between(150, 2600)

    def _next(self, status: str) -> str:
        if status in ("registered_unemployed", "unemployed"):
            return self.chance.of(("employed", "employed", "flexible", "flexible", "self_employed", "outside"))
        if status in ("employed", "flexible", "self_employed", "student"):
            return self.chance.of(("registered_unemployed", "registered_unemployed", "unemployed"))
        return ""

    def _groups(self, life: Life) -> None:
        c, first = self.chance, life.statuses[0]
        left_school = first.status != "student"
        served_by = birthday(life.born, VETERAN_AGE)
        wanted = {
            "veteran": life.gender is Gender.MALE and served_by <= first.since and left_school and c.hit(0.055),
            "migrant": life.hukou == "rural" and left_school and c.hit(0.35),
            "low_income": c.hit(0.035),
            "disabled": c.hit(0.025),
            "flexible": first.status == "flexible" and c.hit(0.5),
        }
        for group, holds in wanted.items():
            if holds:
                life.groups.append(GroupFact(life.at, life.officer, group, first.since, life.source))
        self._graduate(life)
        if wanted["disabled"]:
            life.disability = c.of(("肢体三级", "肢体四级", "听力三级", "视力四级", "言语三级"))

    def _graduate(self, life: Life) -> None:
        """Who left a college and looks for work is a college leaver without work from that day on."""
        fact = next((one for one in life.statuses if one.status != "student"), None)
        if fact is None or fact.status not in LOOKING or not self._is_fresh(life, fact.at.date()):
            return
        life.groups.append(GroupFact(fact.at, fact.officer, "graduate", fact.since, life.source if fact.at == life.at else "counter"))

    def _hardship(self, life: Life) -> None:
        """Some of those who stay without work apply for recognition as persons in difficulty."""
        spans = [*life.statuses, None]
        for fact, after in pairwise(spans):
            if fact is None or fact.status != "registered_unemployed" or not self.chance.hit(HARDSHIP_SHARE):
                continue
            day = self.calendar.working_on_or_after(max(fact.at, life.at).date() + timedelta(days=self.chance.between(15, 90)))
            category = self._category(life, fact.since, day)
            if category and day < min(self.span.today, after.since if after else self.span.today):
                life.hardship = self._decided(category, day)
                return

    def _category(self, life: Life, since: date, day: date) -> str:
        groups = {group.group for group in life.groups}
        if "disabled" in groups:
            return "disabled"
        if is_4050(life.gender, life.born, day):
            return "older"
        if (day - since).days > 370:
            return "long_unemployed"
        return "low_income" if "low_income" in groups else ""

    def _decided(self, category: str, day: date) -> HardshipFact:
        c = self.chance
        applied = self.moment(day)
        decided = self.moment(day + timedelta(days=c.between(9, 24)))
        day = applied.date()
        fact = HardshipFact(applied, c.of(self.staff), category, day)
        if decided > self.span.now:
            return fact
        if c.hit(0.06):
            reason = "比对发现申请期间有单位参保记录"
            return HardshipFact(applied, fact.officer, category, day, decided, "county", refused_on=decided.date(), reason=reason)
        return HardshipFact(applied, fact.officer, category, day, decided, "county", recognised_on=decided.date())
