"""Evidence: what a page said at a check, cut to what proves the point (pure)."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import islice

from jobs.model.document import Canonical, RobotsTag
from jobs.model.incident import Evidence
from jobs.model.link import Link
from jobs.model.page import Headers
from jobs.model.reading import PageFacts, Seen, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import InPlace
from jobs.pages.find_link import WORDS_AROUND
from jobs.pages.reading import Reading

HEADERS_THAT_MATTER = frozenset(
    {"x-robots-tag", "link", "location", "content-type", "retry-after", "server", "date", "last-modified", "etag"}
)
MOST_HEADERS = 12
LONGEST_HEADER = 300
LONGEST_TEXT = 600
CUT_FROM = WORDS_AROUND - 1
"""Words as long as this were cut from a longer text; one blank may have gone at the end."""
_LONGEST_URL = 2048


def evidence_before(page: TrackedPage, link: Link, *, present: bool | None) -> Evidence | None:
    """What the page said of the link when it was last as agreed; None where it never was.

    From the first doubt on it is the link's own `proof`: later checks overwrite what the page says. Of a link that
    never was as agreed there is only what it was while it was there, once it is not.
    """
    if link.proof is not None:
        return link.proof
    seen, at = link.sighting, link.standing.last_present_at
    if seen is None or seen.best is None or page.facts is None or at is None:
        return None
    if link.standing.is_in_doubt and present is not False:
        return None
    return Evidence(
        at,
        page.facts.final_url[:_LONGEST_URL],
        page.facts.status,
        html=_markup(seen, seen.best),
        text=in_its_words(seen.best),
        headers=page.headers,
        body_hash=page.body_hash,
        signals=signals(page.facts),
    )


def evidence_now(reading: Reading, sighting: Sighting | None, in_place: InPlace, now: datetime) -> Evidence:
    """What this reading says; where the link is not there, what stands `in_place` of it."""
    best = sighting.best if sighting else None
    trace = (sighting.text_only or sighting.js_only) if sighting else ""
    return Evidence(
        now,
        (reading.facts.final_url or reading.facts.url)[:_LONGEST_URL],
        reading.facts.status or None,
        html=_markup(sighting, best) if sighting and best else in_place.html,
        text=in_its_words(best) if best else (trace or reading.reason or in_place.text)[:LONGEST_TEXT],
        headers=headers_that_matter(reading.headers),
        body_hash=reading.body_hash,
        signals=signals(reading.facts),
    )


def headers_that_matter(headers: Headers) -> Headers:
    """Those that say something of a page or its link, bounded in number and size."""
    kept = [(name, value[:LONGEST_HEADER]) for name, value in headers if name in HEADERS_THAT_MATTER]
    return tuple(kept[:MOST_HEADERS])


def in_its_words(seen: Seen) -> str:
    """The link's text in brackets, with the words around it."""
    before, after = _from_a_whole_word(seen.before), _to_a_whole_word(seen.after)
    return " ".join(f"{before}[{seen.text}]{after}".split())[:LONGEST_TEXT]


def _from_a_whole_word(before: str) -> str:
    """What stood before, without the rest of a word that the cut went through."""
    return f"… {before.partition(' ')[2]}" if len(before) >= CUT_FROM else before


def _to_a_whole_word(after: str) -> str:
    """What stood after, likewise."""
    return f"{after.rpartition(' ')[0]} …" if len(after) >= CUT_FROM else after


def _markup(sighting: Sighting, seen: Seen) -> str:
    """The markup as it was served; else the link as it was understood, and called so."""
    if sighting.html:
        return sighting.html
    rel = f' rel="{" ".join(seen.rel)}"' if seen.rel else ""
    return f'<!-- as understood --><a href="{seen.href[:_LONGEST_URL]}"{rel}>{seen.text[:LONGEST_TEXT]}</a>'


MOST = 20
LONGEST = 300


def signals(page: PageFacts) -> tuple[str, ...]:
    """Each as it is written in a page, an answer's headers or robots.txt; what several spellings say alike is one."""
    return tuple(line[:LONGEST] for line in islice(dict.fromkeys(_lines(page)), MOST))


def _lines(page: PageFacts) -> Iterator[str]:
    if page.drawn:
        yield "rendered: what stands here is from the page as a browser drew it"
    for hop in page.hops:
        yield f"{hop.status} {hop.url} -> {hop.location}"
    yield from map(_robots, page.robots)
    yield from map(_canonical, page.canonicals)
    if page.refresh:
        yield f'<meta http-equiv="refresh" content="{page.refresh.seconds:g}; url={escape(page.refresh.url)}">'
    if page.google_allowed is not None and page.google_rule:
        yield f"robots.txt, for Googlebot: {page.google_rule}"


def _robots(tag: RobotsTag) -> str:
    where, _, agent = tag.source.partition(" ")
    if where == "meta":
        return f'<meta name="{escape(agent)}" content="{escape(tag.value)}">'
    return f"{where}: {agent}: {tag.value}" if agent else f"{where}: {tag.value}"


def _canonical(named: Canonical) -> str:
    if named.source == "header":
        return f'Link: <{named.href}>; rel="canonical"'
    return f'<link rel="canonical" href="{escape(named.href)}">'
