"""Incidents and the outbox: what each change does to their tables."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.model.channel import ChannelBlock
from jobs.model.incident import Incident, NotifiedState
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.queries import ToldLately
from jobs.store.changes.shapes import SentKey
from jobs.store.changes.tables import Tables, put_newer
from jobs.store.errors import StaleError

KEEP_NOTICES = timedelta(days=35)
KEEP_DEAD = timedelta(days=400)
KEEP_INCIDENTS = timedelta(days=400)
"""Counted from when it was closed: as long as somebody may want to see the proof."""
KEEP_KEYS = timedelta(days=800)
"""Longer than an incident lives after it was closed: until then its keys could come up again."""
_DUE = frozenset({NoticeStatus.READY, NoticeStatus.RETRY})
_UNSAID = frozenset({NoticeStatus.READY, NoticeStatus.RETRY, NoticeStatus.DEAD})


def claim_notice(tables: Tables, number: int | None, now: datetime) -> Notice | None:
    """Mark the notice whose turn it is as being sent; None where somebody else ended it since it was looked for."""
    notice = tables.notices.get(number)
    if number is None or notice is None or notice.status not in _DUE:
        return None
    claimed = replace(notice, status=NoticeStatus.SENDING, claimed_at=now, attempts=notice.attempts + 1)
    tables.notices.put(number, claimed)
    return claimed


def finish_notice(tables: Tables, notice: Notice, notified: Mapping[str, NotifiedState]) -> None:
    """Write back how a claimed notice fared, and what it told of incidents; of what was said the key is enough.

    Raises StaleError where it is not being sent, or was claimed again since. Who was thought to be gone, so that it was
    put back in doubt, may still say how it fared until then.
    """
    number = tables.notices.number(("key", notice.key))
    known = tables.notices.get(number)
    if number is None or known is None or not _may_finish(known, notice):
        raise StaleError(f"Notice {notice.key} is not being sent.")
    tables.notices.put(number, replace(notice, payload="") if notice.status is NoticeStatus.SENT else notice)
    posted = notice.kind is NoticeKind.CARD and bool(notice.ts)
    for incident_id in {*notified, notice.incident_id} if posted else notified:
        if incident := tables.incidents.one(("id", incident_id)):
            after = replace(incident, told=notified.get(incident_id, incident.told))
            if posted and incident_id == notice.incident_id:
                after = replace(after, message_ts=notice.ts, told_at=notice.claimed_at)
            if after != incident:
                put_incident(tables, after)


def _may_finish(known: Notice, finished: Notice) -> bool:
    """Whether this is the end of the claim that holds (pure)."""
    waits_in_doubt = known.status is NoticeStatus.RETRY and known.doubtful
    return known.claimed_at == finished.claimed_at and (known.status is NoticeStatus.SENDING or waits_in_doubt)


def put_incident(tables: Tables, incident: Incident) -> None:
    """Store an incident's next version, or a new one; raises StaleError where it was made from an older one."""
    doc_id = tables.incidents.number(("id", incident.id))
    if doc_id is not None:
        put_newer(tables.incidents, doc_id, incident)
    elif incident.version:
        raise StaleError(f"Incident {incident.id} is gone.")
    else:
        tables.incidents.put_by(("id", incident.id), replace(incident, version=1))


def refuse_others(tables: Tables, asked: ToldLately, known: Collection[str]) -> None:
    """Raise StaleError where others than those known were told, or opened, lately."""
    if any(name not in known for name in tables.told_lately(asked)):
        raise StaleError(f"Another incident was opened or told in {asked.channel}.")


def supersede(tables: Tables, key: str) -> None:
    """A notice need no longer be said; raises StaleError where it is being sent, or has ended."""
    number = tables.notices.number(("key", key))
    notice = tables.notices.get(number)
    if number is None or notice is None or notice.status not in _UNSAID:
        raise StaleError(f"Notice {key} is not waiting any more.")
    tables.notices.put(number, replace(notice, status=NoticeStatus.SUPERSEDED))


def revive(tables: Tables, key: str) -> None:
    """A dead notice waits again, under its own key: Slack may have it from before it died."""
    number = tables.notices.number(("key", key))
    notice = tables.notices.get(number)
    if number is not None and notice is not None and notice.status is NoticeStatus.DEAD:
        tables.notices.put(number, replace(notice, status=NoticeStatus.READY, not_before=None, attempts=0))


def release(tables: Tables, key: str) -> None:
    """A notice that is held for quiet hours waits for its turn alone."""
    number = tables.notices.number(("key", key))
    notice = tables.notices.get(number)
    if number is not None and notice is not None and notice.held and notice.status is NoticeStatus.READY:
        tables.notices.put(number, replace(notice, held=False, not_before=None))


def put_channel_block(tables: Tables, channel: str, block: ChannelBlock | None) -> None:
    """A channel takes no messages, or takes them again; raises StaleError where it was known already, and why."""
    term = ("key", (channel,))
    known = tables.channel_blocks.one(term)
    if block and known and known.word == block.word:
        raise StaleError(f"It was known already that {channel} takes no messages.")
    if block:
        tables.channel_blocks.put_by(term, block)
    elif number := tables.channel_blocks.number(term):
        tables.channel_blocks.drop(number)


def add_notice(tables: Tables, notice: Notice) -> None:
    """Something has to be said, unless its key was said before."""
    if not is_known(tables, notice.key):
        tables.notices.put_by(("key", notice.key), notice)


def is_known(tables: Tables, key: str) -> bool:
    """Whether a notice with that key waits or was sent."""
    return tables.notices.has(("key", key)) or tables.sent_keys.has(("key", (key,)))


def forget_notice(tables: Tables, number: int, now: datetime) -> None:
    """Keep no more of a notice than its key."""
    if notice := tables.notices.get(number):
        tables.notices.drop(number)
        tables.sent_keys.put_by(("key", (notice.key,)), SentKey(notice.key, now))
