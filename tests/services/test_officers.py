"""Accounts: who logs in becomes an actor; accounts end and are never deleted; passwords never reach the audit trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.actor import Role
from app.domain.errors import NotAllowed, NotFound, Refused
from app.services import audits, officers, stations
from app.services.officers import OfficerForm
from db.models import Station

FORM = OfficerForm("sunli", "孙丽", (Role.COUNTER,), "Window-2026", duty="就业服务专员")


@pytest.fixture
def account(db, cast, now):
    return officers.add(db, cast.admin, now, FORM)


def log_in(db, now, password="Window-2026", login="sunli"):
    return officers.log_in(db, login, password, now)


def test_a_new_account_logs_in_with_its_roles(db, account, now):
    actor = log_in(db, now)
    assert (actor.login, actor.name, actor.roles, actor.officer_id) == ("sunli", "孙丽", {Role.COUNTER}, account.id)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(FORM, login="clerk1"), "officer.login_taken"),
        (replace(FORM, login=" "), "officer.blank"),
        (replace(FORM, name=""), "officer.blank"),
        (replace(FORM, roles=()), "officer.no_role"),
        (replace(FORM, password="1234567"), "password.short"),
    ],
)
def test_an_account_that_cannot_be_is_refused(db, cast, now, form, code):
    before = len(officers.listing(db, cast.admin))
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        officers.add(db, cast.admin, now, form)
    assert len(officers.listing(db, cast.admin)) == before


def test_only_who_keeps_the_machine_opens_accounts(db, cast, now):
    for actor in (cast.clerk1, cast.head, cast.county):
        with pytest.raises(NotAllowed):
            officers.add(db, actor, now, FORM)


@pytest.mark.parametrize(
    ("login", "password"), [("sunli", "window-2026"), ("sunli", ""), ("nobody", "Window-2026"), ("clerk1", "Window-2026")]
)
def test_a_wrong_log_in_says_no_more_than_that(db, account, now, login, password):
    """An unknown login, one without a password and a wrong password look alike."""
    with pytest.raises(NotAllowed, match=r"login\.wrong") as caught:
        log_in(db, now, password, login)
    assert caught.value.exit_code == 7


def test_after_five_wrong_tries_the_account_rests_a_quarter_of_an_hour(db, account, now):
    for _ in range(officers.TRIES):
        with pytest.raises(NotAllowed, match=r"login\.wrong"):
            log_in(db, now, "wrong")
    with pytest.raises(NotAllowed, match=r"login\.locked"):
        log_in(db, now + timedelta(minutes=14))
    assert log_in(db, now + timedelta(minutes=16)).login == "sunli"


def test_a_right_log_in_wipes_the_count_of_wrong_ones(db, account, now):
    for _ in range(2):
        for _ in range(officers.TRIES - 1):
            with pytest.raises(NotAllowed, match=r"login\.wrong"):
                log_in(db, now, "wrong")
        assert log_in(db, now)


def test_an_ended_account_stays_in_the_list_and_logs_in_no_more(db, cast, account, now):
    officers.end(db, cast.admin, now, "sunli")
    with pytest.raises(NotAllowed, match=r"login\.wrong"):
        log_in(db, now)
    (line,) = [one for one in officers.listing(db, cast.head) if one.login == "sunli"]
    assert not line.active
    with pytest.raises(NotAllowed, match=r"login\.ended"):
        officers.practice_actor(db, "sunli")


def test_nobody_ends_the_own_account(db, cast, now):
    with pytest.raises(Refused, match=r"officer\.own_end"):
        officers.end(db, cast.admin, now, "admin")


def test_an_unknown_account_is_not_found(db, cast, now):
    with pytest.raises(NotFound):
        officers.end(db, cast.admin, now, "nobody")
    with pytest.raises(NotFound):
        officers.practice_actor(db, "nobody")


def test_one_s_own_password_is_changed_by_oneself_another_s_by_the_administrator(db, cast, account, now):
    me = log_in(db, now)
    officers.set_password(db, me, now, "sunli", "My-own-2026")
    assert log_in(db, now, "My-own-2026")
    with pytest.raises(NotAllowed):
        officers.set_password(db, me, now, "clerk1", "My-own-2026")
    officers.set_password(db, cast.admin, now, "sunli", "From-admin-1")
    assert log_in(db, now, "From-admin-1")


def test_a_practice_officer_is_taken_without_a_password_a_real_one_never(db, cast, now):
    assert officers.practice_actor(db, "clerk1").name == "王敏"
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).practice = False
    with pytest.raises(NotAllowed, match=r"login\.password_needed"):
        officers.practice_actor(db, "clerk1")


def test_no_password_and_no_hash_reaches_the_audit_trail(db, cast, account, now):
    officers.set_password(db, cast.admin, now, "sunli", "From-admin-1")
    reader = stations.actors(db)["head"]
    lines = audits.listing(db, reader, limit=10).rows
    shown = [field for line in lines for field in audits.detail(db, reader, line.seq).fields]
    assert [field.shown for field in shown if field.field == "password_hash"] == [False, False]
    assert "argon2" not in repr(shown)
    assert audits.verify(db, cast.admin).ok


# changing an account


def test_a_changed_account_may_something_else_from_its_next_log_in(db, account, cast, now):
    line = officers.change(db, cast.admin, now, "sunli", replace(FORM, name="孙莉", roles=(Role.COUNTER, Role.HEAD), full_time=False))
    assert (line.name, line.roles, line.full_time) == ("孙莉", ("counter", "head"), False)
    assert log_in(db, now).roles == {Role.COUNTER, Role.HEAD}


@pytest.mark.parametrize(
    ("login", "form", "code"),
    [
        ("admin", replace(FORM, roles=(Role.HEAD,)), "officer.last_admin"),
        ("sunli", replace(FORM, roles=()), "officer.no_role"),
        ("sunli", replace(FORM, name=" "), "officer.blank"),
    ],
)
def test_a_change_that_cannot_be_is_refused(db, account, cast, now, login, form, code):
    before = officers.listing(db, cast.admin)
    with pytest.raises(Refused, match=code):
        officers.change(db, cast.admin, now, login, form)
    assert officers.listing(db, cast.admin) == before


def test_a_second_administrator_sets_the_first_one_free(db, account, cast, now):
    officers.change(db, cast.admin, now, "sunli", replace(FORM, roles=(Role.ADMIN,)))
    assert officers.change(db, cast.admin, now, "admin", replace(FORM, name="管理员", roles=(Role.HEAD,))).roles == ("head",)


def test_an_ended_account_is_not_changed_and_the_reason_of_its_end_is_kept(db, account, cast, now):
    officers.end(db, cast.admin, now, "sunli", "调离")
    with pytest.raises(Refused, match="officer.ended"):
        officers.change(db, cast.admin, now, "sunli", FORM)
