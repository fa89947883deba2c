"""One key for each item of a list."""

from __future__ import annotations

import pytest

from app.domain.pick_keys import pick_keys


def test_a_name_has_the_first_of_its_initials_that_is_free_then_a_figure():
    assert pick_keys(["zczx", "xxfb", "zyzd", "zz", ""]) == ("z", "x", "y", "1", "2")


def test_a_name_that_is_added_behind_changes_no_other_key():
    names = ["zczx", "xxfb", "zyzd", "zz", "jydj"]
    assert pick_keys([*names, "zyjs"])[:5] == pick_keys(names)


@pytest.mark.parametrize("count", [0, 1, 36, 62, 70])
def test_up_to_sixty_two_names_have_each_a_key_of_their_own(count):
    keys = pick_keys(["j"] * count)
    assert len(keys) == count and all(keys[:62]) and len(set(keys[:62])) == min(count, 62) and not any(keys[62:])
