"""What a browser shows beside what was served: which pages are drawn, and what comes of both readings (pure)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from jobs.model.page import Outcome, Page
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.asked import Key, LinkAnswer, LinkQuestion
from jobs.pages.reading import Reading
from jobs.web.render.rendering import NotRendered, Rendered

STILL_LOADING = "its page was still loading when its time in the browser was up"


class Drawing(Struct, frozen=True):
    """A page as a browser drew it, read like any other."""

    reading: Reading
    settled: bool
    """Whether it had come to rest."""


def rests_on_scripts(asked: LinkQuestion, answer: LinkAnswer) -> bool:
    """Whether only a browser can tell of this link: it was found or is agreed so, or the page is served empty."""
    return _is_drawn_always(asked) or answer.shown.outcome is Outcome.NEEDS_JS


def _is_drawn_always(asked: LinkQuestion) -> bool:
    return asked.render or (asked.before is not None and asked.before.rendered)


def may_show_more(reading: Reading, asked: LinkQuestion) -> bool:
    """Whether a browser might find a link that was not found in what was served.

    A page that was refused, stopped at a wall or cut off is never drawn: a browser would be a way round.
    """
    examined = reading.examined
    if examined is None or reading.page is None or reading.outcome is not Outcome.OK:
        return False
    answer = examined.answers[asked.key]
    if answer.sighting.present or answer.shown.outcome not in {Outcome.OK, Outcome.NEEDS_JS, Outcome.REPLACED}:
        return False
    return rests_on_scripts(asked, answer) or examined.has_scripts


def page_of(drawn: Rendered, served: Page, now: datetime) -> Page:
    """The rendering as a page that can be read like any other."""
    body = drawn.html.encode("utf-8", "replace")
    return Page(served.url, drawn.final_url, drawn.status, drawn.headers, body, now, served.hops)


def with_drawing(served: Reading, drawing: Drawing | NotRendered, asked: Collection[LinkQuestion]) -> Reading:
    """Both readings as one: what was served speaks for the links that it has, the rendering for the others.

    Robots metas of both count: search engines obey one that was served even where a script takes it away.
    """
    questions, before = {each.key: each for each in asked}, served.examined
    assert before is not None
    if isinstance(drawing, NotRendered):
        return _not_drawn(served, drawing.reason, questions)
    drawn, after = drawing.reading, drawing.reading.examined
    if after is None:
        return _not_drawn(served, drawn.reason, questions)
    answers = {
        key: _of_both(questions[key], answer, after.answers[key], settled=drawing.settled)
        for key, answer in before.answers.items()
    }
    rests = any(rests_on_scripts(questions[key], before.answers[key]) or _is_drawn(answers[key]) for key in answers)
    merged = replace(before, answers=answers)
    if not rests:
        return replace(served, examined=merged)
    facts = _facts_of_both(served.facts, drawn.facts)
    # A link keeps its place while the page is drawn for another one.
    layout = replace(after.layout, positions={**after.layout.positions, **before.layout.positions})
    both = replace(merged, facts=facts, alone=after.alone, layout=layout)
    return replace(served, facts=facts, page=drawn.page, examined=both)


def without_browser(served: Reading, asked: Collection[LinkQuestion]) -> Reading:
    """What was served, where there is no browser: of links that were found or are agreed by one nobody can tell."""
    return _not_drawn(served, "none is turned on", {each.key: each for each in asked if _is_drawn_always(each)})


def _not_drawn(served: Reading, why: str, asked: Mapping[Key, LinkQuestion]) -> Reading:
    """What was served, where the page could not be drawn: of links that rest on scripts nobody can tell then."""
    examined = served.examined
    assert examined is not None
    answers = {
        key: _undecided(asked[key], answer, why) if key in asked else answer for key, answer in examined.answers.items()
    }
    return replace(served, examined=replace(examined, answers=answers))


def _of_both(asked: LinkQuestion, served: LinkAnswer, drawn: LinkAnswer, *, settled: bool) -> LinkAnswer:
    if served.sighting.present:
        return served
    if drawn.sighting.best is not None:
        return replace(drawn, sighting=_as_drawn(drawn.sighting))
    if not settled:
        return _undecided(asked, served, STILL_LOADING)
    return drawn if rests_on_scripts(asked, served) else served


def _undecided(asked: LinkQuestion, answer: LinkAnswer, why: str) -> LinkAnswer:
    if answer.sighting.present or not rests_on_scripts(asked, answer):
        return answer
    reason = f"a browser has to draw its page, and could not: {why}"
    shown = replace(answer.shown, reason=reason) if answer.shown.outcome is Outcome.NEEDS_JS else answer.shown
    return replace(answer, shown=shown, sighting=replace(answer.sighting, undecided=reason))


def _as_drawn(sighting: Sighting) -> Sighting:
    assert sighting.best is not None
    return replace(sighting, best=replace(sighting.best, rendered=True))


def _is_drawn(answer: LinkAnswer) -> bool:
    return answer.sighting.best is not None and answer.sighting.best.rendered


def _facts_of_both(served: PageFacts, drawn: PageFacts) -> PageFacts:
    robots = dict.fromkeys((*served.robots, *drawn.robots))
    return replace(
        drawn,
        drawn=True,
        status=served.status,
        hops=served.hops,
        robots=tuple(robots),
        canonicals=served.canonicals or drawn.canonicals,
        refresh=served.refresh,
        google_allowed=served.google_allowed,
        google_rule=served.google_rule,
    )
