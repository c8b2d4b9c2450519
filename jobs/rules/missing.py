"""The link is not on the page, and nothing there takes its place."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.LOST,
    alerts=True,
    title="Link is gone",
    means="The page was read whole, and no link to the target is on it; or the page itself no longer exists.",
    todo="Ask the site whether it was taken out on purpose, and to put it back.",
    unless=(
        "Not where the page could not be read, where the link is there but worth little, or where what is left of it "
        "has a name of its own: `text_only`, `wrong_target`, `js_only`."
    ),
    letter=LetterSubject.LOST,
)

_TEXTS = {
    Outcome.OK: "The page no longer links to the target.",
    Outcome.GONE: "The page is gone{why}, and the link with it.",
    Outcome.SOFT_404: "The page now says that it was not found{why}, and the link is gone with it.",
    Outcome.PARKED: "The page's domain is parked or for sale{why}, and the link is gone with it.",
    Outcome.DNS_ERROR: "The page's host name does not exist any more{why}, and the link is gone with it.",
}


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the link is absent and no lesser trace of it explains the absence better."""
    if sighting.present or sighting.nearest or sighting.text_only or sighting.js_only:
        return None
    text = _TEXTS.get(page.outcome)
    if text is None:
        return None
    why = f" ({page.reason})" if page.reason and page.outcome is not Outcome.OK else ""
    text = text.format(why=why)
    if sighting.further and page.outcome is Outcome.OK:
        text += f" The page goes on at {sighting.further}: the link may have moved there."
    return Finding("missing", Severity.LOST, text, was=_was(expected), now="absent")


def _was(expected: Expectation) -> str:
    return f"linked as “{expected.seen_anchor}”" if expected.seen_anchor else "linked"
