"""A link of ours stands lower on a partner page, or left its text: told by how the page was, day by day."""

from collections.abc import Sequence

from jobs.model.findings import About, Finding, Rule, Severity

KIND = "link_moved_down"
"""For those who follow where links stand on partner pages."""

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=True,
    title="Our link moved down the page",
    means=(
        "Our link stands much lower among the page's links to other sites than at its baseline, or in its footer, "
        "navigation, header or sidebar instead of the text. By our rule of thumb it is worth less there."
    ),
    todo="Ask the site to put the link back where it was, if that was agreed.",
    unless=(
        "Not for fewer than ten places, nor less than twice as low, nor at a first check that sees it, nor where the "
        "page shows its links in another order each time."
    ),
    heuristic=True,
)


def said(moves: Sequence[str], was: str, now: str) -> Finding:
    """The finding about links that moved, a sentence each; `was` and `now` say where they stood and stand."""
    return Finding(KIND, Severity.NOTE, " ".join(moves), was, now)
