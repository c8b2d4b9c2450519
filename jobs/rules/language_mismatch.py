"""The page is in another language than ours."""

from jobs.model.findings import About, Finding, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.units.languages import language_code, one_name

RULE = Rule(
    about=About.PARTNER,
    severity=Severity.NOTE,
    alerts=False,
    title="Another language",
    means=(
        "The page says that it is in another language than our page. Its readers, and search engines, may find the "
        "link less fitting."
    ),
    todo="Decide whether a link from this language is wanted.",
    unless=(
        "Not where either page declares no language, or an unknown one; regional forms and other names of one "
        "language are the same."
    ),
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the page declares a language and it is not ours."""
    ours, theirs = language_code(expected.lang), language_code(page.lang)
    if not ours or not theirs or one_name(ours) == one_name(theirs):
        return None
    text = f"The page is in another language ({theirs}) than ours ({ours})."
    return Finding("language_mismatch", Severity.NOTE, text, was=ours, now=theirs)
