"""Lineage: what is packed comes back bit for bit, small, and no change of a byte goes unseen."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Damaged
from app.domain.returns_lineage import Lineage, Records, pack, unpack

IDS = st.sets(st.integers(0, 2**63 - 1)).map(lambda found: tuple(sorted(found)))


@given(IDS)
def test_a_list_of_ids_comes_back(ids: tuple[int, ...]) -> None:
    lineage = pack(Records(ids))
    assert unpack(lineage) == Records(ids)
    assert lineage.count == len(ids) == unpack(lineage).value()


@given(st.dictionaries(st.integers(0, 2**40), st.integers(-(2**40), 2**40)))
def test_ids_with_amounts_come_back_and_add_up(found: dict[int, int]) -> None:
    ids = tuple(sorted(found))
    records = Records(ids, amounts=tuple(found[one] for one in ids))
    assert unpack(pack(records)) == records
    assert records.value() == sum(found.values())


@given(IDS, IDS)
def test_the_two_lists_of_a_rate_come_back(above: tuple[int, ...], below: tuple[int, ...]) -> None:
    records = Records(above, over=below)
    assert unpack(pack(records)) == records


@given(IDS, st.data())
def test_a_changed_byte_is_noticed(ids: tuple[int, ...], data: st.DataObject) -> None:
    lineage = pack(Records(ids))
    at = data.draw(st.integers(0, len(lineage.data) - 1))
    changed = bytearray(lineage.data)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        assert unpack(Lineage(bytes(changed), lineage.digest, lineage.count)) == Records(ids)
    except Damaged as error:
        assert error.code == "return.lineage_damaged"


def test_a_cut_off_list_and_another_digest_are_damage() -> None:
    lineage = pack(Records((1, 5, 9)))
    for wrong in (Lineage(lineage.data[:-1], lineage.digest, 3), Lineage(lineage.data, "0" * 64, 3), Lineage(b"", lineage.digest, 3)):
        with pytest.raises(Damaged):
            unpack(wrong)


@pytest.mark.parametrize("ids", [(2, 1), (1, 1), (-5, 1)])
def test_ids_out_of_order_are_a_bug_of_the_caller(ids: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        pack(Records(ids))
    with pytest.raises(ValueError, match="amount"):
        pack(Records((1, 2), amounts=(1,)))


def test_dense_lists_need_less_than_seven_tenths_of_a_byte_an_id() -> None:
    chosen = random.Random(7)
    ids = tuple(one for one in range(1, 200_000) if chosen.random() < 0.25)
    assert len(pack(Records(ids)).data) / len(ids) <= 0.7


def test_the_digest_is_the_same_on_every_machine() -> None:
    assert pack(Records((1, 2, 300))).digest == "fc91c6290d9566c2c459b25d78d45aa58c6810270675b2a390bccdb68fc470ff"
