"""Change what is stored on somebody's behalf: read, decide, write; and again where somebody else wrote in between."""

from collections.abc import Sequence

from bot.request.deps import Deps
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.store.retry import Decide, retry_on_conflict


async def change(deps: Deps, decide: Decide) -> bool:
    """Write what `decide` says; whether anything was written.

    Raises StaleError where others kept writing in between.
    """
    written = await retry_on_conflict(deps.store, decide)
    if written:
        deps.wake_outbox()
    return written


async def incidents_of(deps: Deps, links: Sequence[Link], *, only_open: bool = True) -> list[Incident]:
    """The incidents that these links are in, each once."""
    found: dict[str, Incident] = {}
    for link in links:
        known = await deps.store.incidents(channel=link.channel, link_id=link.id, only_open=only_open)
        found |= {each.id: each for each in known}
    return list(found.values())


def only_about(incidents: Sequence[Incident], links: Sequence[Link]) -> list[Incident]:
    """Those of the incidents in which no other link still waits: what is decided for the links decides them too."""
    chosen = {link.id for link in links}
    return [incident for incident in incidents if set(incident.members) - incident.recovered <= chosen]
