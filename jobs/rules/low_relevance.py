"""The page speaks of other things than ours."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=False,
    title="Little related",
    means=(
        "By our rule of thumb, which compares texts, the page has little to do with ours. A link from it tells "
        "readers, and search engines, less."
    ),
    todo="Look at both pages and say whether they fit (the buttons are under `show`): what a person says holds.",
    unless=(
        "Not unless `relevance.least` asks for it. Not where there is any doubt about the score, such as little text "
        "or two languages. Not where a person said that the page fits."
    ),
    heuristic=True,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the score of a page is known, without doubt, and lower than was asked for."""
    known = expected.relevance
    if known is None or known.is_low_confidence or known.is_outdated or known.score >= expected.least_relevance:
        return None
    text = f"By our rule of thumb the page has little to do with ours: {known.score} of 100 ({known.closeness.words})."
    return Finding(
        "low_relevance", Severity.NOTE, text, was=f"at least {expected.least_relevance}", now=f"{known.score}"
    )
