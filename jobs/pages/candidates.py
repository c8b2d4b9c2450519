"""Links that may lead to the target without saying so: which of a page's are worth following (pure)."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from msgspec import Struct

from jobs.model.document import TEMPLATE, Anchor, Document
from jobs.model.reading import Match, Seen
from jobs.pages.asked import NO_CANDIDATES, Candidate, Candidates
from jobs.pages.find_link import LONGEST_URL, folded, seen_on, with_words
from jobs.pages.own_site import are_near_spellings
from jobs.web.urls import Degree, host, parse, registrable_domain, same_target, up_to_path
from jobs.web.urls.carried import carried_addresses
from jobs.web.urls.redirectors import is_opaque, only_carries

MOST = 5
"""Links of one page that are followed for one that is missing."""
MOST_OURS = 3
_BELOW = re.compile(r"/(?:page[-/]?)?\d{1,4}/?|/comment-page-\d{1,4}/?|\?(?:page|paged|p|pg|seite|start)=\d{1,4}")
_LONGEST_FURTHER = 200
_ALIKE = 24
"""Characters of text beside a link that make its place known again."""


def candidates(
    document: Document, target: str, anchor: str = "", before: Seen | None = None, former_sites: Collection[str] = ()
) -> Candidates:
    """The links that may lead to `target`, at most five elsewhere and three of our own site.

    `anchor` is the agreed text, `before` the link as it was last seen, `former_sites` hosts that were ours once.
    """
    domain = registrable_domain(target if "//" in target else f"https://{target}/")
    if registrable_domain(document.url) == domain:
        return NO_CANDIDATES
    words = {folded(text) for text in (anchor, before.text if before else "") if text.strip()}
    asked = _Asked(target, domain, frozenset(words), before, _hosts(tuple(former_sites)))
    found = sorted(_ranked(document, asked), key=lambda each: each[0])
    elsewhere: dict[str, Candidate] = {}
    for _, candidate in found:
        elsewhere.setdefault(candidate.seen.href, candidate)
    return Candidates(tuple(elsewhere.values())[:MOST], _ours(document, asked))


class _Asked(Struct, frozen=True):
    """What is looked for."""

    target: str
    domain: str
    words: frozenset[str]
    before: Seen | None
    former: tuple[str, ...]

    @property
    def way(self) -> str:
        """The redirector through which the link was last seen; empty where there was none."""
        return self.before.href if self.before and self.before.match is Match.REDIRECTOR else ""


def _ranked(document: Document, asked: _Asked) -> Iterator[tuple[tuple[int, ...], Candidate]]:
    """Each candidate with its rank: what speaks for it, then its place."""
    here = host(document.url)
    for number, link in enumerate(document.links):
        if not link.valid or not link.href.startswith("http"):
            continue
        name = _host_of(link)
        if registrable_domain(name) == asked.domain:
            continue
        has_words = bool(asked.words) and folded(document.words(number).text) in asked.words
        is_former, opaque = _within(name, asked.former), is_opaque(link.href)
        way = link.href[:LONGEST_URL]
        led_there = bool(asked.way) and _without_query(asked.way) == _without_query(way)
        if not (has_words or is_former or opaque or led_there) or only_carries(link.href):
            continue
        seen = with_words(seen_on(document, number, same_target(link.href, asked.target)), document)
        in_place = asked.before is not None and _same_place(seen, asked.before)
        carries = opaque and any(
            registrable_domain(host(each)) == asked.domain for each in carried_addresses(link.href)
        )
        likely = (is_former, has_words, in_place, carries, led_there)
        candidate = Candidate(seen, any(likely), led_there)
        yield (-sum(likely), way != asked.way, not opaque, name != here, seen.place in TEMPLATE, number), candidate


def _host_of(link: Anchor) -> str:
    """The host that a valid link leads to: a page's many links lead to few."""
    if not link.href.startswith(("http://", "https://")):
        return host(link.href)
    return _host_at(up_to_path(link.href))


@lru_cache(maxsize=4096)
def _host_at(origin: str) -> str:
    return host(origin)


def _without_query(url: str) -> str:
    """The host and path of an address."""
    return url.partition("#")[0].partition("?")[0].partition("//")[2]


def _same_place(seen: Seen, before: Seen) -> bool:
    """Whether the same words stand beside a link as stood beside the old one."""
    ahead, behind = before.before[-_ALIKE:].strip(), before.after[:_ALIKE].strip()
    return (len(ahead) > _ALIKE // 2 and seen.before.rstrip().endswith(ahead)) or (
        len(behind) > _ALIKE // 2 and seen.after.lstrip().startswith(behind)
    )


def _ours(document: Document, asked: _Asked) -> tuple[Seen, ...]:
    """The links to other pages of the target's site, those that resemble it most first, each address once."""
    found: dict[str, Seen] = {}
    for number, link in enumerate(document.links):
        if link.valid and registrable_domain(_host_of(link)) == asked.domain and link.href not in found:
            compared = same_target(link.href, asked.target)
            if compared.degree is Degree.SAME_SITE:
                found[link.href] = with_words(seen_on(document, number, compared), document)
    return tuple(sorted(found.values(), key=lambda seen: _farness(seen.href, asked.target))[:MOST_OURS])


def _farness(one: str, other: str) -> tuple[bool, int]:
    """How little two addresses resemble each other: by their spelling, and by how much of them is the same."""
    pairs = zip(one.partition("//")[2], other.partition("//")[2], strict=False)
    shared = next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))
    return not are_near_spellings(one, other), -shared


def _within(name: str, hosts: Collection[str]) -> bool:
    return any(f".{name}".endswith(f".{each}") for each in hosts)


@lru_cache(maxsize=16)
def _hosts(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Host names as links on a page spell them."""
    named = (host(parse(f"https://{text}/") or "") for text in typed)
    return tuple(name.removeprefix("www.") for name in named if name)


def further_page(document: Document) -> str:
    """The first link to another page of the same text, by its number below the page's own address; empty where none.

    A heuristic of ours: `/walk/2/`, `/walk/page/2`, `/walk/comment-page-1/`, `/walk?page=2`.
    """
    own = document.url.partition("#")[0].partition("?")[0].rstrip("/")
    if own.count("/") < 3:  # noqa: PLR2004 - `https://host`: the pages of a blog's home page are other texts
        return ""
    below = (link.href.partition("#")[0] for link in document.links if link.valid and link.href.startswith(own))
    found = (href for href in below if _BELOW.fullmatch(href[len(own) :].replace("/?", "?")))
    return next(found, "")[:_LONGEST_FURTHER]
