"""Our own page's address leads to another one."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.redirects import RedirectKind, redirection
from jobs.web.urls import Degree, same_target

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target redirects",
    means=(
        "The link leads to an address of ours that passes visitors on. A permanent redirect keeps most of a link's "
        "worth, a temporary one or a chain may not. Where the link leads straight to the new address, it is a note."
    ),
    todo="Ask the site to link to the final address, or restore the page.",
    unless="Not where the redirects lead back to the address itself.",
)


_SAME = frozenset({Degree.EXACT, Degree.VARIANT})


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the target redirects; to another spelling of itself, such as https or www, it is a note.

    So it is where the link does not take that way: somebody put the final address in its place.
    """
    away = redirection(page.url, page.final_url, page.hops)
    if away is None:
        return None
    is_straight = sighting.best is not None and same_target(sighting.best.href, page.final_url).degree in _SAME
    severity = Severity.NOTE if is_straight or away.whither is RedirectKind.SPELLING else Severity.WEAKENED
    text = f"The target redirects to {away.whither.value} ({away.manner})."
    if is_straight:
        text = (
            f"The agreed address redirects to {away.whither.value} ({away.manner}), and the link leads straight there."
        )
    return Finding("target_redirects", severity, text, was=page.url, now=page.final_url)
