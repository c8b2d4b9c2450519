"""Our own page's address leads to another one."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.redirects import RedirectKind, redirection

RULE = Rule(
    about=About.TARGET,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Target redirects",
    means=(
        "The link leads to an address of ours that passes visitors on. A permanent redirect keeps most of a link's "
        "worth, a temporary one or a chain may not."
    ),
    todo="Ask the site to link to the final address, or restore the page.",
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the target redirects; to another spelling of itself, such as https or www, it is a note."""
    away = redirection(page.url, page.final_url, page.hops)
    if away is None:
        return None
    severity = Severity.NOTE if away.whither is RedirectKind.SPELLING else Severity.WEAKENED
    text = f"The target redirects to {away.whither.value} ({away.manner})."
    return Finding("target_redirects", severity, text, was=page.url, now=page.final_url)
