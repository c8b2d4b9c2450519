"""No way of a few clicks leads from the home page of its site to a partner page any more: told by earlier looks."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.units.english import several

KIND = "out_of_reach"
"""For those who look for ways from home pages."""

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=True,
    title="The page is out of reach",
    means=(
        "Links led to the page from the home page of its site within three clicks, and none do any more. By our rule "
        "of thumb such a page is read less often by search engines, and its links are worth less."
    ),
    todo="Look whether the site took the page out of its menus and lists, and ask it to link to it again.",
    unless=(
        "Not for a page that was never found so, nor where one look alone saw it, nor for sites of more pages than may "
        "be read in a month, nor where a page in between could not be read, scripts name the page or another page "
        "may stand in for the home page."
    ),
    heuristic=True,
)


def said(clicks: int, pages: int, path: str) -> Finding:
    """The finding; it took so many clicks along this path, and so many pages were read on two days in vain."""
    text = (
        f"From the home page of its site {several(clicks, 'click')} led to it, and no way of three clicks does any "
        f"more. Read there, on two days: {several(pages, 'page')}."
    )
    return Finding(KIND, Severity.NOTE, text, path, "no way")
