"""Evidence: what a page said at a look, cut to what proves the point (pure)."""

from datetime import datetime

from jobs.model.incident import Evidence
from jobs.model.link import Link, WatchedPage
from jobs.model.reading import Seen, Sighting
from jobs.read import Reading

HEADERS_THAT_MATTER = frozenset(
    {"x-robots-tag", "link", "location", "content-type", "retry-after", "server", "date", "last-modified", "etag"}
)


def evidence_before(page: WatchedPage, link: Link) -> Evidence | None:
    """What the page said of the link when it was last seen there; None where it never was."""
    seen, at = link.sighting, link.standing.last_present_at
    if seen is None or seen.best is None or page.facts is None or at is None:
        return None
    return Evidence(
        at, page.facts.final_url, page.facts.status, text=_in_its_words(seen.best), html=_as_html(seen.best)
    )


def evidence_now(reading: Reading, sighting: Sighting | None, now: datetime) -> Evidence:
    """What this reading says."""
    best = sighting.best if sighting else None
    trace = (sighting.text_only or sighting.js_only) if sighting else ""
    return Evidence(
        now,
        reading.facts.final_url or reading.facts.url,
        reading.facts.status or None,
        text=_in_its_words(best) if best else trace or reading.reason,
        html=_as_html(best) if best else "",
        headers=tuple(pair for pair in reading.headers if pair[0] in HEADERS_THAT_MATTER),
        body_hash=reading.body_hash,
    )


def _in_its_words(seen: Seen) -> str:
    """The link's text in brackets, with the words around it."""
    return " ".join(f"{seen.before} [{seen.text}] {seen.after}".split())


def _as_html(seen: Seen) -> str:
    """The link as markup: what a browser made of it, not the bytes of the page."""
    rel = f' rel="{" ".join(seen.rel)}"' if seen.rel else ""
    return f'<a href="{seen.href}"{rel}>{seen.text}</a>'
