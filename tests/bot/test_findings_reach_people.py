"""Each kind that docs/findings.md names, on a page of its own: the bot finds it, and tells it as loudly as promised.

All rows share one world and one week: pages are read as agreed, then spoiled; what was posted before the digest, and
what stands in the digest, is what each row is judged by. A kind without a row fails, and so does a row without a kind.
Kinds about exchanges, which no page shows, have theirs in `tests/bot/commands/test_exchanges.py`.
"""

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.chart_upload import Pictures
from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, RunningSlack, start_sandbox
from bot.slack.connection import slack_session
from jobs.checks.reach import ReachWatch
from jobs.cli.checked import Wanted, check_once
from jobs.config import Config
from jobs.digests.write import Digests
from jobs.model.findings import About, Finding
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Expectation, Link, NewLink
from jobs.model.partner import NewPartner
from jobs.model.reading import Sighting
from jobs.model.relevance import Closeness, ComparedPage, Relevance
from jobs.model.verdict import Policy
from jobs.model.write import Write
from jobs.pages.reading import Reading
from jobs.rules import findings, link_moved_down, out_of_reach, owner_changed, rule
from jobs.web.render.rendering import NotRendered, Render, Rendered
from tests.tools import finding_examples
from tests.tools.site import Answer, Sites
from tests.tools.slack_bot import LINKS, words_of
from tests.tools.world import World, open_world

DOCUMENT = Path(__file__).parents[2] / "docs" / "findings.md"
_PROMISE = re.compile(r"^### `(\w+)`:.*\n\n\*(lost|weakened|note), (alerted at once|in the digest)", re.MULTILINE)
PROMISED = {
    kind: (severity, told == "alerted at once") for kind, severity, told in _PROMISE.findall(DOCUMENT.read_text())
}
"""Kind -> how bad it is, and whether it is alerted at once."""

TARGET = "ours.example/guide"
LIMIT = 20
APART = timedelta(minutes=11)
"""Between rows, so that neither the storm guard nor the grouping of alerts takes them for one event."""
WORDS = "<p>Our partners write about gardens, tools and the weather, week after week, all year round.</p>" * 3


@dataclass(frozen=True)
class Case:
    """One row: what becomes of a page that linked to ours as agreed, or of our own page behind it."""

    kind: str
    body: str = ""
    """The page's body afterwards; TARGET stands for our address, HOST for the page's own host with its port."""
    words: str = WORDS
    """The rest of the page afterwards."""
    head: str = ""
    lang: str = "en"
    robots: str = ""
    moves_to: str = ""
    ours: Answer | None = None
    """What our own page answers afterwards; it is a page of this row alone."""
    anchor: str = ""
    drawn: str = ""
    """What a browser shows of the page, where that is more."""
    title: str = "Links"
    was_head: str = ""
    """The head of the page before."""
    outside: tuple[int, int] = (0, 0)
    """To how many other sites the page links, before and afterwards."""
    at_home: str = ""
    """What the home page links to before, and no longer afterwards."""
    name: str = ""
    """Where several rows have one kind."""

    @property
    def slug(self) -> str:
        return (self.name or self.kind).replace("_", "-").replace(" ", "-")

    @property
    def host(self) -> str:
        return f"{self.slug}.example"

    @property
    def page(self) -> str:
        return f"{self.host}/links"

    @property
    def target(self) -> str:
        return f"our-{self.slug}.example/guide" if self.ours else TARGET

    @property
    def is_partner(self) -> bool:
        return rule(self.kind).about is About.PARTNER


AGREED = Case("")
"""What a page is like before: nothing is the matter with it."""
PATIENT = Policy(confirm_replaced=timedelta(days=2))
"""A week is too short for what takes a week."""
BY_WHAT_IS_KEPT = {"low_relevance"}
"""Kinds that no page shows by itself."""
BY_ITS_PAST = {link_moved_down.KIND, owner_changed.KIND, out_of_reach.KIND}
"""Kinds that a partner page has by what it was like before."""
LINK = '<p>Read <a href="TARGET">our guide</a> first.</p>'


def of_link(attributes: str) -> str:
    return f'<p>Read <a href="TARGET" {attributes}>our guide</a> first.</p>'


