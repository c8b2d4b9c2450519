"""Reads what an audit of a page needs: the page in both forms, its frames, what it goes on at, the way from home."""

from collections.abc import Collection, Sequence

from jobs.checks.allowance import DailyAllowance
from jobs.checks.second_look import SecondLook
from jobs.checks.site_walk import SiteWalk, home_of
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.partners.audit import AuditReadings, PageAudit, WayFromHome, audited, question_of_audit
from jobs.units.clock import Clock
from jobs.web.urls import page_key

MOST_PAGES = 60
"""Of a site, for whether a page is reached; more are not asked of anybody for that."""
MOST_WHILE_WAITING = 10
"""The same while somebody waits for the answer."""
_FURTHER = 3
"""Pages that a page goes on at; mostly there is one."""


async def audit_page(
    reader: PageReader, clock: Clock, page_url: str, links: Sequence[Link], most: int = MOST_PAGES
) -> PageAudit:
    """Audit one page for the links that should stand on it; `most` pages of its site are read for the way from home."""
    questions = [question_of_audit(link) for link in links]
    first = await reader.read(page_url, None, questions)

    async def read_once(
        url: str,
        known: TrackedPage | None = None,
        asked: Collection[LinkQuestion] = (),
        *,
        as_browser: bool = False,
        owner: bool = False,
    ) -> Reading:
        if url == page_url and not as_browser:
            return first
        return await reader.read(url, known, asked, as_browser=as_browser, owner=owner)

    plain = browser = first
    if first.outcome in {Outcome.OK, Outcome.GONE}:  # whoever turned us away is asked for nothing more
        browser = await reader.read(page_url, None, questions, as_browser=True)
    if first.outcome is not Outcome.OK:
        return audited(page_url, links, AuditReadings(plain, browser, {}, WayFromHome(None, 0)))
    plain = await SecondLook(read_once, DailyAllowance(clock)).read(page_url, None, questions)
    further = await _further(reader, plain, questions)
    way = await way_from_home(reader, clock, page_url, plain, most)
    return audited(page_url, links, AuditReadings(plain, browser, further, way))


async def _further(reader: PageReader, plain: Reading, asked: Sequence[LinkQuestion]) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for answer in plain.examined.answers.values() if plain.examined else ():
        address = answer.sighting.further
        if address and address not in found and len(found) < _FURTHER:
            found[address] = await reader.read(address, None, asked)
    return found


async def way_from_home(
    reader: PageReader, clock: Clock, url: str, plain: Reading, most: int = MOST_PAGES
) -> WayFromHome:
    """Whether a page is reached from its site's home page, by reading at most so many pages within three clicks.

    That it is not is known where these are all that its site leads to: a page of a long archive is further back.
    """
    home, named = home_of(url), (url, plain.facts.final_url)
    if page_key(home) in map(page_key, named):
        return WayFromHome(reached=True, pages=0)
    walked = await SiteWalk(reader, clock, home, most).seek({url: ()}, {plain.facts.final_url: url})
    if walked.paths:
        return WayFromHome(reached=True, pages=walked.pages)
    is_known = walked.is_whole and not walked.goes_on and not walked.doubted
    return WayFromHome(False if is_known else None, walked.pages)
