"""The link left the body of the page."""

from jobs.model.document import Place
from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Covered

RULE = Rule(
    about=About.LINK,
    severity=Severity.NOTE,
    alerts=False,
    title="Link moved",
    means=(
        "The link stood in the body of the page and now stands at its edge. By our rule of thumb a link in the text "
        "is worth more."
    ),
    todo="Ask the site to put the link back into the text, if that was agreed.",
    unless=(
        "Not where nobody knows where it stood, where it moved into the body or from one edge to another, or where it "
        "moved into a noscript, which is `in_noscript`."
    ),
    heuristic=True,
    letter=LetterSubject.PLACE,
    covered_as=Covered.MOVED,
)

_EDGES = {
    Place.NAV: "its navigation",
    Place.HEADER: "its header",
    Place.FOOTER: "its footer",
    Place.SIDEBAR: "its sidebar",
    Place.COMMENTS: "its comments",
    Place.AUTHOR: "its author box",
}


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where a link first seen in the body now stands in a place that pages repeat."""
    best = sighting.best
    if best is None or expected.seen_place is not Place.BODY or best.place not in _EDGES:
        return None
    text = f"The link moved from the body of the page to {_EDGES[best.place]}."
    return Finding("moved", Severity.NOTE, text, was=Place.BODY, now=best.place)
