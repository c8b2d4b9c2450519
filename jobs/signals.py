"""What a page tells search engines, line by line: redirects, robots tags, canonicals, robots.txt (pure)."""

from collections.abc import Iterator
from html import escape
from itertools import islice

from jobs.model.document import Canonical, RobotsTag
from jobs.model.reading import PageFacts

MOST = 20
LONGEST = 300


def signals(page: PageFacts) -> tuple[str, ...]:
    """Each as it is written in a page, an answer's headers or robots.txt; what several spellings say alike is one."""
    return tuple(line[:LONGEST] for line in islice(dict.fromkeys(_lines(page)), MOST))


def _lines(page: PageFacts) -> Iterator[str]:
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
