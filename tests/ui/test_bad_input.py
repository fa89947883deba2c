"""Bad input, as issue 2 lists it, at the desk: a sentence beside the field, the form stays open with what was typed, nothing is written.
What cannot be is asked on both databases.

What a start meets (no database, a newer one, a folder that cannot be written) stands in ``test_main``, the second start in
``test_single_instance``; the same list on the command line in ``tests/e2e/test_bad_input``. An item is chosen from a list at the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PyQt6.QtWidgets import QLineEdit, QPlainTextEdit
from sqlalchemy import func, select

from app.domain.clock import parse_moment
from app.domain.errors import Usage
from app.services import appointments, cases, items, queue, stations
from app.services.appointments import AppointmentForm
from app.services.cases import CaseForm
from app.settings import Settings
from app.texts import sentence
from db import models
from db.models import AuditHead
from db.uow import WORKING_TABLES
from tests.dbfixtures import NOW
from tests.keeping import with_key
from tests.services import market
from tests.services.accepting import accept_complete
from tests.services.people import no_such_day, number, register, wrong_digit
from tests.services.rated import closed_case
from tests.ui.conftest import quiet as settled
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from tests.ui.sample import SampleFirstRun
from tests.ui.test_main import started
from ui.desk.cases.page import VOICES
from ui.desk.places import Ref
from ui.desk.start import Wanted
from ui.desk.wizard import Wizard
from ui.desk.wizard_steps import CODES as STEPS

ODD = "好\0坏"
SAID = sentence(Usage("text.control"))
LONG = "长" * 10_001
TOO_LONG = sentence(Usage("text.too_long", most=10_000))


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


@pytest.fixture(params=["sqlite", "postgresql"])
def station(request, tmp_path):
    """The same station on each of the two databases."""
    if request.param == "sqlite":
        return request.getfixturevalue("settings")
    return with_key(Settings(tmp_path / "data", request.getfixturevalue("postgres_url")))


def at_desk(qtbot, settings, login: str = "practice", now=NOW):
    """The desk of an officer who may do everything but keep accounts."""
    desk = open_desk(qtbot, settings, login, now)
    desk._first_duty.stop()  # what the timed duties write is not what a form wrote
    desk._duty.stop()
    quiet(qtbot, desk)
    return desk


def written(desk) -> list[Any]:
    """How many rows every table holds that is audited, and where the audit trail ends."""
    context = desk.desk.context
    tables = [table for name, table in sorted(models.load_all().tables.items()) if name not in WORKING_TABLES]
    with context.db.read("audit.read", stations.actors(context.db)["head"]) as session:
        rows = [session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
        return [*rows, *session.execute(select(AuditHead.seq, AuditHead.hash)).one()]


# what cannot be


PERSONS: dict[str, tuple[dict[str, str], str, str]] = {
    "check_digit": ({"id_number": wrong_digit()}, "id_number", "校验位不对"),
    "born_ahead": ({"id_number": number(date(2030, 1, 2))}, "id_number", "在今天之后"),
    "day_in_number": ({"id_number": no_such_day()}, "id_number", "不存在"),
    "birthday_ahead": ({"birth_date": "2026-10-10"}, "birth_date", "在今天之后"),
    "day_of_birth": ({"birth_date": "2026-02-30"}, "birth_date", "日期看不懂"),
}


def test_a_person_who_cannot_be_is_not_registered(qtbot, station):
    desk = at_desk(qtbot, station)
    desk.go("people")
    quiet(qtbot, desk)
    before = written(desk)
    for values, field, said in PERSONS.values():
        desk.page.close_all()
        desk.page.register()
        form = desk.page.form
        form.fill({"name": "王五", **values})
        form.send()
        quiet(qtbot, desk)
        assert said in form.fields[field].message and form.fields[field].is_wrong
        assert desk.page.form is form and form.values()["name"] == "王五"
        assert form.act.isEnabled() and written(desk) == before


def test_nor_at_the_counter(qtbot, station):
    desk = at_desk(qtbot, station)
    form, _ = counter_register(qtbot, desk)
    before = written(desk)
    for values, field, said in [person for person in PERSONS.values() if person[1] == "id_number"]:
        for name, value in {"name": "王五", **values}.items():
            form.fields[name].set_value(value)
        form.send()
        quiet(qtbot, desk)
        assert said in form.fields[field].message
        assert desk.page.card.form is form and form.values()["name"] == "王五"
        assert written(desk) == before


def test_a_promise_longer_than_the_law_is_told_beside_the_field(qtbot, station):
    desk = at_desk(qtbot, station)
    context = desk.desk.context
    code = next(line.code for line in items.listing(context.db, context.actor) if line.statutory_days == 20)
    register(context.db, context.actor, context.now())  # the day's first write brings its duties with it
    desk.go("settings")
    quiet(qtbot, desk)
    desk.page.ask(lambda c: items.guide(c.db, c.actor, code), desk.page.settings_acts.items._change_item)
    quiet(qtbot, desk)
    before, form = written(desk), desk.page.form
    form.fields["promised_days"].set_value("21")
    form.send()
    quiet(qtbot, desk)
    assert "承诺 21 个工作日比法定 20" in form.fields["promised_days"].message
    assert desk.page.form is form and written(desk) == before


def test_a_day_that_does_not_exist_is_told_in_a_new_case(qtbot, station):
    desk = at_desk(qtbot, station)
    context = desk.desk.context
    person = register(context.db, context.actor, context.now())
    desk.go("cases", Ref("new_case", person))
    quiet(qtbot, desk)
    new, before = desk.page.new, written(desk)
    new.received.set_value("2026-02-30")
    new.confirm()
    quiet(qtbot, desk)
    assert "2026-02-30" in new.received.message and new.isVisible() and written(desk) == before


def test_a_second_number_for_one_appointment_is_refused(qtbot, station):
    desk = at_desk(qtbot, station)
    context = desk.desk.context
    person = register(context.db, context.actor, context.now())
    at = parse_moment("2026-10-12T09:00")
    code = appointments.make(context.db, context.actor, context.now(), AppointmentForm(person, at, "A"))
    desk.close()
    monday = at_desk(qtbot, station, "practice", at)
    monday.go("queue")
    monday.page.show_booked()
    quiet(qtbot, monday)
    booked = monday.page._face
    booked.check_in(code)
    quiet(qtbot, monday)
    before = written(monday)
    booked.check_in(code)
    quiet(qtbot, monday)
    assert "A001" in booked.strip.sentence.text() and written(monday) == before


def test_a_form_with_an_unknown_measure_is_named_and_the_others_work(qtbot, station):
    folder = station.data / "definitions"
    folder.mkdir()
    from tests.e2e.test_bad_input import FORM

    (folder / "own.toml").write_text(FORM, encoding="utf-8")
    desk = at_desk(qtbot, station)
    before = written(desk)
    desk.go("returns")
    quiet(qtbot, desk)
    assert "visits_to_the_moon" in desk.page.strip.sentence.text() and desk.page.loaded is not None
    assert written(desk) == before


def test_a_wrong_key_opens_nothing_and_says_so(qtbot, settings):
    before = settings.database_path.read_bytes()

    def typed(_phrase):
        from ui.desk.live import open_station

        return open_station(settings, Wanted("clerk1"), "not the key of this station")

    window = started(qtbot, settings, opener=typed)
    assert window.stop_page.phrase.is_wrong and "数据没有打开" in window.stop_page.phrase.message
    assert settings.database_path.read_bytes() == before


# what is no text


def turned(qtbot, desk, place: str, ref: Ref | None = None) -> Any:
    """The page of a place."""
    desk.go(place, ref) if ref is not None else desk.go(place)
    quiet(qtbot, desk)
    return desk.page


def over(qtbot, desk, open_it: Callable[[], object]) -> tuple[Any, Callable[[], object]]:
    """A form that lies over the page, and what sends it."""
    desk.page.close_all() if hasattr(desk.page, "close_all") else desk.page.leave_form()
    open_it()
    quiet(qtbot, desk)
    form = desk.page.form
    return form, form.send


def counter_form(qtbot, desk, name: str, ask: Callable[[Any], object]) -> tuple[Any, Callable[[], object]]:
    """A form of the card at the counter, with somebody called."""
    page = turned(qtbot, desk, "queue")
    if page.board.present is None:
        queue.take(desk.desk.context.db, desk.desk.context.actor, desk.desk.context.now(), "A")
        page.arrive()
        quiet(qtbot, desk)
        press(qtbot, desk, "F2")
    ask(page)
    quiet(qtbot, desk)
    return page._forms[name], page._forms[name].send


def counter_register(qtbot, desk):
    return counter_form(qtbot, desk, "register", lambda page: page.ask_register())


def people_forms(qtbot, desk):
    context = desk.desk.context
    page = turned(qtbot, desk, "people")
    yield over(qtbot, desk, page.register)
    person = register(context.db, context.actor, context.now())
    for wish in ("change", "new_status", "new_group", "apply_hardship", "open_file", "new_household"):
        page.close_all()
        page.open_person(person)
        quiet(qtbot, desk)
        acts = page._person_acts_of
        getattr(acts, wish)(*(["disabled"] if wish == "apply_hardship" else []))
        quiet(qtbot, desk)
        yield page.form, page.form.send
    for point in ("skill", "hardship", "intention", "policy"):
        page.close_all()
        page.open_person(person)
        quiet(qtbot, desk)
        page._person_acts_of.point(point)
        quiet(qtbot, desk)
        yield page.form, page.form.send


def market_forms(qtbot, desk):
    context = desk.desk.context
    owner = market.employer(context.db, context.actor, context.now())
    job = market.job(context.db, context.actor, context.now(), owner.id)
    page = turned(qtbot, desk, "jobs")
    yield over(qtbot, desk, page.begin)
    yield over(qtbot, desk, lambda: page._employer(owner.id))
    yield over(qtbot, desk, lambda: page._close(job))
    policies = turned(qtbot, desk, "policies")
    yield over(qtbot, desk, policies.begin)
    yield over(qtbot, desk, policies.begin_course)
    register(context.db, context.actor, context.now())
    visits = turned(qtbot, desk, "visits")
    yield over(qtbot, desk, visits.begin)
    yield over(qtbot, desk, visits.begin_employer)


def case_forms(qtbot, desk):
    context = desk.desk.context
    db, actor, now = context.db, context.actor, context.now()
    person = register(db, actor, now)
    page = turned(qtbot, desk, "cases", Ref("new_case", person))
    yield page.new, page.new.confirm
    number_of = cases.open_case(db, actor, now, CaseForm("JYKN", person)).number
    accept_complete(db, actor, now, number_of)
    page = turned(qtbot, desk, "cases", Ref("case", number_of))
    for act in page.detail.offered(page.detail.view):
        if any(asked.kind == "text" for asked in act.fields):
            page.detail.begin(act)
            quiet(qtbot, desk)
            yield page.detail.form, page.detail.form.confirm


def voice_forms(qtbot, desk):
    context = desk.desk.context
    closed_case(context.db, context.actor, context.now())
    page = turned(qtbot, desk, "cases")
    page._to_under(VOICES)
    quiet(qtbot, desk)
    voices = page.voices
    for ask in (voices.begin, voices.enter_slip, lambda: voices._appeal(1), lambda: voices._decide(1), lambda: voices._call("rating:1")):
        voices.leave_form()
        ask()
        quiet(qtbot, desk)
        yield voices.form, voices.form.send


def counter_forms(qtbot, desk):
    yield counter_register(qtbot, desk)
    yield counter_form(qtbot, desk, "inquiry", lambda page: page.ask_inquiry())
    context = desk.desk.context
    person = register(context.db, context.actor, context.now())
    page = turned(qtbot, desk, "queue")
    page.open(Ref("book", person))
    quiet(qtbot, desk)
    yield page._face.form, page._face.form.send


def settings_forms(qtbot, desk):
    page = turned(qtbot, desk, "settings")
    acts, hall = page.settings_acts, page.settings_acts.hall
    context = desk.desk.context
    code = next(line.code for line in items.listing(context.db, context.actor) if line.statutory_days == 20)
    change = lambda: page.ask(lambda c: items.guide(c.db, c.actor, code), acts.items._change_item)  # noqa: E731
    for ask in (
        acts.change_station,
        change,
        lambda: hall.change_line(None),
        lambda: hall.change_counter(None),
        hall.change_hours,
        hall.publish,
    ):
        yield over(qtbot, desk, ask)


def account_forms(qtbot, desk):
    page = turned(qtbot, desk, "settings")
    yield over(qtbot, desk, page.settings_acts.add_account)


FORMS = {
    "people": (people_forms, "practice", 11),
    "market": (market_forms, "practice", 7),
    "cases": (case_forms, "practice", 7),
    "voices": (voice_forms, "practice", 5),
    "counter": (counter_forms, "practice", 3),
    "settings": (settings_forms, "head", 6),
    "accounts": (account_forms, "admin", 1),
}
"""What opens the forms of a place one after the other, whose desk, and how many there are at the least."""
OF_A_FORM = ("id_number", "exact")
"""A number of a person and a time of day say which form they have, as a date does, whatever else is wrong with the text."""


def texts_of(form) -> dict[str, Any]:
    """The fields into which text is typed."""
    typed = {name: field for name, field in form.fields.items() if isinstance(field.editor, QLineEdit | QPlainTextEdit)}
    return {name: field for name, field in typed.items() if field.editor.isEnabled() and not field.isHidden()}


@pytest.mark.parametrize("place", FORMS)
def test_what_is_no_text_is_told_beside_its_field_and_never_written(qtbot, settings, place):
    make, login, least = FORMS[place]
    desk, told = at_desk(qtbot, settings, login), 0
    for form, send in make(qtbot, desk):
        before, fields = written(desk), texts_of(form)
        for name, field in fields.items():
            was = field.value()
            for text in (ODD, LONG) if isinstance(field.editor, QLineEdit) else (ODD,):
                field.set_value(text)
                send()
                quiet(qtbot, desk)
                assert field.is_wrong and field.message, (place, type(form).__name__, name)
                assert (
                    field.property("is_date")
                    or name in OF_A_FORM
                    or field.message == (SAID if text == ODD else sentence(Usage("text.too_long", most=10_000)))
                )
                assert field.value() == text and form.isVisible()
            field.set_value(was)
            field.clear()
        told += bool(fields)
        assert written(desk) == before
    assert told >= least


def test_nor_as_a_word_of_a_bad_rating_or_in_a_return(qtbot, settings):
    desk = at_desk(qtbot, settings)
    page = turned(qtbot, desk, "queue")
    page.rate.start("A001")
    page.rating_card.show()
    page.rate.choose(1)
    page.rate.text.setText(ODD)
    before = written(desk)
    page.rate._send()
    quiet(qtbot, desk)
    assert page.rate.wrong.text() == SAID and page.rate.isVisible() and page.rate.text.text() == ODD
    returns = turned(qtbot, desk, "returns")
    notes = returns.narrative
    field = next(iter(notes.fields.values()))
    field.set_value(ODD)
    notes.flush()
    quiet(qtbot, desk)
    assert field.message == SAID and field.value() == ODD and written(desk) == before


def test_nor_in_the_first_run(qtbot):
    wizard = Wizard(SampleFirstRun())
    qtbot.addWidget(wizard)
    wizard.show()
    settled(qtbot, wizard)
    for place, code in enumerate(STEPS):
        wizard.done = set(STEPS[:place])
        wizard.go(place)
        settled(qtbot, wizard)
        for name, field in texts_of(wizard.form).items():
            was = field.value()
            field.set_value(ODD)
            wizard.advance()
            settled(qtbot, wizard)
            assert field.message == SAID and wizard.form is wizard.forms[code], (code, name)
            field.set_value(was)
            field.clear()


@pytest.mark.parametrize("text", [ODD, "\ud800", LONG])
def test_looking_for_what_is_no_text_finds_nobody_and_is_no_bug(qtbot, settings, text):
    desk = at_desk(qtbot, settings)
    for place in ("people", "cases", "jobs", "policies", "visits", "prints"):
        page = turned(qtbot, desk, place)
        box = getattr(page, "box", None) or page.find
        box.setText(text)
        box.textEdited.emit(text)
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        quiet(qtbot, desk)
    assert "编号" not in desk.status.said
