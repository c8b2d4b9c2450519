"""What we keep of a page that was read: values that rules judge and the store holds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from jobs.model.document import TEMPLATE, Anchor, Canonical, Document, Place, RobotsTag
from jobs.model.page import FetchFailure, Headers, NotModified, Outcome, Page, header_values
from jobs.model.reading import NOT_FOLLOWED, OutwardLink, PageFacts, Seen
from jobs.pages.asked import Classified, LinkLayout
from jobs.pages.doubtful_sites import host_in, neighbours, offers
from jobs.pages.find_link import LONGEST_TEXT, LONGEST_URL
from jobs.pages.owner_marks import ids_in, template_of
from jobs.pages.similarity import pack, sketch, unpack
from jobs.web.html.hashes import mark
from jobs.web.html.headers import canonicals_in, robots_in
from jobs.web.urls import registrable_domain, up_to_path

_WEB = ("http://", "https://")
_MOST_DOMAINS = 1000
# A page can say as much as it likes; what is kept of it, and judged in the event loop, is bounded.
_MOST_CANONICALS = 20
_MOST_ROBOTS = 50
_LONGEST_LANG = 50
_LONGEST_GENERATOR = 100
_OK = Classified(Outcome.OK)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was worked out of a page when it was last read, and what that rests on."""

    words_mark: str
    text_chars: int
    offers: tuple[str, ...]
    sketch: str
    """Packed: the smallest hashes of its text."""
    company_mark: str
    neighbours: tuple[str, ...]
    owner: tuple[tuple[str, ...], str] | None = None
    """Ids and frame: what pages of one owner share. None: they are asked for."""


