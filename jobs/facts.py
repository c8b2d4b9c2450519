"""What we keep of a page that was read: values that rules judge and the store holds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from jobs.classify import Classified
from jobs.model.document import Anchor, Canonical, Document, RobotsTag
from jobs.model.page import FetchFailure, Headers, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.neighbours import host_in, neighbours, offers
from jobs.resemblance import sketch
from jobs.web.parse.headers import canonicals_in, robots_in
from jobs.web.urls import registrable_domain

_NOT_FOLLOWED = frozenset({"nofollow", "ugc", "sponsored"})
_WEB = ("http://", "https://")
_MOST_DOMAINS = 1000
_OK = Classified(Outcome.OK)


def page_facts(page: Page, document: Document, shown: Classified = _OK) -> PageFacts:
    """The facts of a page, its document, and what it was classified as; what robots.txt says is added by its reader."""
    numbered = _external(document.links, page.final_url)
    external = [link for _, link in numbered]
    followed = [link for link in external if _NOT_FOLLOWED.isdisjoint(link.rel)]
    facts = PageFacts(
        url=page.url,
        final_url=page.final_url,
        status=page.status,
        hops=page.hops,
        title=document.title,
        lang=document.lang,
        encoding=document.encoding,
        canonicals=document.canonicals,
        robots=document.robots,
        refresh=document.refresh,
        followed_external=_addresses(followed),
        external=_addresses(external),
        links=len(document.links),
        external_domains=_domains(followed),
        text_chars=len(document.text),
        shingles=sketch(document.text),
        outcome=shown.outcome,
        reason=shown.reason,
        neighbours=neighbours((host_in(link.href), document.words(number).text) for number, link in numbered),
        offers=offers(document.text),
    )
    return with_headers(facts, page.headers, page.fetched_at)


def with_headers(facts: PageFacts, headers: Headers, now: datetime) -> PageFacts:
    """The facts of the same body with another answer's headers: what was said in metas stays, the rest is read anew."""
    metas = tuple(tag for tag in facts.robots if tag.source.startswith("meta"))
    links = tuple(canonical for canonical in facts.canonicals if canonical.source != "header")
    robots: tuple[RobotsTag, ...] = metas + robots_in(headers)
    canonicals: tuple[Canonical, ...] = links + canonicals_in(headers, facts.final_url)
    return replace(facts, robots=robots, canonicals=canonicals, read_at=now)


def failure_facts(failure: FetchFailure) -> PageFacts:
    """What is known of a page that could not be read: how that ended, and the way there."""
    return PageFacts(
        url=failure.url,
        final_url=failure.final_url or failure.url,
        status=failure.status or 0,
        hops=failure.hops,
        read_at=failure.fetched_at,
        outcome=failure.outcome,
        reason=failure.reason,
    )


def _external(links: Iterable[Anchor], page_url: str) -> list[tuple[int, Anchor]]:
    """Web links to other registrable domains than the page's, numbered as in its document."""
    own = registrable_domain(page_url)
    web = [(number, link) for number, link in enumerate(links) if link.valid and link.href.startswith(_WEB)]
    return [(number, link) for number, link in web if _domain_of_host(host_in(link.href)) != own]


def _addresses(links: Iterable[Anchor]) -> int:
    return len({link.href.partition("#")[0] for link in links})


def _domains(links: Iterable[Anchor]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in dict.fromkeys(host_in(link.href) for link in links):
        found[_domain_of_host(name)] = None
        if len(found) == _MOST_DOMAINS:
            break
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _domain_of_host(name: str) -> str:
    return registrable_domain(name)