CASES = (
    Case("missing", "<p>Read nothing first.</p>"),
    Case("another_page", "<p>Sign in, please, to go on with what you came for.</p>", words=""),
    Case("js_only", """<p>Read <span onclick="location='TARGET'">our guide</span> first.</p>"""),
    Case("text_only", "<p>Read TARGET first.</p>"),
    Case("wrong_target", '<p>Read <a href="TARGET/of-another-subject">our guide</a> first.</p>'),
    Case("anchor_changed", '<p>Read <a href="TARGET">something else</a> first.</p>', anchor="our guide"),
    Case("hidden", of_link('style="display:none"')),
    Case("nofollow", of_link('rel="nofollow"')),
    Case("sponsored", of_link('rel="sponsored"')),
    Case("ugc", of_link('rel="ugc"')),
    Case("canonical_elsewhere", LINK, head='<link rel="canonical" href="http://original.example/">'),
    Case("noindex", LINK, head='<meta name="robots" content="noindex">'),
    Case("page_nofollow", LINK, head='<meta name="robots" content="nofollow">'),
    Case("robots_blocked", LINK, robots="User-agent: Googlebot\nDisallow: /\n"),
    Case("target_noindex", LINK, ours=Answer("<title>Guide</title>", headers={"X-Robots-Tag": "noindex"})),
    Case(
        "target_canonical_elsewhere",
        LINK,
        ours=Answer(f'<title>Guide</title><link rel="canonical" href="http://original.example/">{WORDS}'),
    ),
    Case("target_redirects", LINK, ours=Answer.redirect("/moved", 301)),
    Case("target_gone", LINK, ours=Answer("gone", status=404)),
    Case(
        "target_gone",
        LINK,
        ours=Answer("<title>Page not found</title><h1>Page not found</h1>"),
        name="target not found",
    ),
    Case("target_gone", LINK, ours=Answer("<p>This domain is for sale.</p>"), name="target parked"),
    Case("target_error", LINK, ours=Answer("busy", status=503)),
    Case("target_error", LINK, ours=Answer("what?", status=799), name="target with an unknown status"),
    Case("target_error", LINK, ours=Answer(f"<p>{WORDS}", status=206), name="target truncated"),
    Case("anchor_empty", '<p>Read <a href="TARGET"></a> first.</p>'),
    Case("duplicate", LINK + LINK),
    Case("hidden_at_first", f"<details><summary>More</summary>{LINK}</details>"),
    Case("rendered_only", "<p>Read <b id=link></b> first.</p><script src=/link.js></script>", drawn=LINK),
    Case("in_iframe", """<iframe srcdoc='<a href="TARGET">our guide</a>'></iframe>"""),
    Case("in_noscript", '<noscript><a href="TARGET">our guide</a></noscript>'),
    Case("moved", f"<footer>{LINK}</footer>"),
    Case("sitewide", f"<nav>{LINK * 3}</nav>"),
    Case("variant", '<p>Read <a href="TARGET?utm_source=partner">our guide</a> first.</p>'),
    Case("via_redirect", '<p>Read <a href="http://HOST/out?url=TARGET">our guide</a> first.</p>'),
    Case("meta_refresh_away", LINK, head='<meta http-equiv="refresh" content="5;url=http://HOST/elsewhere">'),
    Case("source_redirected", LINK, moves_to="/new-links"),
    Case("bad_neighbours", LINK + '<a href="http://casino-royal.example/">best casino</a>'),
    Case("sells_links", LINK + "<p>You may buy links here: prices for guest posts are below.</p>"),
    Case("language_mismatch", LINK, lang="de"),
    Case(
        "low_relevance", LINK, words="<p>The theatre opens with a comedy about an impatient king and his cook.</p>" * 3
    ),
    Case(
        "owner_changed",
        LINK,
        title="Win every day",
        head="<script>gtag('config', 'G-ZYXWVUTS98')</script>",
        was_head="<script>gtag('config', 'G-ABCDEFGH12')</script>",
    ),
    Case("outbound_jump", LINK, outside=(2, LIMIT - 2)),
    Case(
        "link_moved_down",
        "".join(f'<a href="http://site-0.example/{n}">site</a>' for n in range(12)) + LINK,
        outside=(1, 1),
    ),
    Case("outbound_over_limit", LINK, outside=(LIMIT - 8, LIMIT + 5)),
    Case("out_of_reach", LINK, at_home='<a href="/links">Our partners</a>'),
)


def rows(*, at_once: bool) -> list[object]:
    """The rows that are promised to be alerted at once, or those that wait for the digest."""
    return [pytest.param(case, id=case.slug) for case in CASES if PROMISED[case.kind][1] is at_once]


# The week


@dataclass
class Week:
    """What came of it, by the name of the row."""

    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    incidents: dict[str, list[Incident]] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    """What a person reads of each message before the digest."""
    digest: str = ""

    def finding(self, case: Case) -> Finding:
        """The finding that the page gives by its rule."""
        return next(found for found in self.found[case.slug] if found.kind == case.kind)

    def example(self, case: Case) -> finding_examples.Lines:
        """What docs/findings.md shows of the kind."""
        if PROMISED[case.kind][1]:
            return finding_examples.alerted(self.posted, case.host, self.finding(case))
        return finding_examples.in_the_digest(self.finding(case))

    def posted_about(self, case: Case) -> str:
        return "\n".join(words for words in self.posted if case.host in words)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    return asyncio.run(a_week(tmp_path_factory.mktemp("store")))


