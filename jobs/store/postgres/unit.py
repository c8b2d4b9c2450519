"""One change in one transaction: all tables, as `jobs/store/changes` asks for them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from jobs.model.event import Event
from jobs.model.queries import ToldLately
from jobs.model.write import Write
from jobs.store.changes import shapes
from jobs.store.changes.keys import HostKey, IncidentKey, PageKey
from jobs.store.changes.link_keys import LinkKey
from jobs.store.documents import decode, encode
from jobs.store.postgres.columns import of_event
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.leases import HostLeases
from jobs.store.postgres.named import number_of, statements
from jobs.store.postgres.rows import TakenRows, as_json

_SQL = statements("rows")


class NewEvents:
    """What happened in this change."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    def append(self, *events: Event) -> None:
        """Add what happened."""
        self._events += events

    def flush(self, connection: Connection) -> None:
        """Write them."""
        if self._events:
            documents = [encode(event) for event in self._events]
            # As they are stored: without what no database takes.
            columns = [of_event(decode(raw, Event)) for raw in documents]
            connection.execute(_SQL["add_event"], [as_json(columns), documents])


class UnitOfWork:
    """All tables within one transaction, whose changes are written by `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.due = HostLeases(connection)
        self.history = NewEvents()
        self.links = TakenRows(connection, shapes.LINKS)
        self.partners = TakenRows(connection, shapes.PARTNERS)
        self.exchanges = TakenRows(connection, shapes.EXCHANGES)
        self.prospects = TakenRows(connection, shapes.PROSPECTS)
        self.pages = TakenRows(connection, shapes.PAGES)
        self.hosts = TakenRows(connection, shapes.HOSTS)
        self.incidents = TakenRows(connection, shapes.INCIDENTS)
        self.notices = TakenRows(connection, shapes.NOTICES)
        self.settings = TakenRows(connection, shapes.SETTINGS)
        self.logos = TakenRows(connection, shapes.LOGOS)
        self.once = TakenRows(connection, shapes.ONCE)
        self.sent_keys = TakenRows(connection, shapes.SENT_KEYS)
        self.contacts = TakenRows(connection, shapes.CONTACTS)
        self.changed_links = TakenRows(connection, shapes.CHANGED_LINKS)
        self.listings = TakenRows(connection, shapes.LISTINGS)
        self.channel_blocks = TakenRows(connection, shapes.CHANNEL_BLOCKS)
        self.sheets = TakenRows(connection, shapes.SHEETS)
        self.sheet_rows = TakenRows(connection, shapes.SHEET_ROWS)
        self.our_pages = TakenRows(connection, shapes.OUR_PAGES)
        self.site_audits = TakenRows(connection, shapes.SITE_AUDITS)
        self.site_ways = TakenRows(connection, shapes.SITE_WAYS)
        self.series = TakenRows(connection, shapes.SERIES)

    def next_id(self, name: str) -> int:
        """An id that was never given before in that table; one that is not used in the end is never given again."""
        row = self._connection.execute(_SQL["next_id"], [name]).fetchone()
        assert row is not None  # a function always answers
        return int(row[0])

    def told_lately(self, asked: ToldLately) -> Iterable[str]:
        """Ids of the incidents that were told lately."""
        asked_for = {"channel": asked.channel, "since": asked.since, "until": asked.until}
        rows = self._connection.execute(_SQL["told_lately"], asked_for).fetchall()
        return [decode(raw, IncidentKey).id for (raw,) in rows]

    def one_at_a_time(self, name: str) -> None:
        """Wait until no other that asks for this name is under way."""
        self._connection.execute(_SQL["one_at_a_time"], [name])

    def next_notice(self, now: datetime) -> int | None:
        """The oldest notice that may be sent now, over all channels."""
        return number_of(self._connection, statements("questions")["next_notice"], {"now": now}) or None

    def take_for(self, change: Write) -> None:
        """Lock and read what a `Write` touches: always in this order, so that two seldom wait for each other.

        What tells a new incident is decided by what was told lately: of those that do, one comes after the other.
        """
        for channel in sorted({asked.channel for asked in change.told_lately}):
            self.one_at_a_time(channel)
        claimed = [change.claim.host.host] if change.claim else []
        self.due.lock({*claimed, *(page.host for page in change.pages), *(host.host for host in change.hosts)})
        keys = [notice.key for notice in change.notices]
        self.links.take({*(link.id for link in change.links), *change.remove_links})
        self.partners.take({*(partner.id for partner in change.partners), *change.remove_partners})
        self.pages.take_by("url", [page.url for page in change.pages])
        self.hosts.take_by("host", [host.host for host in change.hosts])
        self.incidents.take_by("id", [incident.id for incident in change.incidents])
        self.notices.take_by("key", [*keys, *change.supersede, *change.revive, *change.release])
        self.sent_keys.take_by("key", [(key,) for key in keys])

    def flush(self) -> None:
        """Write all of it."""
        for table in self._tables():
            if table.is_changed:
                table.flush()
        self.history.flush(self._connection)
        self.due.flush(self._moved_hosts())
        self._count(link for link in self.links.changes())

    def _tables(self) -> Iterator[TakenRows[Any, Any]]:
        return (each for each in vars(self).values() if isinstance(each, TakenRows))

    def _moved_hosts(self) -> Collection[str]:
        """Hosts whose next page, or whose back-off, may be another now."""
        changes: Iterable[tuple[PageKey | HostKey | None, PageKey | HostKey | None]]
        changes = chain(self.pages.changes(), self.hosts.changes())
        return {each.host for before, after in changes if before != after for each in (before, after) if each}

    def _count(self, changes: Iterable[tuple[LinkKey | None, LinkKey | None]]) -> None:
        """Keep how many links each channel has in each state."""
        links: Counter[tuple[str, str]] = Counter()
        unknown: Counter[tuple[str, str]] = Counter()
        for pair in changes:
            for key, sign in zip(pair, (-1, 1), strict=True):
                if key:
                    at = key.channel, key.standing.state.value
                    links[at] += sign
                    unknown[at] += sign if key.standing.unknown_since else 0
        changed = [at for at in links if links[at] or unknown[at]]
        if changed:
            columns = {
                "channels": [channel for channel, _ in changed],
                "states": [state for _, state in changed],
                "links": [links[at] for at in changed],
                "unknown": [unknown[at] for at in changed],
            }
            self._connection.execute(_SQL["count"], columns)
