"""The sites of the soak: those of the simulated month, one page each, month after month."""

import random
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from jobs.bench._simulated import JumpingClock
from jobs.bench.month.faults import MILD, MONTH, Path, Says, SimulatedPage, World
from jobs.bench.month.readings import START, TARGET, URL, readings
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings

_SEED = 7
_MOST_A_SITE = 12
"""Links to draw for each site that is wanted: in the mean a site of the month has five."""


class SoakWeb:
    """Says what an address answers now, as the real parser reads it."""

    def __init__(self, sites: int, clock: JumpingClock) -> None:
        self._world = World(MILD, sites * _MOST_A_SITE, _SEED)
        first: dict[str, SimulatedPage] = {}
        for page in self._world.pages:
            first.setdefault(page.host.name, page)
        self._by_host = dict(list(first.items())[:sites])
        self.pages = [f"https://{host}/post" for host in self._by_host]
        self._clock = clock
        self._chance = random.Random(_SEED).random
        self._readings = readings()
        self.checks = 0

    async def read(
        self,
        url: str,
        known: TrackedPage | None = None,  # noqa: ARG002  # as `Read` has it
        asked: Collection[LinkQuestion] = (),  # noqa: ARG002  # all ask the same of it
        *,
        owner: bool = False,  # noqa: ARG002  # as `Read` has it
    ) -> Reading:
        """What the page says now; it is never unchanged."""
        self.checks += 1
        if url == TARGET:
            return _at(self._readings.whole[self._world.ask_ours(self._now)], url)
        return _at(self._readings.whole[self._ask(url, Path.PAGE)], url)

    async def control(self, url: str) -> ControlReadings:
        """The home page of the host, and an address that there is not."""
        if url == TARGET:
            ours = self._beside(self._world.ask_ours(self._now), url)
            return ControlReadings(ours, self._beside(Says.GONE, url))
        root, missing = (f"https://{urlsplit(url).netloc}/{path}" for path in ("", "no-such-page"))
        return ControlReadings(
            self._beside(self._ask(url, Path.ROOT), root), self._beside(self._ask(url, Path.RANDOM), missing)
        )

    async def canaries(self) -> dict[str, bool]:
        """Pages elsewhere that are always up."""
        return {f"canary-{name}.example": not self._world.line_is_down(self._now) for name in "abc"}

    @property
    def _now(self) -> float:
        """Seconds since the month began, which begins anew when it is over."""
        return (self._clock.at - START).total_seconds() % MONTH

    def _ask(self, url: str, path: Path) -> Says:
        return self._world.ask(self._by_host[urlsplit(url).netloc], path, self._now, self._chance)

    def _beside(self, says: Says, url: str) -> PageFacts:
        return _facts_at(self._readings.beside[says], url)


def _at(reading: Reading, url: str) -> Reading:
    """The reading as that of this address."""
    page = replace(reading.page, url=url, final_url=_final(reading.page.final_url, url)) if reading.page else None
    return replace(reading, facts=_facts_at(reading.facts, url), page=page)


def _facts_at(facts: PageFacts, url: str) -> PageFacts:
    return replace(facts, url=url, final_url=_final(facts.final_url, url))


def _final(final: str, url: str) -> str:
    """Where a request ends; what sends its visitors elsewhere does so from there too."""
    return final if final not in {URL, TARGET} else url
