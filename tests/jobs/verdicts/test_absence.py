"""What an absence at a confirming check proves: page, home page, random path, sibling, and the page as it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import FetchFailure, Hop, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Evaluation, Policy, Probe
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.similarity import pack
from jobs.pages.what_it_is import ControlReadings, of_the_site, seen_as
from jobs.verdicts.evaluate import Circumstances, evaluate, question_about

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SITE = "https://walks.example/"
URL = f"{SITE}tales/ridge"
TARGET = "https://ours.example/guide"
MENU = "<header>Walks and huts. <nav>Tales, maps, huts, shop, about us, contact</nav></header>"
FOOT = "<footer>Stories from the hills, and the people who write them down on rainy evenings.</footer>"
TALE = (
    "We left the last farm before sunrise and followed the old mule track along the stream until the larches gave way"
    " to scree. At the second bridge the path forks; keep to the left, where the marks are fresh. By noon the ridge was"
    " free of snow, and both lakes lay below us like spilled ink. The hut keeper told us of the winter when the roof"
    " flew away, and showed us the beams that were carried up again, one by one, by forty neighbours."
)
LINKED = (
    f'We wore out our soles, and bought <a href="{TARGET}">good boots</a> in the village before we went home again.'
)


def themed(title: str, body: str) -> str:
    return f"<html><title>{title}</title><body>{MENU}<main><h1>{title}</h1>{body}</main>{FOOT}</body></html>"


BEFORE = themed("A ridge walk", f"<p>{TALE}</p><p>{LINKED}</p>")
REMOVED = themed("A ridge walk", f"<p>{TALE}</p><p>{LINKED}</p>").replace(f'<a href="{TARGET}">good boots</a>', "boots")
PARAGRAPH_GONE = themed("A ridge walk", f"<p>{TALE}</p>")
NEW_THEME = (
    "<title>The new Walks</title><div>Menu. Search. Newsletter. Cookies. Follow us.</div>"
    f"<p>{TALE}</p><p>{LINKED.replace(TARGET, '/')}</p>"
)
REWRITTEN = themed("Snow report", "<p>Fresh snow fell this week, and the southern slopes are dangerous until noon.</p>")
PASSWORD = themed(
    "Protected: A ridge walk",
    "<form>This content is password protected. Please enter your password below. <input type=password></form>",
)
WALL = "<title>One moment</title><p>Please prove that you are no robot. Your request {} from 192.0.2.{} waits.</p>"
NO_TOPIC = themed("ridge", "<p>You have followed a link to a topic that nobody has written so far.</p>")
NO_PRODUCT = themed(
    "Shop", f"<p>This product is no longer available.</p><p>{'Boots, socks, hats and other fine things. ' * 20}</p>"
)
NOT_FOUND = themed("Page not found", "<p>The page that you asked for was not found.</p>")
HOME = themed("Walks", "<p>Welcome! Here are the latest tales, the maps that go with them, and news from the huts.</p>")
BLANK = "<html><head></head><body></body></html>"


def read(html: str, url: str = URL, *hops: Hop, asked: Link | None = None) -> Reading:
    page = Page(url, hops[-1].location if hops else url, 200, (), html.encode(), NOW, hops)
    examined = extract(page, [question_about(asked)] if asked else [])
    return Reading(Outcome.OK, "", examined.facts, (), "", None, page, examined)


def failed(outcome: Outcome, url: str = URL) -> Reading:
    failure = FetchFailure(url, outcome, outcome.value, NOW, url, 404)
    return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)


def beside(reading: Reading) -> PageFacts:
    return seen_as(reading, of_the_site(reading)).facts


HOST = HostState(
    "walks.example", root_answers=True, root_sketch=pack(read(HOME).facts.shingles), missing_outcome=Outcome.GONE
)
SOFT_HOST = replace(HOST, missing_outcome=Outcome.OK)
PAGE = TrackedPage(URL, "walks.example", NOW)


def live_link() -> tuple[Link, TrackedPage]:
    """The link as it was last seen on its page, and the page with what is kept of it."""
    new = Link(12, "C1", URL, TARGET, NOW - timedelta(days=30), LinkStatus())
    seen = read(BEFORE, asked=new)
    link = evaluate(new, seen, Circumstances(PAGE, Policy(), {}, NOW - timedelta(days=9))).after
    return link, replace(PAGE, good_sketch=pack(seen.facts.shingles))


KEPT, KEPT_PAGE = live_link()
OLD_STORE = replace(KEPT, sighting=None)
ELSEWHERE = f"{SITE}tales/another"
MOVED = Hop(URL, 301, ELSEWHERE)
FOR_NOW = Hop(URL, 302, f"{SITE}members/enter")
TO_LOGIN = Hop(URL, 302, "https://accounts.example/enter")

ROOT = read(HOME, SITE)
GONE = failed(Outcome.GONE)
COUNTS, ANOTHER, UNKNOWN = "counts towards lost", "is another page", "is unknown"


def at_confirming(
    link: Link, page: TrackedPage, seen: Reading, others: tuple[Reading, ...], host: HostState
) -> Evaluation:
    suspect = replace(link.standing, state=LinkState.SUSPECT, absences=1, absent_since=NOW, next_look_at=NOW)
    root, random, sibling = (beside(each) for each in others)
    around = Circumstances(page, Policy(), {}, NOW, ControlReadings(root, random, sibling), host)
    return evaluate(replace(link, standing=suspect), seen, around)


def proves(judged: Evaluation) -> str:
    seen = judged.observation
    assert seen is not None
    if seen.present is None or seen.probe in {Probe.DOWN, Probe.ALL_SAME}:
        return UNKNOWN
    if judged.after.standing.replaced_since is not None:
        return ANOTHER
    return COUNTS if judged.after.standing.absences > judged.before.standing.absences else UNKNOWN


def wall(number: int, url: str = URL) -> Reading:
    return read(WALL.format(f"{number * 7919:08x}", number), url)


@pytest.mark.parametrize(
    ("page", "others", "proof", "why"),
    [
        (read(REMOVED), (ROOT, GONE, GONE), COUNTS, "the words stand, the link does not"),
        (read(PARAGRAPH_GONE), (ROOT, GONE, GONE), COUNTS, "its paragraph went, the rest stands"),
        (read(NEW_THEME), (ROOT, GONE, GONE), COUNTS, "a new theme shows the same tale"),
        (read(NEW_THEME), (read(NEW_THEME, SITE), GONE, GONE), COUNTS, "the page is itself, whatever is like it"),
        (GONE, (ROOT, GONE, GONE), COUNTS, "the site's own 404"),
        (GONE, (failed(Outcome.TIMEOUT), GONE, GONE), UNKNOWN, "the site is down"),
        (read(NOT_FOUND), (ROOT, GONE, GONE), COUNTS, "the page says so itself"),
        (read(NO_TOPIC), (ROOT, read(NO_TOPIC), read(NO_TOPIC)), UNKNOWN, "a host that used to say 404 for no page"),
        (read(NO_PRODUCT), (ROOT, GONE, read(NO_PRODUCT)), COUNTS, "what does not exist beside it says the same"),
        (read(NO_PRODUCT), (ROOT, GONE, GONE), ANOTHER, "words alone, in a page of many, prove nothing"),
        (read(REWRITTEN), (ROOT, GONE, GONE), ANOTHER, "another text under the same theme"),
        (read(PASSWORD), (ROOT, GONE, GONE), UNKNOWN, "a form under the same theme and title asks for a password"),
        (wall(1), (ROOT, GONE, GONE), ANOTHER, "a wall before this one path"),
        (wall(1), (ROOT, GONE, wall(3)), ANOTHER, "a wall before this folder"),
        (wall(1), (wall(2, SITE), GONE, wall(3)), UNKNOWN, "a wall before all that there is, and none before a 404"),
        (wall(1), (wall(2, SITE), wall(3), wall(4)), UNKNOWN, "a wall before everything"),
        (read(BLANK), (read(BLANK, SITE), read(BLANK), read(BLANK)), UNKNOWN, "a white screen"),
        (read(NEW_THEME, URL, MOVED), (ROOT, GONE, GONE), COUNTS, "the page moved, and lost the link"),
        (read(REWRITTEN, URL, MOVED), (ROOT, GONE, GONE), COUNTS, "its address leads to another tale for good"),
        (read(PASSWORD, URL, FOR_NOW), (ROOT, GONE, GONE), UNKNOWN, "its address leads to such a form for now"),
        (read(REWRITTEN, URL, TO_LOGIN), (ROOT, GONE, GONE), ANOTHER, "its address leads to another site for now"),
        (read(PASSWORD, URL, TO_LOGIN), (ROOT, GONE, GONE), UNKNOWN, "or to another host's"),
        (
            read(PASSWORD, URL, TO_LOGIN),
            (read(PASSWORD, SITE, replace(TO_LOGIN, url=SITE)), GONE, GONE),
            UNKNOWN,
            "where the home page leads too",
        ),
    ],
)
def test_what_an_absence_proves_where_the_page_s_past_is_known(
    page: Reading, others: tuple[Reading, ...], proof: str, why: str
) -> None:
    seen = read(page.page.body.decode(), URL, *page.page.hops, asked=KEPT) if page.page else page
    assert proves(at_confirming(KEPT, KEPT_PAGE, seen, others, HOST)) == proof, why


@pytest.mark.parametrize(
    ("page", "others", "host", "proof", "why"),
    [
        (REMOVED, (ROOT, GONE, GONE), HOST, COUNTS, "the site tells its pages apart"),
        (NO_TOPIC, (ROOT, read(NO_TOPIC), read(NO_TOPIC)), SOFT_HOST, COUNTS, "so it answers"),
        (PASSWORD, (ROOT, GONE, read(PASSWORD)), HOST, ANOTHER, "its siblings, which do not exist, are the same page"),
        (HOME, (ROOT, GONE, GONE), HOST, COUNTS, "the home page in its stead, itself as ever"),
        (PASSWORD, (read(PASSWORD, SITE), GONE, GONE), HOST, UNKNOWN, "the home page is not as ever"),
    ],
)
def test_where_nothing_is_kept_of_the_page_its_host_decides(
    page: str, others: tuple[Reading, ...], host: HostState, proof: str, why: str
) -> None:
    seen = read(page, asked=OLD_STORE)
    assert proves(at_confirming(OLD_STORE, PAGE, seen, others, host)) == proof, why


def test_where_an_address_leads_now_is_said_with_the_loss() -> None:
    judged = at_confirming(KEPT, KEPT_PAGE, read(REWRITTEN, URL, MOVED, asked=KEPT), (ROOT, GONE, GONE), HOST)
    assert judged.observation is not None
    assert "its address leads to another page now, “Snow report”" in judged.observation.findings[0].text


def test_another_page_is_never_called_a_link_that_is_gone() -> None:
    judged = at_confirming(KEPT, KEPT_PAGE, read(REWRITTEN, asked=KEPT), (ROOT, GONE, GONE), HOST)
    assert judged.observation is not None
    assert [finding.kind for finding in judged.observation.findings] == ["another_page"]
