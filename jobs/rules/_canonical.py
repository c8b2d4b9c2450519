"""What a page and a target share that name another address as the one that counts."""

from jobs.model.findings import Finding, Severity
from jobs.model.reading import PageFacts
from jobs.pages.canonical import is_elsewhere, named_canonicals
from jobs.web.urls import host

_NAMED = 5
"""So many of several addresses are told."""


def canonical_elsewhere(kind: str, who: str, page: PageFacts) -> Finding | None:
    """A finding where a canonical is another address than the page's own; spellings of that do not count."""
    named = named_canonicals(page)
    away = [href for href in named if is_elsewhere(href, page)]
    if not away:
        return None
    if len(named) > 1:
        text = f"The {who} names {len(named)} different canonical addresses; search engines may heed none of them."
        return Finding(kind, Severity.NOTE, text, was=page.final_url, now=" ".join(named[:_NAMED]))
    where = "another address" if host(away[0]) == host(page.final_url) else f"another host, {host(away[0])},"
    text = f"The {who} names {where} as its canonical."
    return Finding(kind, Severity.WEAKENED, text, was=page.final_url, now=away[0])
