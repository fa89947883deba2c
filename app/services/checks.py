"""``check``: is everything still what was written? Structure, chain and signatures, attachments, search keys, rating marks, returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.actor import Actor
from app.domain.errors import Damaged
from app.services import day_signatures, return_store
from app.settings import Settings
from app.texts import checks as texts
from app.texts import fill, sentence
from db import attachments as store
from db import audit, soundness
from db.queries import attachments as files
from db.uow import Database, ReadSession

MOST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: what kind, which record, and a sentence."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome; at most ``MOST`` problems of a kind are named."""

    ok: bool
    problems: tuple[Problem, ...]


Part = Callable[[Database, ReadSession, Settings], Iterator[Problem]]


def run(db: Database, actor: Actor, settings: Settings) -> CheckResult:
    """Look at everything; a part that cannot even be read is a problem of its own, and the others still run."""
    problems = [problem for part in _PARTS for problem in _of_part(db, actor, settings, part)]
    return CheckResult(not problems, tuple(problems))


def _of_part(db: Database, actor: Actor, settings: Settings, part: Part) -> list[Problem]:
    found: list[Problem] = []
    try:
        with db.read("audit.read", actor) as session:
            for problem in part(db, session, settings):
                found.append(problem)
                if len(found) == MOST:
                    break
    except Damaged as error:
        found.append(Problem("unreadable", part.__name__.strip("_"), sentence(error)))
    return found


def _problem(kind: str, subject: str, **params: object) -> Problem:
    return Problem(kind, subject, fill(texts()[f"check.{kind}"], params))


def _structure(db: Database, _session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    for found in soundness.structure(db):
        yield _problem("structure", db.kind, found=found)


def _chain(db: Database, session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    verdict = audit.verify(session, db.vault)
    if not verdict.ok:
        yield _problem("audit", f"audit:{verdict.broken_at}", seq=verdict.broken_at)


def _signatures(db: Database, session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    for day in day_signatures.broken(db, session):
        yield _problem("signature", f"audit_signature:{day.isoformat()}", day=day.isoformat())


def _attachments(db: Database, session: ReadSession, settings: Settings) -> Iterator[Problem]:
    for row in files.every(session):
        try:
            sealed = row.sealed or store.read_file(settings.attachments, row.digest, row.title)
            store.open_sealed(db.vault, row.digest, sealed, row.title)
        except Damaged as error:
            yield Problem("attachment", f"attachment:{row.id}", sentence(error))


def _search_keys(db: Database, session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    for person_id in soundness.persons_without_keys(session, db.vault):
        yield _problem("search_keys", f"person:{person_id}", person=person_id)
    lost = soundness.keys_of_nobody(session)
    if lost:
        yield _problem("lost_keys", "person_key", count=lost)


def _marks(_db: Database, session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    ratings, marks = soundness.ratings_and_marks(session)
    if ratings != marks:
        yield _problem("marks", "rated_mark", ratings=ratings, marks=marks)


def _returns(_db: Database, session: ReadSession, _settings: Settings) -> Iterator[Problem]:
    for record, error in return_store.problems(session):
        yield Problem("return", record, sentence(error))


_PARTS: tuple[Part, ...] = (_structure, _chain, _signatures, _attachments, _search_keys, _marks, _returns)
