"""Reminders of prospects become rows of the outbox, each once: the same write marks the prospects as told."""

import logging
from datetime import datetime

from jobs.model.queries import ProspectQuery
from jobs.model.write import Write
from jobs.prospects.reminders import reminders_due
from jobs.store.errors import StaleError
from jobs.store.protocol import Store

log = logging.getLogger(__name__)


async def remind_of_prospects(store: Store, now: datetime) -> int:
    """Write what no look has told yet; how many messages these are. A prospect that somebody edits meanwhile waits."""
    written = 0
    for reminder in reminders_due(await store.prospects(ProspectQuery(dated=True)), now):
        try:
            await store.write(Write(prospects=reminder.prospects, notices=[reminder.notice]))
        except StaleError:
            log.info("Prospects were edited while people were to be reminded of them; the next look tells it")
        else:
            written += 1
    return written
