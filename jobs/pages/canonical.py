"""Which other addresses a page names as the ones that count (pure)."""

from jobs.model.reading import PageFacts
from jobs.web.urls import Degree, host, same_target

_WEB = ("http://", "https://")


def named_canonicals(page: PageFacts) -> tuple[str, ...]:
    """The addresses that search engines heed as canonical: what is no web address tells them nothing.

    A canonical in the body, or one with `hreflang`, `lang`, `media` or `type`, is none (Google, "Consolidate duplicate
    URLs").
    """
    heeded = (each for each in page.canonicals if each.valid and not each.ignored)
    return tuple(dict.fromkeys(each.href for each in heeded if each.href.startswith(_WEB)))


def is_elsewhere(href: str, page: PageFacts) -> bool:
    """Whether a canonical is another address than the page's own; spellings of that do not count."""
    if href == page.final_url:  # as most pages name themselves
        return False
    return same_target(href, page.final_url).degree not in {Degree.EXACT, Degree.VARIANT}


def other_on_host(page: PageFacts) -> str:
    """The only canonical of a page, where that is another page of the same host; else empty."""
    named = named_canonicals(page)
    if len(named) != 1 or host(named[0]) != host(page.final_url) or not is_elsewhere(named[0], page):
        return ""
    return named[0]


def counts_instead(url: str, page: PageFacts) -> str:
    """The only canonical of the page read at `url`, where that is another page than this one; else empty.

    Where `url` redirects, its own spellings do not count either.
    """
    named = named_canonicals(page)
    if len(named) != 1 or not is_elsewhere(named[0], page):
        return ""
    return "" if same_target(named[0], url).degree in {Degree.EXACT, Degree.VARIANT} else named[0]
