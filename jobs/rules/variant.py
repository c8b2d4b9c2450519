"""The link's address is spelt differently but means the target."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import Match, PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Another spelling of the target",
    means=(
        "The link's address differs from the target only in what names no other page, such as www or a tracking "
        "parameter, or our own site answers both as one page: it redirects one to the other, names one canonical "
        "address for both, or shows the same text at two spellings. It counts as the same link."
    ),
    todo="Nothing. If the target itself moved for good, track its new address.",
    unless="Not where the link carries the exact address, or goes through a redirector, which is `via_redirect`.",
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the best link is a variant of the target."""
    best = sighting.best
    if best is None or best.match is not Match.VARIANT:
        return None
    what = ", ".join(best.varies) or "spelling"
    text = f"The link's address is another spelling of the target ({what})."
    return Finding("variant", Severity.NOTE, text, was="the exact address", now=best.href)
