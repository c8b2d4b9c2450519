"""One page as a whole, from real servers on loopback: what a reading says, and how we behave while we read."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from jobs.checks.allowance import DailyAllowance
from jobs.checks.canaries import read_control
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.reading import Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.model.verdict import Policy
from jobs.pages.asked import LinkQuestion as AskedFor
from jobs.pages.lasting import lasting_of
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.pages.similarity import pack
from jobs.verdicts.evaluate import Circumstances, evaluate
from jobs.web.http.dns import NameTrouble
from jobs.web.http.policy import NetworkPolicy
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock, turn_loop
from tests.tools.faults.http import HTML
from tests.tools.faults.play import Fault, Reset, Silence, Step, Wait
from tests.tools.faults.server import fault_server
from tests.tools.site import Answer, Asked, Sites

PAGE = "partner.example/links"
TARGET = "https://ours.example/guide"
WANTED = AskedFor(TARGET)
LINK = f'<p>Read <a href="{TARGET}">our guide</a> first.</p>'
LINKED = f"<!doctype html><title>Links</title>{LINK}<p>And more.</p>"
SHUT = "User-agent: *\nDisallow: /\n"


class Web:
    """Sites and a reader of them, on a clock turned by hand."""

    def __init__(self, sites: Sites, reader: PageReader, clock: HandClock) -> None:
        self.sites, self.reader, self.clock = sites, reader, clock

    async def read(self, place: str = PAGE, known: TrackedPage | None = None) -> Reading:
        return await self.reader.read(self.sites.url(place), known, [WANTED], whole=True)

    async def known(self, place: str = PAGE) -> TrackedPage:
        """The page as the store would hold it after a good check."""
        reading = await self.read(place)
        assert reading.outcome is Outcome.OK, reading.reason
        return TrackedPage(
            self.sites.url(place),
            "partner.example",
            self.clock.now(),
            body_hash=reading.body_hash,
            validators=reading.validators,
            facts=replace(reading.facts, shingles=()),
            good_sketch=pack(reading.facts.shingles),
        )

    async def sighting(self, known: TrackedPage) -> Sighting:
        """The link as the store would hold it after a good check."""
        examined = (await self.reader.read(known.url, None, [WANTED])).examined
        assert examined is not None
        return examined.answers[WANTED.key].sighting


@asynccontextmanager
async def a_web(policy: NetworkPolicy | None = None, *, obey_robots: bool = True) -> AsyncIterator[Web]:
    async with Sites() as sites, ParserPool(EXTRACTOR) as pages:
        policy, clock = policy or sites.policy, HandClock()
        async with sites.session(policy) as session:
            robots = RobotsFiles(session, policy, clock.now, pages)
            yield Web(sites, PageReader(session, policy, robots, pages, clock, obey_robots=obey_robots), clock)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with a_web() as web:
        web.sites[PAGE] = LINKED
        yield web


async def test_a_page_is_read_with_its_facts_and_links(web: Web) -> None:
    reading = await web.read()
    assert (reading.outcome, reading.facts.title, reading.facts.google_allowed) == (Outcome.OK, "Links", True)
    assert reading.examined is not None
    assert reading.examined.answers[WANTED.key].sighting.present


async def test_the_way_to_a_page_is_among_its_facts(web: Web) -> None:
    web.sites["old.example/"] = Answer.redirect(web.sites.url(PAGE), 301)
    facts = (await web.read("old.example/")).facts
    assert (facts.url, facts.final_url) == (web.sites.url("old.example/"), web.sites.url(PAGE))
    assert [(hop.status, hop.location) for hop in facts.hops] == [(301, web.sites.url(PAGE))]


@pytest.mark.parametrize(
    ("answer", "outcome", "status"),
    [
        (Answer("no such page", status=404), Outcome.GONE, 404),
        (Answer("busy", status=503), Outcome.SERVER_ERROR, 503),
        (Answer("%PDF", headers={"Content-Type": "application/pdf"}), Outcome.NOT_HTML, 200),
        (Answer.redirect("/links"), Outcome.REDIRECT_LOOP, 302),
    ],
)
async def test_a_failure_is_a_reading_with_its_reason(web: Web, answer: Answer, outcome: Outcome, status: int) -> None:
    web.sites[PAGE] = answer
    reading = await web.read()
    assert (reading.outcome, reading.facts.outcome, reading.facts.status) == (outcome, outcome, status)
    assert reading.reason == reading.facts.reason != ""
    assert reading.examined is None


# A page that is other only in what differs at each answer

CODED = LINKED + "<script>let made = '12:04'</script></body></html>"


async def test_a_page_with_another_code_in_a_script_is_not_parsed_again(web: Web) -> None:
    web.sites[PAGE] = CODED
    known = await web.known()
    asked = replace(WANTED, before=(await web.sighting(known)).best)
    web.sites[PAGE] = Answer(CODED.replace("12:04", "12:05"), headers={"X-Robots-Tag": "noindex"})
    reading = await web.reader.read(known.url, known, [asked])
    assert (reading.outcome, reading.examined, reading.page, reading.body_hash) == (
        Outcome.OK, None, None, known.body_hash,
    )  # fmt: skip
    assert [tag.value for tag in reading.facts.robots] == ["noindex"]


async def test_nor_is_it_after_a_day_with_other_words_too(web: Web) -> None:
    web.sites[PAGE] = CODED
    known = await web.known()
    asked = replace(WANTED, before=(await web.sighting(known)).best)
    changed = CODED.replace("And more.", "And more words.")
    web.sites[PAGE] = changed.replace("12:04", "12:05")
    reading = await web.reader.read(known.url, known, [asked])
    assert reading.page is not None
    lasting = lasting_of(reading.page)
    assert lasting is not None
    assert reading.facts.lasting_mark == lasting.mark
    known = replace(known, facts=reading.facts, body_hash=reading.body_hash)
    web.sites[PAGE] = changed.replace("12:04", "12:06")
    assert (await web.reader.read(known.url, known, [asked])).page is None


async def test_it_is_where_its_link_is_hidden_for_scripts_may_show_it(web: Web) -> None:
    web.sites[PAGE] = CODED
    known = await web.known()
    best = (await web.sighting(known)).best
    assert best is not None
    web.sites[PAGE] = CODED.replace("12:04", "12:05")
    reading = await web.reader.read(known.url, known, [replace(WANTED, before=replace(best, hidden=True))])
    assert reading.examined is not None


async def test_it_is_where_what_its_owner_s_pages_share_is_asked_for(web: Web) -> None:
    web.sites[PAGE] = CODED
    known = await web.known()
    asked = replace(WANTED, before=(await web.sighting(known)).best)
    web.sites[PAGE] = CODED.replace("12:04", "UA-12345-1")
    reading = await web.reader.read(known.url, known, [asked], owner=True)
    assert reading.facts.owner_ids == ("UA:UA-12345",)


# A page that is cut off

CHALLENGE = b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
LATER = b"<p>It goes on.</p>" * 40
PATIENCE = 20.0
CUT_OFF: dict[str, tuple[Outcome, tuple[Step, ...]]] = {
    "ends before its length": (Outcome.TRUNCATED, (b"Content-Length: 90000\r\n\r\n", b"BODY")),
    "reset": (Outcome.TRUNCATED, (b"\r\n", b"BODY", Wait(0.05), Reset())),
    "too large": (Outcome.TOO_LARGE, (b"\r\n", b"BODY", LATER * 200)),
    "silence in the middle": (Outcome.TIMEOUT, (b"Content-Length: 90000\r\n\r\n", b"BODY", Silence(PATIENCE))),
    "garbage between chunks": (
        Outcome.BAD_HTTP,
        (b"Transfer-Encoding: chunked\r\n\r\n", b"800\r\n", b"BODY", Wait(0.05), b"\r\nZZ\r\n"),
    ),
    "a coding nobody knows": (Outcome.UNKNOWN_ENCODING, (b"Content-Encoding: zebra\r\n\r\n", b"BODY")),
}


def cut_off(name: str, body: bytes) -> Fault:
    outcome, steps = CUT_OFF[name]
    sent = tuple(step.replace(b"BODY", body.ljust(0x800)) if isinstance(step, bytes) else step for step in steps)
    return Fault(name, outcome, (HTML, *sent))


async def read_cut_off(name: str, body: bytes) -> Reading:
    policy = NetworkPolicy(allow_private=True, total_seconds=PATIENCE, body_bytes=100_000, host_delay=timedelta(0))
    robots = Fault("robots.txt", Outcome.OK, (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",))
    async with a_web(policy) as web, fault_server([cut_off(name, body), robots]) as origin:
        return await web.reader.read(f"{origin}/{name.replace(' ', '%20')}", asked=[WANTED])


def look(reading: Reading) -> tuple[LinkState, bool | None]:
    link = Link(1, "C1", reading.facts.url, TARGET, HandClock().now(), LinkStatus(LinkState.LIVE, HandClock().now()))
    around = Circumstances(
        TrackedPage(link.page_url, "partner.example", link.added_at), Policy(), {}, link.added_at + timedelta(days=1)
    )
    judged = evaluate(link, reading, around)
    assert judged.observation is not None
    return judged.after.standing.state, judged.observation.present


@pytest.mark.parametrize("name", [name for name in CUT_OFF if name != "a coding nobody knows"])
async def test_a_link_in_a_page_that_is_cut_off_is_there(name: str) -> None:
    reading = await read_cut_off(name, LINKED.encode())
    assert reading.outcome is CUT_OFF[name][0], reading.reason
    assert reading.examined is not None
    assert reading.examined.answers[WANTED.key].sighting.present
    assert look(reading) == (LinkState.LIVE, True)


@pytest.mark.parametrize("name", CUT_OFF)
@pytest.mark.parametrize("body", [LATER, CHALLENGE + LATER], ids=["without the link", "a challenge"])
async def test_a_page_that_is_cut_off_never_proves_absence(name: str, body: bytes) -> None:
    reading = await read_cut_off(name, body)
    assert reading.outcome.is_unknown, reading.reason
    assert look(reading) == (LinkState.LIVE, None)


async def test_a_cut_off_page_says_what_it_has_said_so_far() -> None:
    reading = await read_cut_off("ends before its length", b'<meta name="robots" content="noindex">' + LINKED.encode())
    assert [tag.value for tag in reading.facts.robots] == ["noindex"]
    assert reading.facts.outcome is Outcome.TRUNCATED
    assert reading.page is None


async def test_a_404_page_that_is_cut_off_is_gone_whatever_it_links_to(web: Web) -> None:
    web.sites[PAGE] = Answer(LINKED, status=404)
    reading = await web.read()
    assert (reading.outcome, reading.examined) == (Outcome.GONE, None)


# Unchanged pages


@pytest.mark.parametrize(
    ("before", "after", "is_parsed", "why"),
    [
        ({}, {}, False, "the same bytes"),
        ({}, {"X-Robots-Tag": "noindex"}, False, "headers are judged without parsing"),
        ({}, {"Content-Type": "text/html; charset=windows-1251"}, True, "the same bytes are other text now"),
    ],
)
async def test_the_same_body_spares_the_parsing_and_no_header(
    web: Web, *, before: dict[str, str], after: dict[str, str], is_parsed: bool, why: str
) -> None:
    web.sites[PAGE] = Answer(LINKED, headers=before)
    known = await web.known()
    web.sites[PAGE] = Answer(LINKED, headers=after)
    reading = await web.read(PAGE, known)
    assert (reading.outcome, reading.examined is not None) == (Outcome.OK, is_parsed), why
    assert [tag.value for tag in reading.facts.robots] == [value for name, value in after.items() if "Robots" in name]
    assert reading.facts.title == "Links"


PACKED = {"Content-Encoding": "gzip"}
INDEXED = {"X-Robots-Tag": "noindex"}


@pytest.mark.parametrize(
    ("level", "before", "after", "robots", "why"),
    [
        (9, INDEXED, INDEXED, ["noindex"], "the same bytes"),
        (9, {}, INDEXED, ["noindex"], "the same bytes with a header that is new"),
        (9, INDEXED, {}, [], "the same bytes without a header that is gone"),
        (1, INDEXED, {}, [], "packed otherwise it is the same page still"),
    ],
)
async def test_what_comes_packed_is_known_by_what_came_with_the_headers_it_has_now(
    web: Web, *, level: int, before: dict[str, str], after: dict[str, str], robots: list[str], why: str
) -> None:
    web.sites[PAGE] = Answer(gzip.compress(LINKED.encode(), mtime=0), headers=PACKED | before)
    known = await web.known()
    assert known.validators.packed_hash
    web.sites[PAGE] = Answer(gzip.compress(LINKED.encode(), level, mtime=0), headers=PACKED | after)
    reading = await web.read(PAGE, known)
    assert (reading.outcome, reading.examined, reading.body_hash) == (Outcome.OK, None, known.body_hash), why
    assert [tag.value for tag in reading.facts.robots] == robots, why
    assert (reading.validators.packed_hash == known.validators.packed_hash) is (level == 9), why


async def test_the_same_body_at_another_address_is_parsed_for_its_links_lead_elsewhere(web: Web) -> None:
    web.sites["here.example/"] = '<a href="guide">guide</a>'
    web.sites["there.example/"] = '<a href="guide">guide</a>'
    web.sites[PAGE] = Answer.redirect(web.sites.url("here.example/"))
    known = await web.known()
    web.sites[PAGE] = Answer.redirect(web.sites.url("there.example/"))
    reading = await web.read(PAGE, known)
    assert reading.examined is not None
    assert reading.examined.document is not None
    assert reading.examined.document.links[0].href == web.sites.url("there.example/guide")


async def test_an_unchanged_page_behind_a_new_redirect_tells_the_way(web: Web) -> None:
    known = replace(await web.known(), url=web.sites.url("old.example/"))
    web.sites["old.example/"] = Answer.redirect(web.sites.url(PAGE))
    reading = await web.read("old.example/", known)
    assert reading.examined is None
    assert [hop.status for hop in reading.facts.hops] == [302]


NOINDEX = {"X-Robots-Tag": "noindex", "Link": '<https://elsewhere.example/>; rel="canonical"'}


def not_modified(first: dict[str, str], later: dict[str, str]) -> object:
    async def answer(asked: Asked) -> Answer:
        same = "If-None-Match" in asked.headers or "If-Modified-Since" in asked.headers
        return Answer(status=304, headers=later) if same else Answer(LINKED, headers=first)

    return answer


@pytest.mark.parametrize(
    ("first", "later", "robots", "canonicals", "why"),
    [
        ({"ETag": '"1"'}, {"ETag": '"1"'}, [], [], "nothing has changed"),
        ({"ETag": '"1"'}, NOINDEX, ["noindex"], ["https://elsewhere.example/"], "new headers are judged"),
        ({"ETag": '"1"'} | NOINDEX, {}, ["noindex"], ["https://elsewhere.example/"], "Apache leaves them out"),
        ({"ETag": '"1"'} | NOINDEX, {"X-Robots-Tag": "all"}, ["all"], ["https://elsewhere.example/"], "one is new"),
        ({"Last-Modified": "Sun, 22 Nov 2026 05:00:00 GMT"}, {}, [], [], "by date"),
    ],
)
async def test_not_modified_renews_the_headers_it_has(
    web: Web, *, first: dict[str, str], later: dict[str, str], robots: list[str], canonicals: list[str], why: str
) -> None:
    web.sites[PAGE] = not_modified(first, later)  # type: ignore[assignment] # a coroutine function
    known = await web.known()
    reading = await web.read(PAGE, known)
    assert (reading.outcome, reading.examined, reading.body_hash) == (Outcome.OK, None, known.body_hash), why
    assert [tag.value for tag in reading.facts.robots] == robots, why
    assert [canonical.href for canonical in reading.facts.canonicals] == canonicals, why
    assert reading.validators == known.validators, why
    assert reading.facts.status == 200


async def test_not_modified_to_an_unconditional_request_is_no_page(web: Web) -> None:
    web.sites[PAGE] = Answer(status=304)
    assert (await web.read()).outcome is Outcome.BAD_HTTP


async def test_robots_txt_is_judged_anew_for_an_unchanged_page(web: Web) -> None:
    known = await web.known()
    web.sites["partner.example/robots.txt"] = "User-agent: Googlebot\nDisallow: /links\n"
    web.clock.move(timedelta(days=1, minutes=1))
    reading = await web.read(PAGE, known)
    assert reading.examined is None
    assert (reading.facts.google_allowed, reading.facts.google_rule) == (False, "Disallow: /links")


# robots.txt, for ourselves


async def test_what_robots_txt_forbids_us_is_not_asked_for(web: Web) -> None:
    web.sites["partner.example/robots.txt"] = SHUT
    reading = await web.read()
    assert (reading.outcome, web.sites.count(PAGE)) == (Outcome.ROBOTS_REFUSED, 0)
    assert "Stillthere" in reading.reason


async def test_it_is_asked_for_where_the_setting_says_so() -> None:
    async with a_web(obey_robots=False) as web:
        web.sites[PAGE] = LINKED
        web.sites["partner.example/robots.txt"] = SHUT
        reading = await web.read()
    assert (reading.outcome, reading.facts.google_allowed) == (Outcome.OK, False)


async def test_a_redirect_to_a_host_whose_robots_txt_forbids_it_is_not_followed(web: Web) -> None:
    web.sites[PAGE] = Answer.redirect(web.sites.url("shut.example/page"))
    web.sites["shut.example/robots.txt"] = SHUT
    web.sites["shut.example/page"] = LINKED
    reading = await web.read()
    assert (reading.outcome, web.sites.count("shut.example/page")) == (Outcome.ROBOTS_REFUSED, 0)
    assert (reading.facts.url, reading.facts.final_url) == (web.sites.url(PAGE), web.sites.url("shut.example/page"))
    assert len(reading.facts.hops) == 1


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (Answer(status=503), Outcome.SERVER_ERROR, "its robots.txt could not be read: it answered 503 Service"),
        (Answer(status=429, headers={"Retry-After": "600"}), Outcome.BLOCKED, "its robots.txt could not be read"),
    ],
)
async def test_a_robots_txt_that_cannot_be_read_keeps_us_away(
    web: Web, answer: Answer, outcome: Outcome, reason: str
) -> None:
    web.sites["partner.example/robots.txt"] = answer
    reading = await web.read()
    assert (reading.outcome, web.sites.count(PAGE)) == (outcome, 0)
    assert reading.reason.startswith(reason)
    assert (reading.facts.final_url, reading.examined) == (web.sites.url(PAGE), None)
    assert reading.failure is not None
    waits = timedelta(minutes=10) if "Retry-After" in answer.headers else None
    assert reading.failure.retry_after == (web.clock.now() + waits if waits else None)


async def test_a_dead_name_is_said_as_such(web: Web) -> None:
    web.sites.resolver.troubles["partner.example"] = NameTrouble.NO_SUCH_NAME
    reading = await web.read()
    assert (reading.outcome, reading.reason) == (Outcome.DNS_ERROR, "the name does not exist")


# Turns


async def test_whatever_asks_a_host_asks_one_thing_at_a_time_with_a_pause_between() -> None:
    policy = NetworkPolicy(allow_private=True, host_delay=timedelta(seconds=2))
    async with a_web(policy) as web:
        running, most, at = 0, 0, []

        async def answer(asked: Asked) -> Answer:
            nonlocal running, most
            running += 1
            most = max(most, running)
            at.append(web.clock.now())
            await asyncio.sleep(0.01)
            running -= 1
            return Answer(LINKED)

        for place in (PAGE, "partner.example/robots.txt", "partner.example/", "partner.example/other"):
            web.sites[place] = answer
        async with asyncio.timeout(20):
            await asyncio.gather(
                web.read(PAGE),
                web.read("partner.example/other"),
                read_control(web.reader.read, DailyAllowance(web.clock), web.sites.url(PAGE)),
            )
    assert most == 1
    assert web.sites.count("partner.example/robots.txt") == 1
    waits = [later - earlier for earlier, later in pairwise(at)]
    assert min(waits[1:]) >= timedelta(seconds=2), "robots.txt alone opens a visit without a pause"


async def test_waiting_for_a_turn_is_not_counted_into_a_page_s_time() -> None:
    policy = NetworkPolicy(allow_private=True, total_seconds=PATIENCE, host_delay=timedelta(0))

    async def slow(_: Asked) -> Answer:
        turn_loop(PATIENCE * 0.4)  # three of these would be too much for one page
        return Answer("no such page", status=404)

    async with a_web(policy) as web:
        places = [f"slow.example/{number}" for number in range(5)]
        web.sites.pages |= dict.fromkeys(places, slow)
        readings = await asyncio.gather(*(web.read(place) for place in places))
    assert [reading.outcome for reading in readings] == [Outcome.GONE] * 5


async def test_redirects_within_a_host_are_one_page_and_need_no_pause() -> None:
    policy = NetworkPolicy(allow_private=True, host_delay=timedelta(minutes=1))
    async with a_web(policy) as web:
        for number in range(5):
            web.sites[f"partner.example/{number}"] = Answer.redirect(f"/{number + 1}")
        web.sites["partner.example/5"] = LINKED
        began = web.clock.now()
        assert (await web.read("partner.example/0")).outcome is Outcome.OK
    assert web.clock.now() == began  # robots.txt opens the visit and is followed at once
