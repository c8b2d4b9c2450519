"""Reads what an audit of a page needs: the page in both forms, its frames, what it goes on at, the way from home."""

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from jobs.checks.allowance import DailyAllowance
from jobs.checks.second_look import SecondLook
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.tracked_page import TrackedPage
from jobs.pages.extract import LinkQuestion
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from jobs.partners.audit import AuditReadings, PageAudit, WayFromHome, audited, question_of_audit
from jobs.units.clock import Clock
from jobs.web.urls import host, page_key, registrable_domain

MOST_PAGES = 60
"""Of a site, for whether a page is reached; more are not asked of anybody for that."""
MOST_WHILE_WAITING = 10
"""The same while somebody waits for the answer."""
_CLICKS = 3
_FURTHER = 3
"""Pages that a page goes on at; mostly there is one."""


async def audit_page(
    reader: PageReader, clock: Clock, page_url: str, links: Sequence[Link], most: int = MOST_PAGES
) -> PageAudit:
    """Audit one page for the links that should stand on it; `most` pages of its site are read for the way from home."""
    questions = [question_of_audit(link) for link in links]
    first = await reader.read(page_url, None, questions)

    async def read_once(
        url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = (), *, as_browser: bool = False
    ) -> Reading:
        return (
            first if url == page_url and not as_browser else await reader.read(url, known, asked, as_browser=as_browser)
        )

    plain = browser = first
    if first.outcome in {Outcome.OK, Outcome.GONE}:  # whoever turned us away is asked for nothing more
        browser = await reader.read(page_url, None, questions, as_browser=True)
    if first.outcome is not Outcome.OK:
        return audited(page_url, links, AuditReadings(plain, browser, {}, WayFromHome(None, 0)))
    plain = await SecondLook(read_once, DailyAllowance(clock)).read(page_url, None, questions)
    further = await _further(reader, plain, questions)
    way = await way_from_home(reader, page_url, plain, most)
    return audited(page_url, links, AuditReadings(plain, browser, further, way))


async def _further(reader: PageReader, plain: Reading, asked: Sequence[LinkQuestion]) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for answer in plain.examined.answers.values() if plain.examined else ():
        address = answer.sighting.further
        if address and address not in found and len(found) < _FURTHER:
            found[address] = await reader.read(address, None, asked)
    return found


async def way_from_home(reader: PageReader, url: str, plain: Reading, most: int = MOST_PAGES) -> WayFromHome:
    """Whether a page is reached from its site's home page, by reading at most so many pages within three clicks.

    That it is not is known where these are all that its site leads to: a page of a long archive is further back.
    """
    wanted = {page_key(url), page_key(plain.facts.final_url)}
    site, home = registrable_domain(url), f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/"
    if page_key(home) in wanted:
        return WayFromHome(reached=True, pages=0)
    waiting, seen, count = [home], {page_key(home)}, 0
    for _ in range(_CLICKS + 1):  # its home page first
        named: dict[str, str] = {}
        for place in waiting:
            if count >= most:
                return WayFromHome(None, count)
            reading = await reader.read(place, whole=True)
            count += 1
            document = reading.examined.document if reading.examined else None
            if what_it_is(reading).outcome.is_unknown or (document is None and place == home):
                return WayFromHome(None, count)
            if document is None:
                continue
            hrefs = (link.href.partition("#")[0] for link in document.links if link.valid)
            found = {page_key(each): each for each in hrefs if registrable_domain(host(each)) == site}
            if wanted & found.keys():
                return WayFromHome(reached=True, pages=count)
            named |= {key: each for key, each in found.items() if key not in seen}
        seen |= named.keys()
        waiting = list(named.values())
    return WayFromHome(None if waiting else False, count)
