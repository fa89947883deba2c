"""300 of each kind through the services and through the batch writer: two stations that are the same to the last column."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from app.domain.demo_world import Scale, World
from app.services import day_signatures, demo, stations
from app.settings import Settings
from db import audit
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services import side_by_side
from tests.services.demo_play import Player
from tests.services.test_demo import NOW, world_of

KINDS = ("persons", "homes", "jobs", "visits", "tickets", "cases", "ratings")

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]  # twelve thousand writes; other tests run the same lines


@dataclass(frozen=True)
class Twins:
    """A station that was written in batches, one that was played act by act, and where in their trails the past ended."""

    batched: Database
    played: Database
    past: list[int]

    @property
    def both(self) -> tuple[Database, Database]:
        """The one and the other."""
        return self.batched, self.played


@pytest.fixture(scope="module")
def twins(sqlite_template, tmp_path_factory):
    """The same world twice; then the station's people live on in both, as ``demo`` lets them."""
    folder = tmp_path_factory.mktemp("twins")
    settings = Settings(folder)
    paths = [shutil.copy(sqlite_template, folder / name) for name in ("batched.db", "played.db")]
    batched = Database(engines.sqlite_engine(paths[0], KEY.sub("database")), Vault(KEY))
    with side_by_side.played_on(paths[1]) as played:
        world = _world(batched)
        demo.prepare(batched, NOW, world)
        demo.Writer(batched, NOW, settings).write(world)
        demo.prepare(played, NOW, world)
        Player(played, NOW, settings, world).play()
        past = [side_by_side.length(db) for db in (batched, played)]
        for db in (batched, played):
            demo.live_on(db, NOW, settings, world)
        yield Twins(batched, played, past)
    batched.close()


def _world(db: Database) -> World:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.domain.demo_ratings.RATED_CASE", 0.95)
        world = world_of(db, people=800, months=3, scale=Scale(300, 40, 310, 310, 480, 4, 0))
    counts = {name: len(getattr(world, name)) for name in KINDS}
    assert min(counts.values()) >= 300, counts
    return world


def test_three_hundred_of_each_kind_are_the_same_to_the_last_column(twins):
    assert side_by_side.differences(*map(side_by_side.dump, twins.both)) == {}


def test_the_trail_tells_of_the_same_records_and_what_came_after_act_by_act(twins):
    """A batch stands in the trail as one act with its span of ids; whatever was done since stands there as it was done."""
    for db in twins.both:
        head = stations.actors(db)["head"]
        with db.read("audit.read", head) as session:
            assert audit.verify(session, db.vault).ok and day_signatures.broken(db, session) == ()
    ours, theirs = (side_by_side.entries(db, since) for db, since in zip(twins.both, twins.past, strict=True))
    assert ours == theirs and len(ours) > 50
    assert [side_by_side.untold(db) for db in twins.both] == [{}, {}]
