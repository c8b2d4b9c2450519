"""The sitemaps of a site, read one after the other within bounds."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, Page
from jobs.web.sitemaps.listed import SitemapContent, read_listed, sitemaps_named
from jobs.web.urls import join, registrable_domain

MOST_FILES = 100
"""Of one site, at one time."""
MOST_DEPTH = 3
"""An index may name an index; the protocol has one level, some software two."""

Examine = Callable[[Page | FetchFailure], SitemapContent]


class ReadFile(Protocol):
    """Asks for a file of any type, and has it read where foreign files are."""

    def __call__(self, url: str, examine: Examine) -> Awaitable[SitemapContent | TooComplex]:
        """What `examine` makes of the answer."""


def is_list(url: str) -> bool:
    """Whether an address is that of a list of pages: a sitemap, or robots.txt, which names them."""
    path = url.partition("#")[0].partition("?")[0].lower()
    return path.endswith((".xml", ".xml.gz", ".txt", ".txt.gz"))


async def pages_listed(read: ReadFile, url: str, most: int) -> SitemapContent:
    """The pages that the sitemap at `url` names, further sitemaps followed: at most `most`, all on its site.

    Of a robots.txt the sitemaps that it names, or where it names none `/sitemap.xml`. No robots.txt is asked whether
    we may: it speaks of pages, and sitemaps are there for robots.
    """
    site, troubles = registrable_domain(url), list[str]()
    start = await _start(read, url)
    waiting, pages, seen = [(each, 1) for each in start.sitemaps], dict[str, None](), set[str]()
    troubles += [f"{url}: {start.trouble}"] if start.trouble else []
    while waiting:
        address, depth = waiting.pop(0)
        if address in seen:
            continue
        if len(seen) >= MOST_FILES:
            troubles.append(f"there are more than {MOST_FILES} sitemaps; the first are read")
            break
        seen.add(address)
        listed = await _ask(read, address, partial(read_listed, site=site, most=most - len(pages)))
        pages |= dict.fromkeys(listed.pages)
        troubles += [f"{address}: {listed.trouble}"] if listed.trouble else []
        waiting += [(each, depth + 1) for each in listed.sitemaps] if depth < MOST_DEPTH else []
        if len(pages) >= most and waiting:
            troubles.append(f"they name more than {most:,} pages; the first are read")
            break
    return SitemapContent(tuple(pages), (), "; ".join(troubles[:3]))


async def _start(read: ReadFile, url: str) -> SitemapContent:
    """The sitemaps to begin with."""
    if not url.endswith("/robots.txt"):
        return SitemapContent(sitemaps=(url,))
    named = await _ask(read, url, sitemaps_named)
    return named if named.sitemaps else replace(named, sitemaps=(join("/sitemap.xml", url) or url,))


async def _ask(read: ReadFile, url: str, examine: Examine) -> SitemapContent:
    answer = await read(url, examine)
    return SitemapContent(trouble="it could not be read (too complex)") if isinstance(answer, TooComplex) else answer
