"""Each answer of the simulated web as the reading that the real parser makes of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jobs.bench.month.faults import Says
from jobs.checks.allowance import DailyAllowance
from jobs.checks.follow_candidates import AbsenceSettler
from jobs.model.page import FetchFailure, Hop, Outcome, Page
from jobs.model.reading import PageFacts, Seen
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Followed, Reading
from jobs.pages.what_it_is import of_the_site, seen_as
from jobs.units.clock import SystemClock
from jobs.verdicts.evaluate import asks_canaries

URL = "https://site.example/page"
TARGET = "https://ours.example/"
START = datetime(2026, 5, 4, tzinfo=UTC)

_TALE = "We walked the long ridge above the lake, slept in the old hut and wore out our soles on the way down. " * 6
_LINK = '<a href="https://ours.example/"{rel}>good boots</a>'
_ARTICLE = f"<title>A ridge walk</title><h1>A ridge walk</h1><p>{_TALE} In the village we bought {{boots}}.</p>"
_FRAME = "<title>A ridge walk</title><header><a href='/'>Walks</a> <a href='/all'>All walks</a></header>{main}"
_OUR_PAGE = f"<title>Boots</title><link rel=canonical href='{TARGET}'><h1>Boots</h1><p>Boots for all weathers."
_REPORT = '<a href="https://report.example/form?page=https%3A%2F%2Fours.example%2F">report this link</a>'
_GATE = "https://consent.example/ask?back=%2Fpage"
_HTML = {
    Says.REF: _ARTICLE.format(boots=_LINK.format(rel="").replace("example/", "example/?ref=site.example")),
    Says.SCRIPTED: "<script src='/app.js'></script><main style='opacity:0'>"
    + _ARTICLE.format(boots=_LINK.format(rel="")),
    Says.CARRIER: _ARTICLE.format(boots=f"good boots. {_REPORT}"),
    Says.LOGIN: _FRAME.format(main="<p>This is protected. <form method=post><input type=password name=p></form>"),
    Says.SHELL: _FRAME.format(main="<div id=root></div><script type=module src='/assets/index.js'></script>"),
    Says.STRANGE: "<title>One moment</title><h1>Not for you today</h1><p>Your visit is odd. Incident 81934417.",
    Says.GATE: "<title>Before you go on</title><h1>We value your privacy</h1><p>Accept all, or choose.",
    Says.REWRITTEN: "<title>Winter tours</title><h1>Winter tours</h1><p>"
    + "Skis and a warm coat are all that you need when the first snow has come to our valley. " * 9,
    Says.LINKED: _ARTICLE.format(boots=_LINK.format(rel="")),
    Says.NOFOLLOWED: _ARTICLE.format(boots=_LINK.format(rel=' rel="nofollow"')),
    Says.UNLINKED: _ARTICLE.format(boots="good boots"),
    Says.HOME: "<title>Walks</title><h1>Walks</h1><p>" + "Tales from the hills, and who writes them down. " * 9,
    Says.WELCOME: "<title>Welcome</title><h1>It works</h1><p>" + "This is the default page of a new web server. " * 9,
    Says.NOT_FOUND_PAGE: "<title>Page not found</title><h1>Page not found</h1><p>Sorry, it is not here.</p>",
    Says.PARKED: "<title>site.example</title><h1>This domain is for sale</h1><p>Buy this domain today.</p>",
    Says.CHALLENGE: "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
}
_FAILURES = {
    Says.GONE: (Outcome.GONE, 404),
    Says.HALF: (Outcome.GONE, 404),
    Says.NO_SUCH_NAME: (Outcome.DNS_ERROR, None),
    Says.FORBIDDEN: (Outcome.BLOCKED, 403),
    Says.TIMEOUT: (Outcome.TIMEOUT, None),
    Says.SERVER_ERROR: (Outcome.SERVER_ERROR, 503),
    Says.RESET: (Outcome.CONNECTION_ERROR, None),
    Says.BROKEN_OFF: (Outcome.TRUNCATED, 200),
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What reading each answer gives, as the page, beside it as a control, and unchanged since the last time."""

    whole: Mapping[Says, Reading]
    beside: Mapping[Says, PageFacts]
    unchanged: Mapping[Says, Reading]
    asks_canaries: frozenset[Says]
    ref_unproved: Reading
    """The page whose link has a parameter more, while our own site cannot be asked what it makes of it."""


def readings() -> Readings:
    """Read every answer once."""
    linked = _page(_HTML[Says.LINKED])
    seen = linked.examined.answers[LinkQuestion(TARGET).key].sighting.best if linked.examined else None
    whole = {says: _page(html, _GATE if says is Says.GATE else URL, seen) for says, html in _HTML.items()}
    ref, whole[Says.LINKED] = whole[Says.REF], linked
    whole[Says.REF] = _settled(ref, _page(_OUR_PAGE, TARGET))
    whole |= {says: _failed(outcome, status) for says, (outcome, status) in _FAILURES.items()}
    return Readings(
        whole,
        {says: seen_as(reading, of_the_site(reading)).facts for says, reading in whole.items()},
        {says: replace(whole[says], page=None, examined=None) for says in (Says.LINKED, Says.NOFOLLOWED)},
        frozenset(says for says, reading in whole.items() if asks_canaries(reading)),
        _settled(ref, whole[Says.SERVER_ERROR]),
    )


def _page(html: str, final: str = URL, seen: Seen | None = None) -> Reading:
    """A page that was read whole; `seen` is the link as it was before, by which an absence is judged."""
    headers = (("content-type", "text/html; charset=utf-8"),)
    hops = (Hop(URL, 302, final),) if final == _GATE else ()
    page = Page(URL, final, 200, headers, html.encode(), START, hops)
    examined = extract(page, [LinkQuestion(TARGET, before=seen)])
    return Reading(Outcome.OK, "", examined.facts, headers, "", None, page, examined)


def _settled(reading: Reading, ours: Reading) -> Reading:
    """The reading once our own site was asked, which answers as `ours` at each of its addresses."""

    async def follow(_url: str) -> Followed:
        raise AssertionError("no page of the month has a link that has to be followed")

    async def read(url: str) -> Reading:
        return replace(ours, facts=replace(ours.facts, url=url, final_url=url))

    clock = SystemClock()
    return asyncio.run(AbsenceSettler(follow, read, clock, DailyAllowance(clock)).settle(reading))


def _failed(outcome: Outcome, status: int | None) -> Reading:
    failure = FetchFailure(URL, outcome, outcome.value, START, URL, status)
    return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)
