"""What a page and a target share that name another address as the one that counts."""

from jobs.model.findings import Finding, Severity
from jobs.model.reading import PageFacts
from jobs.web.urls import Degree, host, same_target

_NAMED = 5
"""So many of several addresses are told."""
_WEB = ("http://", "https://")


def canonical_elsewhere(kind: str, who: str, page: PageFacts) -> Finding | None:
    """A finding where a canonical is another address than the page's own; spellings of that do not count.

    What is no web address tells search engines nothing: they take the page as it stands. A canonical in the body, or
    one with `hreflang`, `lang`, `media` or `type`, is none (Google, "Consolidate duplicate URLs").
    """
    heeded = (each for each in page.canonicals if each.valid and not each.ignored)
    named = tuple(dict.fromkeys(each.href for each in heeded if each.href.startswith(_WEB)))
    away = [href for href in named if not _is_itself(href, page)]
    if not away:
        return None
    if len(named) > 1:
        text = f"The {who} names {len(named)} different canonical addresses; search engines may heed none of them."
        return Finding(kind, Severity.NOTE, text, was=page.final_url, now=" ".join(named[:_NAMED]))
    where = "another address" if host(away[0]) == host(page.final_url) else f"another host, {host(away[0])},"
    text = f"The {who} names {where} as its canonical."
    return Finding(kind, Severity.WEAKENED, text, was=page.final_url, now=away[0])


def _is_itself(href: str, page: PageFacts) -> bool:
    return same_target(href, page.final_url).degree in {Degree.EXACT, Degree.VARIANT}
