"""Incidents and the outbox: what each change does to their tables."""

from dataclasses import replace
from datetime import datetime

from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.store.errors import StaleError
from jobs.store.tables import Tables, put_newer
from jobs.store.waiting import next_notice

_CLAIMABLE = frozenset({NoticeStatus.READY, NoticeStatus.RETRY})


def claim_notice(tables: Tables, now: datetime) -> Notice | None:
    """Mark the notice whose turn it is as being sent."""
    number = next_notice(tables.notices.index, now)
    notice = tables.notices.get(number)
    if number is None or notice is None:
        return None
    claimed = replace(notice, status=NoticeStatus.SENDING, claimed_at=now, attempts=notice.attempts + 1)
    tables.notices.put(number, claimed)
    return claimed


def settle_notice(tables: Tables, notice: Notice) -> None:
    """Write back how a claimed notice fared."""
    number = tables.notices.index.one(("key", notice.key))
    if number is None or tables.notices.index.keys[number].status is not NoticeStatus.SENDING:
        raise StaleError(f"Notice {notice.key} is not being sent.")
    tables.notices.put(number, notice)
    term = ("id", notice.incident_id)
    if notice.kind is NoticeKind.CARD and notice.ts and (incident := tables.incidents.one(term)):
        told = replace(incident, message_ts=notice.ts, version=incident.version + 1)
        tables.incidents.put_by(term, told)


def put_incident(tables: Tables, incident: Incident) -> None:
    """Store an incident's next version, or a new one."""
    doc_id = tables.incidents.index.one(("id", incident.id))
    if doc_id is not None:
        put_newer(tables.incidents, doc_id, incident)
    elif incident.version:
        raise StaleError(f"Incident {incident.id} is gone.")
    else:
        tables.incidents.put_by(("id", incident.id), replace(incident, version=1))


def supersede(tables: Tables, key: str) -> None:
    """A notice need no longer be said."""
    number = tables.notices.index.one(("key", key))
    notice = tables.notices.get(number)
    if number is None or notice is None or notice.status not in _CLAIMABLE:
        raise StaleError(f"Notice {key} is not waiting any more.")
    tables.notices.put(number, replace(notice, status=NoticeStatus.SUPERSEDED))


def revive(tables: Tables, key: str) -> None:
    """A dead notice waits again, under its own key: Slack may have it from before it died."""
    number = tables.notices.index.one(("key", key))
    notice = tables.notices.get(number)
    if number is not None and notice is not None and notice.status is NoticeStatus.DEAD:
        tables.notices.put(number, replace(notice, status=NoticeStatus.READY, not_before=None, attempts=0))


def add_notice(tables: Tables, notice: Notice) -> None:
    """Something has to be said, unless its key was said before."""
    if not is_known(tables, notice.key):
        tables.notices.put_by(("key", notice.key), notice)


def is_known(tables: Tables, key: str) -> bool:
    """Whether a notice with that key waits or was told."""
    return tables.notices.index.has(("key", key)) or tables.told.index.has(("key", (key,)))