async def a_week(folder: Path) -> Week:
    async with (
        await start_sandbox() as slack,
        slack_session() as session,
        open_world(folder, PATIENT, browser, about_gardens) as world,
    ):
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        pictures = Pictures(client, world.clock, allowed=True)
        outbox = Outbox(Sender(world.store, client, world.clock, pictures=pictures), pace_seconds=0.0)
        links = {}
        for case in CASES:
            links[case.slug] = await agreed(world, case)
            world.clock.move(APART)
        await live(world, outbox, timedelta(hours=1))
        assert [words_of(message) for message in slack.messages(LINKS)] == []
        for case in CASES:
            spoil(world, case)
            if case.at_home and (ways := await world.store.site_ways(case.host)):  # as if a month were over
                await world.store.write(Write(site_ways=[replace(ways, next_at=world.clock.now())]))
        await live(world, outbox, timedelta(days=4))
        week = Week(posted=[words_of(message) for message in slack.messages(LINKS)])
        await read_digest(world, outbox, slack, week)
        for case in CASES:
            link = await world.link(links[case.slug].id)
            is_told_by_its_past = not case.words
            week.found[case.slug] = link.standing.open if is_told_by_its_past else await found_on(world, case, link)
            week.found[case.slug] += tuple(note for note in link.standing.notes if note.kind in BY_WHAT_IS_KEPT)
            partners = {each.ref for each in await world.store.partners() if each.page_url == link.page_url}
            week.incidents[case.slug] = [
                each for each in await world.incidents() if link.id in each.members or each.subject in partners
            ]
        return week


async def about_gardens(theirs: Reading, ours: Reading) -> Relevance:
    """Stands in for the comparison of words: a page that names no garden has nothing to do with ours."""
    near = theirs.page is not None and b"garden" in theirs.page.body
    our, their = (
        ComparedPage(each.facts.url, "", (), "en", 1.0, "en", 400, fell_back=False) for each in (ours, theirs)
    )
    closeness = Closeness.SAME_SUBJECT if near else Closeness.NOT_RELATED
    return Relevance(90 if near else 12, closeness, 0.2, (), (), our, their)


def browser(sites: Sites) -> Render:
    """Stands in for Chromium: it shows more of the pages whose row says so."""

    async def render(url: str) -> Rendered | NotRendered:
        case = next((each for each in CASES if each.drawn and sites.url(each.page) == url), None)
        if case is None:
            return NotRendered("it shows no more")
        html = WORDS + case.drawn.replace("TARGET", sites.url(case.target))
        return Rendered(url, url, 200, (("content-type", "text/html; charset=utf-8"),), html, settled=True)

    return render


async def agreed(world: World, case: Case) -> Link:
    """The page as it was agreed, tracked."""
    outside = "".join(f'<a href="http://site-{number}.example/">site</a>' for number in range(case.outside[0]))
    world.sites[case.page] = page_of(world, case, LINK + outside, replace(AGREED, head=case.was_head))
    world.sites[f"{case.host}/"] = f"<title>Home</title><p>Welcome to {case.host}.</p>{WORDS}{case.at_home}"
    world.sites[case.target] = f'<html lang="en"><title>Guide</title><p>All about gardens.</p>{WORDS}'
    url = world.sites.url(case.page)
    asked = NewLink(LINKS, url, world.sites.url(case.target), Expectation(anchor=case.anchor))
    link, _ = await world.store.add_link(asked, world.clock.now())
    if case.is_partner:
        await world.store.add_partner(NewPartner(LINKS, url, LIMIT), world.clock.now())
    await world.dispatcher.run_due()
    return link


def spoil(world: World, case: Case) -> None:
    outside = "".join(f'<a href="http://site-{number}.example/">site</a>' for number in range(case.outside[1]))
    answer = Answer(page_of(world, case, case.body + outside, case))
    if case.moves_to:
        world.sites[case.host + case.moves_to] = answer
        answer = Answer.redirect(case.moves_to, 301)
    world.sites[case.page] = answer
    if case.robots:
        world.sites[f"{case.host}/robots.txt"] = Answer(case.robots, headers={"Content-Type": "text/plain"})
    if case.at_home:
        home = f"<title>Home</title><p>Welcome to {case.host}.</p>{WORDS}"
        world.sites[f"{case.host}/"] = f"{home}<a href=/tales>Tales</a>"
        world.sites[f"{case.host}/tales"] = f"<title>Tales</title>{WORDS}"
    if case.ours:
        world.sites[case.target] = case.ours
        world.sites[case.target.replace("guide", "moved")] = f"<title>Guide</title>{WORDS}"


