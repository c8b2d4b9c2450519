"""What a fleet has to do: pages that are due, of which some have lost their link for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jobs.config import Config
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.fleet.web import Web
from tests.tools.slack_bot import LINKS

PAGES = 3
"""Of each host."""
ONE_IN = 6
"""So many pages stand for one whose link is gone."""
SETTINGS = {
    "slack": {"command": "/links"},
    "network": {"allow_private": True, "host_delay": "0.05s", "timeout": "5s", "concurrency": 8},
    "relevance": {"keep": False},
}


def config_of(**more: object) -> Config:
    """The configuration of every bot and worker of the fleet."""
    return Config.model_validate(SETTINGS | more)


async def seed(store: Store, web: Web, hosts: int) -> list[int]:
    """Links that are due tomorrow; one in six was absent at every check but the last that counts. Gives their ids."""
    now = datetime.now(UTC)
    long_ago, gone = now - timedelta(days=4), []
    for host in range(hosts):
        for number in range(PAGES):
            link, _ = await store.add_link(NewLink(LINKS, web.page(host, number), web.target), long_ago)
            standing = LinkStatus(LinkState.LIVE, long_ago, last_present_at=long_ago)
            if link.id % ONE_IN == 0:
                web.absent.add(link.page_url)
                gone.append(link.id)
                standing = LinkStatus(
                    LinkState.SUSPECT,
                    long_ago,
                    absences=3,
                    absent_since=long_ago,
                    last_present_at=long_ago,
                    next_look_at=now,
                )
            await store.write(Write(links=[replace(link, standing=standing)]))
    await _all_due(store, now + timedelta(days=1))
    return gone


async def begin(store: Store) -> None:
    """All of it is due now: everybody is there to look at it."""
    await _all_due(store, datetime.now(UTC))


async def _all_due(store: Store, at: datetime) -> None:
    pages = await store.pages([link.page_url for link in await store.links()])
    await store.write(Write(pages=[replace(page, next_check_at=at) for page in pages.values()]))
