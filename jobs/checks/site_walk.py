"""Reads a site from its home page on, click by click, until what is sought is found: few pages, each once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from jobs.model.document import Document
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.pages.asked import LinkQuestion
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import is_same, what_it_is
from jobs.partners.ways import CLICKS, Walked
from jobs.units.clock import Clock
from jobs.web.urls import host, page_key, registrable_domain

Path = tuple[str, ...]

_FILES = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".css", ".js", ".mjs", ".json", ".xml"),
    *(".rss", ".atom", ".txt", ".zip", ".gz", ".mp3", ".mp4", ".webm", ".woff", ".woff2", ".pdf", ".doc", ".docx"),
    *(".xls", ".xlsx", ".ppt", ".pptx", ".epub", ".csv"),
)
"""Behind such an address there is no page to click on from."""


def home_of(url: str) -> str:
    """The address of the home page of a page's host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


class SiteWalk:
    """One walk; it stops where the site wants to be left in peace, or no more pages may be read."""

    def __init__(self, reader: PageReader, clock: Clock, home: str, most: int) -> None:
        self._reader = reader
        self._clock = clock
        self._home = home
        self._site = registrable_domain(home)
        self._most = most
        self._sought: tuple[str, ...] = ()
        self._wanted: dict[str, str] = {}
        self._found: dict[str, Path] = {}
        self._far: dict[str, Path] = {}
        self._links: dict[str, Mapping[str, str]] = {}
        self._leads: dict[str, str] = {}
        self._facts: dict[str, PageFacts] = {}
        self._doubted: set[str] = set()
        self._unread: set[str] = set()
        self._asked = 0
        self._home_at: datetime | None = None
        self._unsure = self._stopped = False

    async def seek(self, wanted: Mapping[str, Path], also: Mapping[str, str]) -> Walked:
        """Find these pages, each with the path that led there before (or none): that is tried first.

        `also` are other addresses of some of them, each with the page.
        """
        self._sought = tuple(wanted)
        self._wanted = {page_key(url): url for url in wanted}
        self._wanted = {page_key(url): page for url, page in also.items()} | self._wanted
        for url, path in wanted.items():
            if path and await self._leads_there(path, url):
                self._found[url] = path
        is_whole, goes_on, pages = False, True, self._asked
        if self._is_open:
            is_whole, goes_on, pages = await self._search()
        doubted = frozenset(self._doubted)
        return Walked(
            paths=self._far | self._found,
            is_whole=is_whole,
            goes_on=goes_on,
            pages=pages,
            asked=self._asked,
            home_at=self._home_at,
            is_cut_short=self._stopped,
            doubted=doubted,
        )

    @property
    def _is_open(self) -> bool:
        return not self._stopped and len(self._found) < len(self._sought)

    async def _leads_there(self, path: Path, url: str) -> bool:
        """Whether a path leads on, click by click, to the page or to what redirects there, or where it redirects to."""
        for place, onward in pairwise(path):
            if page_key(onward) not in await self._onward(place):
                return False
        last, page = page_key(path[-1]), page_key(url)
        if last == page:
            return True
        await self._onward(path[-1])
        if self._leads.get(last) == page:
            return True
        await self._onward(url)
        return self._leads.get(last, "") == self._leads.get(page)

    async def _search(self) -> tuple[bool, bool, int]:
        """Whether all within three clicks was read, whether there is more behind it, and how many pages that were."""
        level: dict[str, Path] = {page_key(self._home): (self._home,)}
        known: dict[str, Path] = dict(level)
        for _ in range(CLICKS + 1):  # the home page first; what is three clicks away may redirect to a page
            following: dict[str, Path] = {}
            for path in self._likeliest_first(level.values()):
                links = await self._onward(path[-1])
                self._take(self._leads.get(page_key(path[-1]), ""), path)
                for key, href in links.items():
                    self._take(key, (*path, href))
                new = {key: (*path, href) for key, href in links.items() if key not in known}
                following |= new
                known |= new
                if not self._is_open:
                    return False, True, self._asked
            level = following
        pages = self._asked
        await self._look_at_missing(known)
        return not (self._unsure or self._stopped), bool(level), pages

    async def _look_at_missing(self, known: Mapping[str, Path]) -> None:
        """A page that moved is found where it stands now; of one that cannot be read nothing is said."""
        for url in self._sought:
            if url not in self._found:
                key = page_key(url)
                await self._onward(url)
                self._take(key, known.get(self._leads.get(key, ""), ()))
                self._doubted |= {url} if key in self._unread or not self._is_home_of(key) else set()

    def _is_home_of(self, key: str) -> bool:
        """Whether the home page is one that the page, as it stands, goes with.

        A page that is up in its stead for some days, as while a site is mended, leads nowhere, or nowhere that the
        pages of the site lead; or it answers for all of them.
        """
        home = page_key(self._home)
        leads, page_leads = ({*self._links[each]} - {home, key} for each in (home, key))
        shares = bool(leads & page_leads) or not page_leads
        return bool(leads) and shares and not is_same(self._facts[home], self._facts[key])

    def _take(self, key: str, path: Path) -> None:
        if path and key in self._wanted:
            is_near = len(path) <= CLICKS + 1
            (self._found if is_near else self._far).setdefault(self._wanted[key], path)

    def _likeliest_first(self, paths: Iterable[Path]) -> list[Path]:
        """Those first whose address begins as that of a page that is still sought."""
        sought = [url for url in self._sought if url not in self._found]

        def alike(path: Path) -> int:
            return max((_shared(url, path[-1]) for url in sought), default=0)

        return sorted(paths, key=alike, reverse=True)

    async def _onward(self, url: str) -> Mapping[str, str]:
        """What a page links to on its site, by key; nothing where it cannot be read."""
        key = page_key(url)
        if key not in self._links:
            self._links[key] = await self._read(url, key)
        return self._links[key]

    async def _read(self, url: str, key: str) -> Mapping[str, str]:
        if self._stopped or self._asked >= self._most:
            self._stopped = True
            self._unread.add(key)
            return {}
        sought = [LinkQuestion(each, unseen=True) for each in self._sought if each not in self._found]
        reading = await self._reader.read(url, None, sought, whole=True)
        self._asked += reading.outcome is not Outcome.ROBOTS_REFUSED  # then nothing was asked of the site
        self._facts[key], self._leads[key] = reading.facts, page_key(reading.facts.final_url)
        if url == self._home:
            self._home_at = self._clock.now()
        document = self._document(url, reading)
        self._unread |= set() if document else {key}
        return self._on_site(document) if document else {}

    def _document(self, url: str, reading: Reading) -> Document | None:
        """The page where it was read; what could not be read makes the walk unsure, and mostly ends it."""
        shown, is_home = what_it_is(reading).outcome, url == self._home
        is_away = registrable_domain(reading.facts.final_url) != self._site
        document = reading.examined.document if reading.examined else None
        if is_home and (is_away or document is None or shown is not Outcome.OK):
            self._unsure = self._stopped = True
            return None
        if shown.is_unknown and shown is not Outcome.NOT_HTML:
            self._unsure = True
            self._stopped = shown.meaning.passes or shown.meaning.is_host_trouble
            return None
        answers = reading.examined.answers if reading.examined else {}
        named = {target for (target, _), answer in answers.items() if answer.in_script}
        self._doubted |= {target for target in named if page_key(target) != page_key(url)}
        return None if is_away else document

    def _on_site(self, document: Document) -> Mapping[str, str]:
        """Where a visitor may click on to, scripts and frames included."""
        named = [link.href for link in document.links if link.valid]
        named += [address for address, _ in document.js_links] + list(document.frames)
        hrefs = dict.fromkeys(each.partition("#")[0] for each in named if each.startswith(("http:", "https:")))
        return {
            page_key(each): each
            for each in hrefs
            if registrable_domain(host(each)) == self._site and not urlsplit(each).path.lower().endswith(_FILES)
        }


def _shared(one: str, other: str) -> int:
    """How many parts of two addresses are the same from the beginning on."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one.split("/"), other.split("/"), strict=False))))
