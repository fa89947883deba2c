"""Employers: the code of the licence, verification, sector tags, and finding them again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.employers import EmployerKind
from app.domain.errors import Conflict, NotAllowed, NotFound, Refused
from app.services import employers
from app.services.employers import EmployerFilter, EmployerForm
from db import audit
from db.models import Employer
from tests.services.market import credit_code, employer, job


def names(db, cast, now, **only) -> list[str]:
    return [row.name for row in employers.listing(db, cast.clerk1, now, EmployerFilter(**only)).rows]


def test_an_employer_is_registered_with_its_phone_sealed(db, cast, now):
    made = employer(db, cast.clerk1, now, phone="0457-0120000", sectors=("small_shop", "platform"), contact="店长")
    assert (made.phone, made.sectors, made.verified) == ("04570120000", ("small_shop", "platform"), True)
    with db.read("audit.read", cast.head) as session:
        assert b"0120000" not in session.get_one(Employer, made.id).phone_sealed
        assert audit.verify(session, db.vault).ok


def test_a_wrong_check_character_is_refused_and_nothing_is_written(db, cast, now):
    wrong = credit_code()[:-1] + ("A" if credit_code()[-1] != "A" else "B")
    with pytest.raises(Refused) as refusal:
        employers.add(db, cast.clerk1, now, EmployerForm("松涛家政", credit_code=wrong))
    assert (refusal.value.code, refusal.value.field) == ("employer.code_check", "credit_code")
    assert names(db, cast, now) == []


def test_the_same_code_again_points_at_the_one_that_is_there(db, cast, now):
    first = employer(db, cast.clerk1, now)
    with pytest.raises(Refused) as refusal:
        employer(db, cast.clerk1, now, "另一个名字")
    assert refusal.value.params["existing"] == first.id


def test_without_a_code_an_enterprise_is_not_verified_but_a_family_is(db, cast, now):
    shop = employers.add(db, cast.clerk1, now, EmployerForm("小卖部"))
    with pytest.raises(Refused, match="code_missing"):
        employers.verify(db, cast.clerk1, now, shop.id)
    family = employers.add(db, cast.clerk1, now, EmployerForm("居民家庭", EmployerKind.FAMILY))
    assert employers.verify(db, cast.clerk1, now, family.id).verified


def test_a_licence_that_has_run_out_verifies_nobody(db, cast, now):
    made = employer(db, cast.clerk1, now, verified=False)
    with pytest.raises(Refused, match="licence_over"):
        employers.verify(db, cast.clerk1, now, made.id, licence_until=now.date() - timedelta(days=1))
    until = now.date() + timedelta(days=3)
    assert employers.verify(db, cast.clerk1, now, made.id, licence_until=until).verified
    assert not employers.show(db, cast.clerk1, now + timedelta(days=4), made.id).verified


def test_an_employer_with_two_tags_is_listed_once(db, cast, now):
    employer(db, cast.clerk1, now, sectors=("small_shop", "platform"))
    employer(db, cast.clerk1, now, "松涛物流", serial=2, sectors=("platform",))
    assert names(db, cast, now, sector="small_shop") == ["松涛家政服务部"]
    assert names(db, cast, now, sector="platform") == ["松涛物流", "松涛家政服务部"]


def test_the_list_is_narrowed_and_paged(db, cast, now):
    for serial in range(1, 6):
        employer(db, cast.clerk1, now, f"单位{serial}", serial=serial, verified=serial != 3)
    assert names(db, cast, now, verified=False) == ["单位3"]
    assert names(db, cast, now, text="单位4") == ["单位4"]
    page = employers.listing(db, cast.clerk1, now, limit=2)
    assert [row.name for row in page.rows] == ["单位5", "单位4"]
    assert [row.name for row in employers.listing(db, cast.clerk1, now, after=page.next_key, limit=9).rows] == ["单位3", "单位2", "单位1"]


def test_an_unknown_tag_is_refused(db, cast, now):
    with pytest.raises(Refused, match=r"codes.unknown"):
        employer(db, cast.clerk1, now, sectors=("moon",))


def test_an_employer_is_found_by_id_or_by_its_whole_name(db, cast, now):
    first = employer(db, cast.clerk1, now)
    assert employers.find(db, cast.clerk1, now, "松涛家政服务部") == first
    assert employers.find(db, cast.clerk1, now, str(first.id)) == first
    assert employers.find(db, cast.clerk1, now, "松涛") is None
    with pytest.raises(NotFound):
        employers.find(db, cast.clerk1, now, "999")
    employer(db, cast.clerk1, now, serial=2)
    with pytest.raises(Refused, match="named_twice"):
        employers.find(db, cast.clerk1, now, "松涛家政服务部")


def test_a_change_names_its_fields_and_a_new_code_wants_a_new_look_at_the_licence(db, cast, now):
    made = employer(db, cast.clerk1, now, phone="14200000000")
    moved = employers.change(db, cast.clerk1, now, made.id, made.version, {"address": "松涛路 3 号"})
    assert (moved.address, moved.verified, moved.phone) == ("松涛路 3 号", True, "14200000000")
    with pytest.raises(Conflict):
        employers.change(db, cast.clerk1, now, made.id, made.version, {"address": "别处"})
    assert not employers.change(db, cast.clerk1, now, made.id, moved.version, {"credit_code": credit_code(7)}).verified


def test_open_jobs_are_counted(db, cast, now):
    made = employer(db, cast.clerk1, now)
    job(db, cast.clerk1, now, made.id)
    assert employers.show(db, cast.clerk1, now, made.id).open_jobs == 1


def test_the_county_reads_employers_and_changes_none(db, cast, now):
    made = employer(db, cast.clerk1, now)
    assert employers.show(db, cast.county, now, made.id).name == made.name
    with pytest.raises(NotAllowed):
        employers.verify(db, cast.county, now, made.id)
