"""One table of what each role may do, by action code. The write road and the read services ask it; a test walks action × role.

``admin`` keeps the machine and sees no person, case or ticket; ``county`` reads and approves; four-eyes rules stand in the services.
"""

from __future__ import annotations

from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed

_DESK = frozenset({Role.COUNTER, Role.HEAD})
_HEAD = frozenset({Role.HEAD})
_LEAD = frozenset({Role.HEAD, Role.COUNTY})
_STAFF = frozenset({Role.COUNTER, Role.HEAD, Role.COUNTY})
_ADMIN = frozenset({Role.ADMIN})
_KEEPER = frozenset({Role.HEAD, Role.ADMIN})
_SYSTEM = frozenset({Role.SYSTEM})
_ALL = frozenset({Role.COUNTER, Role.HEAD, Role.COUNTY, Role.ADMIN})


def _many(roles: frozenset[Role], *codes: str) -> dict[str, frozenset[Role]]:
    return dict.fromkeys(codes, roles)


ACTIONS: dict[str, frozenset[Role]] = {
    # the station and its accounts
    **_many(_SYSTEM, "station.init", "demo.make", "duties.run", "audit.sign", "seat.open", "queue.lapse", "calendar.recount"),
    **_many(_KEEPER, "station.change", "calendar.import", "setting.change", "counter.define", "line.define", "face.access"),
    **_many(_ADMIN, "officer.add", "officer.change", "officer.end", "database.upgrade", "key.change", "backup.restore", "seat.join"),
    **_many(_ALL, "officer.log_in", "officer.password", "officer.list", "station.look"),
    **_many(_KEEPER | _SYSTEM, "backup.create"),
    **_many(_LEAD | _ADMIN, "audit.read"),
    # the roster
    **_many(_STAFF | _ADMIN, "roster.read"),
    **_many(_HEAD, "roster.change", "deputy.name"),
    **_many(_DESK, "whereabouts.set", "desk.hand_over", "desk.take_over"),
    **_many(_STAFF, "desk.read"),
    **_many(_ALL, "norm.read"),
    **_many(_STAFF, "training.read", "figures.own"),
    **_many(_DESK, "certificate.change"),
    **_many(_HEAD, "training.record", "figures.all"),
    **_many(_HEAD, "norm.publish"),
    # the queue
    **_many(_DESK | {Role.KIOSK}, "queue.take", "appointment.check_in", "print.slip"),
    **_many(
        _DESK,
        *("counter.open", "counter.pause", "counter.close", "queue.call", "queue.recall", "queue.start", "queue.finish"),
        *("queue.miss", "queue.restore", "queue.transfer", "queue.abandon", "queue.hold", "queue.resume", "queue.undo", "queue.person"),
        *("queue.item", "notice.publish", "notice.end"),
        *("appointment.make", "appointment.cancel", "inquiry.record", "inquiry.to_case"),
        *("inquiry.hand_over", "inquiry.take_over", "inquiry.finish", "receipt.issue", "receipt.give_back"),
    ),
    **_many(_STAFF, "queue.read", "inquiry.read"),
    **_many(_ALL | {Role.DISPLAY, Role.KIOSK}, "board.read"),
    # service items
    **_many(_KEEPER, "item.import", "item.change", "item.line"),
    **_many(_HEAD, "item.publish"),
    **_many(_ALL, "item.read"),
    # persons, households, assistance
    **_many(
        _DESK,
        *("person.add", "person.change", "person.status", "person.group", "person.reveal", "household.add", "household.change"),
        *("household.recognise", "household.clear", "household.exit", "file.open", "file.close", "file.points", "file.wish"),
        *("list.make", "list.hand_over", "list.answer", "service.record", "visit.record", "hardship.apply"),
        "helper.name",
    ),
    **_many(_LEAD, "hardship.end"),
    **_many(_STAFF, "hardship.recognise"),  # who of them decides says the profile, as with all steps of a second person
    **_many(_STAFF, "person.read", "household.read", "visit.read", "file.read"),
    # cases
    **_many(
        _DESK,
        *("case.open", "case.notice", "case.accept", "case.refuse", "case.pause", "case.resume", "case.extend", "case.hand_over"),
        *("case.take_over", "case.decide", "case.close", "case.withdraw", "case.material", "case.later", "case.attach", "case.proxy"),
        *("proxy.draw", "proxy.sign", "proxy.suspend", "proxy.renew", "proxy.step", "proxy.end"),
        "case.notice_sign",
        *("case.void", "case.reopen", "case.slip"),  # asking for it, and a signed slip; a second person decides with case.approve
    ),
    **_many(_LEAD, "lead.all"),
    **_many(_DESK, "lead.state", "chaser.see"),
    **_many(_STAFF, "lead.decide", "lead.correct", "lead.close"),
    **_many(_STAFF, "case.read", "late.read", "second.approve"),
    **_many(_DESK, "second.slip", "second.ask"),
    **_many(_STAFF, "case.approve"),  # who of them a step needs says the profile
    **_many(_DESK | {Role.KIOSK}, "rating.give"),
    **_many(_DESK, "rectification.change", "rating.appeal", "invitation.told"),
    **_many(_LEAD, "complaint.assign"),
    **_many(_DESK, "complaint.record"),
    **_many(_STAFF, "rectification.supervise", "rating.appeal_decide", "complaint.close"),
    **_many(_STAFF, "call_back.record", "complaint.verify", "complaint.answer"),
    # jobs, policies, courses
    **_many(_DESK, "job.add", "job.change", "job.close", "job.refer", "job.hire", "employer.add", "employer.change"),
    **_many(_DESK, "policy.change", "course.change", "course.enrol", "course.finish"),
    **_many(_ALL, "job.read", "policy.read"),
    # returns, papers
    **_many(_STAFF, "return.read", "return.build", "return.export", "return.verify"),
    **_many(_HEAD, "return.freeze"),
    **_many(_DESK, "return.text"),
    **_many(_STAFF, "print.paper", "print.read"),
    **_many(_DESK | {Role.KIOSK}, "print.slip_again"),
    **_many(_ALL, "draft.keep"),  # one's own half-filled forms, which nobody else can open
    **_many(_ALL, "desk.export", "officer.phone"),  # what an officer may see on the screen, as it is masked there
}


def may(actor: Actor, action: str) -> bool:
    """Whether ``actor`` may do ``action``; KeyError for an unknown action code (a bug, not a refusal)."""
    return not ACTIONS[action].isdisjoint(actor.roles)


def require(actor: Actor, action: str) -> None:
    """Refuse (``NotAllowed``) unless ``actor`` may do ``action``."""
    if not may(actor, action):
        raise NotAllowed("action.not_allowed", action=action, officer=actor.name)
