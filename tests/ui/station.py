"""A page over real services on a real encrypted practice station, and the people who live around it."""

from __future__ import annotations

from datetime import date

from app.context import AppContext
from app.domain.assistance import Point
from app.domain.findings import CheckMethod
from app.domain.persons import Gender, StatusKind
from app.domain.policies import PolicyKind, PolicyLevel
from app.services import assistance, policies, stations
from app.services.assistance import Finding, OpenForm
from app.services.policies import PolicyForm
from app.settings import Settings
from tests.services import market
from tests.services.people import register
from tests.ui.conftest import quiet
from ui.desk.desk import Desk
from ui.desk.ports import CurrentPerson
from ui.jobs import Jobs
from ui.kit.buttons import Button

CLEAR = {
    Point.PERSONAL: {"education": "senior", "marital": "married", "resident": True},
    Point.HARDSHIP: {"category": "older"},
    Point.INTENTION: {"willing": True, "able": True, "occupations": ["保洁", "后厨"], "kinds": ["part_time"]},
    Point.POLICY: {"policy_needs": ["灵活就业社保补贴"]},
}


def context_of(db, actor, now, folder):
    """The open station with a clock that stands still."""
    return AppContext(db, lambda: now, Settings(folder), actor, stations.facts(db))


def resident(context, name="张淑芬", born=date(1978, 4, 26), **facts):
    """A registered unemployed woman with a phone; her id."""
    facts.setdefault("gender", Gender.FEMALE)
    facts.setdefault("phone", "14200007162")
    facts.setdefault("status", StatusKind.REGISTERED_UNEMPLOYED)
    facts.setdefault("status_since", date(2026, 3, 2))
    return register(context.db, context.actor, context.now(), name, born, **facts)


def with_file(context, person):
    """Four clear points and an open file; the skill has never been asked."""
    day = context.now().date()
    found = [Finding(point, facts, CheckMethod.VISIT, day) for point, facts in CLEAR.items()]
    assistance.open_file(context.db, context.actor, context.now(), OpenForm(person, True, True))
    assistance.record_points(context.db, context.actor, context.now(), person, found)
    return person


def offers(context):
    """A verified employer with two jobs, a policy everybody meets, a course."""
    db, actor, now = context.db, context.actor, context.now()
    owner = market.employer(db, actor, now)
    jobs = [market.job(db, actor, now, owner.id, title) for title in ("楼道保洁员", "后厨帮工")]
    condition = {"field": "status", "operator": "eq", "value": "registered_unemployed", "text": "登记失业人员"}
    form = PolicyForm(
        "灵活就业社保补贴", PolicyLevel.PROVINCE, PolicyKind.INSURANCE, date(2026, 1, 1), conditions=[condition], published=True
    )
    policy = policies.add(db, actor, now, form)
    return jobs, policy, market.course(db, actor, now)


def show_page(qtbot, port, context, make, person=None):
    """A page as the shell shows it."""
    jobs = Jobs()
    desk = Desk(port, jobs, context)
    desk.person = person
    made = make(desk)
    made.jobs = jobs
    made.said = []
    desk.said.connect(made.said.append)
    made.gone = []
    desk.went.connect(lambda place, ref: made.gone.append((place, ref)))
    qtbot.addWidget(made)
    made.resize(986, 600)
    made.show()
    made.arrive()
    quiet(qtbot, made)
    return made


def present(person, name="张淑芬"):
    """Somebody at the counter."""
    return CurrentPerson("A027", person_id=person, name=name)


def click(qtbot, page, words):
    """The button with these words in what the settings show."""
    within = page.stack.currentWidget()
    next(one for one in within.findChildren(Button) if one.text() == words and one.isVisibleTo(page)).click()
    quiet(qtbot, page)


def press(qtbot, page, act):
    """The key of an act, as the shell does it."""
    wanted = page.acts()[act]
    assert not wanted.why_not, wanted.why_not
    wanted.run()
    quiet(qtbot, page)
