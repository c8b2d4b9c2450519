"""Another page stands at the address of the link's page now; nobody can tell what became of the one that was."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.LOST,
    alerts=True,
    title="The page is another one now",
    means=(
        "The address answers, but neither the words around the link nor the rest of the page stand there any more:"
        " the page was rewritten, or something stands before it, such as a login (how much has to stand is a rule of"
        " thumb of ours). Whether the link was taken out of the page that was there, nobody can tell."
    ),
    todo="Open the page, and ask the site whether the page that was there is to come back.",
    unless=(
        "Not where the words around the link, or clearly the rest of the page, still stand (that is `missing`), where "
        "the page could not be read, and not before it has been so for `checks.confirm_replaced`."
    ),
    heuristic=True,
    letter=LetterSubject.REPLACED,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the page was read and is not the one that held the link."""
    if sighting.present or page.outcome is not Outcome.REPLACED:
        return None
    why = f" ({page.reason})" if page.reason else ""
    text = f"The page is another one now: nothing of what stood around the link is there{why}."
    anchor = expected.seen_anchor or expected.anchor
    return Finding("another_page", Severity.LOST, text, f"linked as “{anchor}”" if anchor else "linked", "another page")
