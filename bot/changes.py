"""Change what is stored on somebody's behalf: read, decide, write; and again where somebody else wrote in between."""

from collections.abc import Awaitable, Callable, Sequence

from bot.deps import Deps
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.store.errors import StaleError
from jobs.store.protocol import Write

TRIES = 8

Decide = Callable[[], Awaitable[Write | None]]
"""Reads what it needs and says what to write; None where there is nothing to do."""


async def change(deps: Deps, decide: Decide) -> bool:
    """Write what `decide` says; whether anything was written.

    Raises StaleError where others kept writing in between.
    """
    for attempt in range(TRIES):
        write = await decide()
        if write is None:
            return False
        try:
            await deps.store.write(write)
        except StaleError:
            if attempt == TRIES - 1:
                raise
            continue
        deps.wake_outbox()
        return True
    return False


async def incidents_of(deps: Deps, links: Sequence[Link]) -> list[Incident]:
    """The open incidents that these links are in, each once."""
    found: dict[str, Incident] = {}
    for link in links:
        found |= {each.id: each for each in await deps.store.incidents(channel=link.channel, link_id=link.id)}
    return list(found.values())


def only_about(incidents: Sequence[Incident], links: Sequence[Link]) -> list[Incident]:
    """Those of the incidents in which no other link still waits: what is decided for the links decides them too."""
    chosen = {link.id for link in links}
    return [incident for incident in incidents if set(incident.members) - incident.recovered <= chosen]