def page_of(world: World, case: Case, body: str, now: Case = AGREED) -> str:
    head = f"<head><title>{now.title}</title>{now.head}</head>"
    text = f'<!doctype html><html lang="{now.lang}">{head}<body>{now.words}{body}</body></html>'
    own = world.sites.url(case.host).removeprefix("http://").removesuffix("/")
    return text.replace("TARGET", world.sites.url(case.target)).replace("HOST", own)


async def live(world: World, outbox: Outbox, how_long: timedelta) -> None:
    """Time passes; what is due is checked, and what has to be said is said."""
    end = world.clock.now() + how_long
    watch = ReachWatch(world.store, world.reader, world.clock, most=60, wake=world.dispatcher.wake)
    while world.clock.now() < end:
        await world.pass_time(APART)
        while await watch.look():
            pass
        await outbox.deliver_due()


async def read_digest(world: World, outbox: Outbox, slack: RunningSlack, week: Week) -> None:
    before = len(slack.messages(LINKS))
    assert await Digests(world.store, Config()).write_due(world.clock.now()) == 1
    await outbox.deliver_due()
    [digest] = slack.messages(LINKS)[before:]
    week.digest = words_of(digest)


async def found_on(world: World, case: Case, link: Link) -> tuple[Finding, ...]:
    """What the rules say of the page as it is now, the bot aside."""
    wanted = Wanted(link.page_url, link.target, link.expected)
    seen = await check_once(world.parts.read, wanted, with_target=True)
    known = frozenset({"ours.example", *(f"site-{number}.example" for number in range(case.outside[0]))})
    asked = Expectation(lang="en", known_domains=known, max_outbound=LIMIT)
    company = findings(asked, Sighting(None), seen.reading.facts, frozenset({About.PARTNER}))
    by_its_past = [
        finding
        for partner in await world.store.partners()
        for finding in partner.findings
        if partner.page_url == link.page_url and finding.kind in BY_ITS_PAST
    ]
    return (*seen.findings, *company, *by_its_past)


def examples(week: Week) -> dict[str, finding_examples.Lines]:
    """A message for each kind: that of its first row."""
    first = {case.kind: case for case in reversed(CASES)}
    return {kind: week.example(case) for kind, case in first.items()} | dict(finding_examples.of_deals())


# What is promised


def test_the_document_shows_what_was_said(week: Week) -> None:
    shown = finding_examples.examples_in(DOCUMENT.read_text(encoding="utf-8"))
    assert shown == examples(week), "write it again: python -m tests.tools.renew_findings"


def test_every_kind_has_a_row() -> None:
    of_deals = {kind for kind in PROMISED if rule(kind).about is About.EXCHANGE}
    assert {case.kind for case in CASES} == set(PROMISED) - of_deals
    assert len({case.slug for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_the_page_has_the_finding_that_its_row_names(week: Week, case: Case) -> None:
    found = {finding.kind: finding for finding in week.found[case.slug]}
    assert case.kind in found, list(found.values())
    assert found[case.kind].severity == PROMISED[case.kind][0]


@pytest.mark.parametrize("case", rows(at_once=True))
def test_what_is_told_at_once_has_an_alert_of_its_weight_in_the_channel(week: Week, case: Case) -> None:
    told = [incident for incident in week.incidents[case.slug] if case.kind in kinds_of(incident)]
    assert [incident.kind for incident in told] == [alert_for(case)]
    [said] = [finding for finding in told[0].findings if finding.kind == case.kind]
    assert said.severity == PROMISED[case.kind][0]
    assert week.finding(case).text in week.posted_about(case)


@pytest.mark.parametrize("case", rows(at_once=False))
def test_what_waits_for_the_digest_stands_in_it(week: Week, case: Case) -> None:
    assert case.host in week.digest
    assert week.finding(case).text in week.digest or rule(case.kind).title in week.digest


@pytest.mark.parametrize("case", rows(at_once=False))
def test_what_waits_for_the_digest_is_not_told_before(week: Week, case: Case) -> None:
    assert week.posted_about(case) == ""
    assert week.incidents[case.slug] == []


def kinds_of(incident: Incident) -> set[str]:
    return {finding.kind for finding in incident.findings}


def alert_for(case: Case) -> IncidentKind:
    if not case.words:
        return IncidentKind.REPLACED
    by_what = {About.TARGET: IncidentKind.TARGET, About.PARTNER: IncidentKind.PARTNER_OVER_LIMIT}
    return by_what.get(rule(case.kind).about) or IncidentKind(PROMISED[case.kind][0])
