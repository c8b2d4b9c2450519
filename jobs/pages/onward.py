"""Pages that only send their visitors on: where to, if that is followed as a redirect is (pure)."""

from jobs.pages.reading import Reading

_SOON = 5.0
"""Seconds within which a page that leads elsewhere is a redirect; after more it is a page of its own."""
_STUB = 500
"""Visible characters up to which what stands in a noscript speaks for the page: a heuristic of ours."""


def leads_on(reading: Reading) -> str:
    """The address that a page sends its visitors to within seconds; empty where it does not, or has what is sought.

    By a meta refresh or a `Refresh` header. One in a noscript is for those without scripts, so it is followed only
    where there is little to read beside it, as in the redirect stubs that static site builders make.
    """
    examined, refresh = reading.examined, reading.facts.refresh
    if examined is None or reading.page is None or refresh is None or refresh.seconds > _SOON:
        return ""
    if examined.answers and all(answer.sighting.present for answer in examined.answers.values()):
        return ""
    alone = examined.alone.outcome
    if alone.proves_absence or alone.meaning.stands_in or (refresh.in_noscript and reading.facts.text_chars > _STUB):
        return ""
    is_away = refresh.url.partition("#")[0] != reading.facts.final_url.partition("#")[0]
    return refresh.url if is_away and refresh.url.startswith(("http:", "https:")) else ""
