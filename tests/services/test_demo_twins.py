"""300 of each kind through the services and through the batch writer: two stations that are the same to the last column."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property

import pytest

from app.domain.demo_world import Scale, World
from app.services import demo
from app.settings import Settings
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services import side_by_side
from tests.services.demo_play import Player
from tests.services.side_by_side import Trail
from tests.services.test_demo import NOW, world_of

KINDS = ("persons", "homes", "jobs", "visits", "tickets", "cases", "ratings")

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]  # twelve thousand writes; other tests run the same lines


@dataclass
class Twins:
    """A station that was written in batches, one that was played act by act, and where in their trails the past ended."""

    batched: Database
    played: Database
    folders: tuple[Settings, Settings]
    past: list[int]

    @property
    def both(self) -> tuple[Database, Database]:
        """The one and the other."""
        return self.batched, self.played

    @cached_property
    def trails(self) -> tuple[Trail, Trail]:
        """What either station's trail tells."""
        return Trail(self.batched), Trail(self.played)


@pytest.fixture(scope="module")
def twins(sqlite_template, tmp_path_factory):
    """The same world twice; then the station's people live on in both, as ``demo`` lets them."""
    folders = [tmp_path_factory.mktemp(name) for name in ("batched", "played")]
    ours, theirs = map(Settings, folders)
    paths = [shutil.copy(sqlite_template, folder / "station.db") for folder in folders]
    batched = Database(engines.sqlite_engine(paths[0], KEY.sub("database")), Vault(KEY))
    with side_by_side.played_on(paths[1]) as played, demo.uncollected():
        world = _world(batched)
        demo.prepare(batched, NOW, world)
        demo.Writer(batched, NOW, ours).write(world)
        demo.prepare(played, NOW, world)
        Player(played, NOW, theirs, world).play()
        past = [len(Trail(db).told) for db in (batched, played)]
        demo.live_on(batched, NOW, ours, world)
        demo.live_on(played, NOW, theirs, world)
        yield Twins(batched, played, (ours, theirs), past)
    batched.close()


def _world(db: Database) -> World:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.domain.demo_ratings.RATED_CASE", 0.95)
        world = world_of(db, people=720, months=2, seed=11, scale=Scale(305, 40, 325, 330, 485, 4, 0))
    counts = {name: len(getattr(world, name)) for name in KINDS}
    assert min(counts.values()) >= 300, counts
    return world


def test_three_hundred_of_each_kind_are_the_same_to_the_last_column(twins):
    ours, theirs = map(side_by_side.dump, twins.both, twins.folders)
    assert side_by_side.differences(ours, theirs) == {}
    assert len(ours["attachment"]) > 5 and all(dict(row)["sealed"].startswith(b"\x89PNG") for row in ours["attachment"])


def test_the_trail_tells_of_the_same_records_and_what_came_after_act_by_act(twins):
    """A batch stands in the trail as one act with its span of ids; whatever was done since stands there as it was done."""
    ours, theirs = twins.trails
    assert (ours.untold(), theirs.untold()) == ({}, {})
    after = [trail.told[since:] for trail, since in zip(twins.trails, twins.past, strict=True)]
    assert after[0] == after[1] and len(after[0]) > 50


def test_what_both_trails_say_of_a_record_in_the_end_is_the_same(twins):
    """Of the tickets of the day, the counters, the officers and all that was touched since, whatever happened to each before."""
    ours, theirs = (trail.last() for trail in twins.trails)
    both = ours.keys() & theirs.keys()
    assert {key: (ours[key], theirs[key]) for key in both if ours[key] != theirs[key]} == {}
    assert {record.partition(":")[0] for record, _ in both} >= {"ticket", "counter", "officer", "cases", "complaint"} and len(both) > 500