def kept_of(facts: PageFacts | None, sketch: str, *, owner: bool = False) -> Kept | None:
    """What is kept of a page, by its facts and its sketch; None where nothing was, by a version before this one.

    With `owner`, what pages of one owner share is worked out again: it rests on all of the page.
    """
    if facts is None or not (facts.words_mark and sketch):
        return None
    return Kept(
        facts.words_mark,
        facts.text_chars,
        facts.offers,
        sketch,
        facts.company_mark,
        facts.neighbours,
        None if owner else (facts.owner_ids, facts.template),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What the text of a page gives."""

    chars: int
    shingles: tuple[int, ...]
    offers: tuple[str, ...]


def page_facts(
    page: Page,
    document: Document,
    external: Sequence["Outward"],
    shown: Classified = _OK,
    kept: Kept | None = None,
) -> PageFacts:
    """The facts of a page, its document, and what it was classified as; what robots.txt says is added by its reader.

    `external` are its links to other sites. What rests on the same as when it was `kept` is not worked out again; of a
    sketch the packed part is all there is.
    """
    words = _words_of(document, _path_of(page.url), kept)
    owner_ids, template = (kept and kept.owner) or (ids_in(page.body), pack(template_of(page.body)))
    followed = [out for out in external if NOT_FOLLOWED.isdisjoint(document.links[out.number].rel)]
    company = [(out.host, document.words(out.number).text) for out in external]
    company_mark = mark(*chain.from_iterable(company))
    facts = PageFacts(
        url=page.url,
        final_url=page.final_url,
        status=page.status,
        hops=page.hops,
        title=document.title[:LONGEST_TEXT],
        lang=document.lang[:_LONGEST_LANG],
        encoding=document.encoding,
        canonicals=_bounded(document.canonicals),
        robots=document.robots[:_MOST_ROBOTS],
        refresh=replace(document.refresh, url=document.refresh.url[:LONGEST_URL]) if document.refresh else None,
        followed_external=len({out.address for out in followed}),
        external=len({out.address for out in external}),
        links=len(document.links),
        external_domains=tuple(sorted(list(dict.fromkeys(out.domain for out in followed))[:_MOST_DOMAINS])),
        text_chars=words.chars,
        shingles=words.shingles,
        outcome=shown.outcome,
        reason=shown.reason,
        neighbours=kept.neighbours if kept and kept.company_mark == company_mark else neighbours(company),
        offers=words.offers,
        generator=document.generator[:_LONGEST_GENERATOR],
        owner_ids=owner_ids,
        template=template,
        words_mark=document.words_mark,
        company_mark=company_mark,
    )
    return with_headers(facts, page.headers, page.fetched_at)


def links_outward(document: Document, external: Iterable["Outward"]) -> tuple[OutwardLink, ...]:
    """The links to other sites, each address once, the first thousand; followed where any that leads there is."""
    found: dict[str, OutwardLink] = {}
    for out in external:
        followed = NOT_FOLLOWED.isdisjoint(document.links[out.number].rel)
        if out.address in found:
            found[out.address] = replace(found[out.address], followed=followed or found[out.address].followed)
        elif len(found) < _MOST_DOMAINS:
            found[out.address] = OutwardLink(out.address[:LONGEST_URL], out.domain, followed)
    return tuple(found.values())


def layout_of(
    document: Document, external: Iterable["Outward"], internal: int, ours: Mapping[tuple[str, str], Seen]
) -> LinkLayout:
    """The links of a document: those to other sites, and how many lead to its own.

    `ours` are those that were found of the links that were looked for, by target and agreed anchor.
    """
    places: dict[str, Place] = {}
    for out in external:
        place = document.place(out.number)
        if places.setdefault(out.address, place) in TEMPLATE and place not in TEMPLATE:
            places[out.address] = place
    order = {address[:LONGEST_URL]: at for at, address in enumerate(places, 1)}
    found = {key: seen.href.partition("#")[0] for key, seen in ours.items()}
    positions = {key: order[address] for key, address in found.items() if address in order}
    return LinkLayout(internal, tuple(sorted(Counter(places.values()).items())), positions)


def _words_of(document: Document, path: str, kept: Kept | None) -> _Words:
    if kept and kept.words_mark == document.words_mark:
        return _Words(kept.text_chars, unpack(kept.sketch), kept.offers)
    text = document.text
    return _Words(len(text), sketch(text, path), offers(text))


def with_headers(facts: PageFacts, headers: Headers, now: datetime) -> PageFacts:
    """The facts of the same body with another answer's headers: what metas said stays, the rest is read again."""
    canonicals = _canonicals_with(facts, headers, facts.final_url)
    return replace(facts, robots=_robots_with(facts, headers), canonicals=canonicals, read_at=now)


def confirmed(before: PageFacts, answer: Page | NotModified) -> PageFacts:
    """The facts of a page whose body is as it was `before`, with what this answer says beside it.

    "Not modified" updates the headers it has; those it leaves out stay as they were (RFC 9111, 4.3.4), and Apache
    leaves out X-Robots-Tag and Link.
    """
    headers, leaves_out = answer.headers, isinstance(answer, NotModified) and not answer.sent_again
    keeps_robots = leaves_out and not header_values(headers, "x-robots-tag")
    keeps_canonicals = leaves_out and not header_values(headers, "link")
    return replace(
        before,
        final_url=answer.final_url,
        hops=answer.hops,
        read_at=answer.fetched_at,
        robots=before.robots if keeps_robots else _robots_with(before, headers),
        canonicals=before.canonicals if keeps_canonicals else _canonicals_with(before, headers, answer.final_url),
    )


def _robots_with(facts: PageFacts, headers: Headers) -> tuple[RobotsTag, ...]:
    """What the metas of a page said, and these headers say, to robots."""
    metas = tuple(tag for tag in facts.robots if tag.source.startswith("meta"))
    return (metas + robots_in(headers))[:_MOST_ROBOTS]


def _canonicals_with(facts: PageFacts, headers: Headers, final_url: str) -> tuple[Canonical, ...]:
    """The canonicals that a page named itself, and those that these headers name, which came from `final_url`."""
    links = tuple(canonical for canonical in facts.canonicals if canonical.source != "header")
    return _bounded(links + canonicals_in(headers, final_url))


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


def _path_of(url: str) -> str:
    """What comes after the host, as pages that say "nothing found at ..." repeat it."""
    return "/" + url.partition("//")[2].partition("/")[2]


def _bounded(canonicals: Iterable[Canonical]) -> tuple[Canonical, ...]:
    """Each canonical once, the first twenty, and of each as much as an address may be long."""
    return tuple(islice(dict.fromkeys(map(_cut, canonicals)), _MOST_CANONICALS))


def _cut(canonical: Canonical) -> Canonical:
    return canonical if len(canonical.href) <= LONGEST_URL else replace(canonical, href=canonical.href[:LONGEST_URL])


class Outward(NamedTuple):
    """A link to another registrable domain than the page's."""

    number: int
    address: str
    host: str
    domain: str


def links_out(links: Iterable[Anchor], page_url: str) -> list[Outward]:
    """The web links that lead to other sites, numbered as in their document."""
    own = registrable_domain(page_url)
    found: list[Outward] = []
    start = f"{up_to_path(page_url)}/"  # with which most links begin
    for number, link in enumerate(links):
        href = link.href
        if not href.startswith(start) and href.startswith(_WEB) and link.valid:
            name, domain = _host_and_domain(up_to_path(href))
            if domain != own:
                found.append(Outward(number, href.partition("#")[0], name, domain))
    return found


def addresses_within(links: Iterable[Anchor], external: Iterable[Outward]) -> set[str]:
    """The addresses of the web links that are not among those to other sites."""
    numbers = {out.number for out in external}
    within = (link.href for number, link in enumerate(links) if number not in numbers and link.valid)
    return {href.partition("#")[0] for href in within if href.startswith(_WEB)}


@lru_cache(maxsize=4096)
def _host_and_domain(origin: str) -> tuple[str, str]:
    """Of a web address up to its path: the host, and the part of it that one owner registered."""
    name = host_in(origin)
    return name, registrable_domain(name)
