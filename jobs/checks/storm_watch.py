"""Watches for storms as pages are checked: asks the canaries when something turned bad, and has it told."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from msgspec import Struct

from jobs.alerts.storm_incidents import SUBJECT, storm_changes
from jobs.checks.storm_guard import StormGuard
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store

AskCanaries = Callable[[], Awaitable[Mapping[str, bool]]]
"""Which of the pages that are always up answer now, by host."""
TRIES = 3
"""What others kept from being told is told at the next check."""


class Checked(Struct, frozen=True):
    """One check at a page, as far as a storm is concerned."""

    host: str
    turned_bad: bool
    answered: bool
    """Whether it was read, with all that should be on it."""
    about_to_count: bool
    """Whether an absence on it would count as a confirming check: then our own line has to be above suspicion."""
    channels: frozenset[str]


async def watch_for_storm(
    store: Store, guard: StormGuard, ask: AskCanaries, checked: Checked, *, now: datetime, admin_channel: str
) -> None:
    """Take one check into account; where a storm begins, spreads or ends with it, that is written to be told."""
    if not guard.resumed:
        guard.resumed = True
        if await store.incidents(subject=SUBJECT):
            guard.resume(now)
    guard.record(
        checked.host,
        turned_bad=checked.turned_bad,
        now=now,
        answered=checked.answered,
        channels=checked.channels,
    )
    if checked.about_to_count or guard.active or (checked.turned_bad and guard.wants_canaries):
        guard.canaries(dict(await ask()), now)
    if guard.active or guard.leaving:
        await _tell(store, guard, now, admin_channel)


async def _tell(store: Store, guard: StormGuard, now: datetime, admin_channel: str) -> None:
    channels = ({admin_channel} if admin_channel else guard.channels) - guard.told
    for _ in range(TRIES):
        known = await store.incidents(subject=SUBJECT)
        guard.leaving = bool(known) and not guard.active
        changes = storm_changes(channels, known, now, process=guard.name, active=guard.active, words=guard.words)
        try:
            if changes.incidents:
                await store.write(
                    Write(
                        incidents=tuple(changes.incidents.values()),
                        notices=tuple(changes.notices),
                        events=tuple(changes.events),
                    )
                )
        except StaleError:  # another check told some of it just now, perhaps one of another process
            continue
        guard.told |= channels if guard.active else set()
        return
