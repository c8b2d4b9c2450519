"""Many new sites are linked from the partner page."""

from collections.abc import Sequence

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.doubtful_sites import trades_of

KIND = "outbound_jump"
"""For those who count the links of partner pages."""

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=True,
    title="Many new links on the page",
    means=(
        "The page links to many more sites than when we first looked. What counts as many is our rule of thumb: at "
        "least ten new sites, and a quarter more; so is which of them are gambling, adult, loan, pharma or essay sites."
    ),
    todo="Look at the new sites, and ask the partner about them.",
    unless=(
        "Not for fewer than ten new sites, for a few beside many known ones, for sites that went, or where nobody "
        "knows what was there before."
    ),
    heuristic=True,
    letter=LetterSubject.JUMP,
)

_FEWEST = 10
_SHARE = 0.25
_NAMED = 10


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where at least ten external domains are new, and they are a quarter of the baseline or more."""
    if expected.known_domains is None:
        return None
    new = sorted(set(page.external_domains) - expected.known_domains)
    known = len(expected.known_domains)
    return None if len(new) < fewest_new(known) else said(new, known, page)


def fewest_new(known: int) -> float:
    """How many new domains are many, beside so many known ones."""
    return max(_FEWEST, known * _SHARE)


def said(new: Sequence[str], known: int, page: PageFacts) -> Finding:
    """The finding about these new domains, beside so many known ones; `now` names them all, doubtful trades first."""
    trades = trades_of(new, page.neighbours)
    sites = [f"{site} ({trade})" for site, trade in trades.items()] + [site for site in new if site not in trades]
    named = ", ".join(sites[:_NAMED]) + (f" and {len(new) - _NAMED} more" if len(new) > _NAMED else "")
    text = f"The page links to {len(new)} sites that it did not link to before: {named}."
    return Finding(KIND, Severity.NOTE, text, "1 site" if known == 1 else f"{known} sites", ", ".join(sites))
