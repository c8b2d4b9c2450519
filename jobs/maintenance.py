"""Lets go of proof that nobody needs any more: of alerts that were closed long ago."""

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.store.errors import StaleError
from jobs.store.protocol import Store, Write


async def forget_proof(store: Store, keep: timedelta, now: datetime) -> int:
    """Drop the readings kept with alerts that were closed longer ago than `keep`; how many alerts that were.

    What was found, and what was said, stays as long as the alert itself.
    """
    forgotten = 0
    for incident in await store.incidents(only_open=False):
        has_proof = incident.before is not None or incident.after is not None
        if has_proof and incident.closed_at is not None and incident.closed_at < now - keep:
            with contextlib.suppress(StaleError):  # somebody else writes to it: tomorrow, then
                await store.write(Write(incidents=[replace(incident, before=None, after=None)]))
                forgotten += 1
    return forgotten
