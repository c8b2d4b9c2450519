"""Pages that browsers read are read, with all that happened on the way."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import trustme
from aiohttp import ClientSession

from jobs.config.page_sections import Network
from jobs.model.page import FetchFailure, FetchResult, Hop, NotModified, Outcome, Page, Validators
from jobs.web.http.dns import NameTrouble
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import browser_tls
from tests.tools.faults.coding import bomb, raw_deflate
from tests.tools.faults.http import CHUNKED, HTML, PAGE
from tests.tools.faults.play import Fault, Step, Wait
from tests.tools.faults.server import one_fault_server
from tests.tools.site import Answer, Asked, Sites

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TRUST = browser_tls()


@pytest.fixture
async def session(sites: Sites) -> AsyncIterator[ClientSession]:
    async with sites.session(tls=TRUST) as session:
        yield session


async def read(sites: Sites, session: ClientSession, place: str, validators: Validators | None = None) -> FetchResult:
    return await fetch(session, sites.url(place), policy=sites.policy, now=lambda: NOW, validators=validators)


async def raw(sites: Sites, session: ClientSession, *steps: Step) -> FetchResult:
    """What is read of an answer played byte by byte."""
    async with one_fault_server(Fault("raw", Outcome.OK, steps), None) as port:
        return await fetch(session, f"http://raw.example:{port}/", policy=sites.policy, now=lambda: NOW)


async def test_a_page_is_read_with_its_headers(sites: Sites, session: ClientSession) -> None:
    sites["a.example/x?y=%C3%A9"] = Answer("<p>hi", headers={"X-Robots-Tag": "noindex"})
    page = await read(sites, session, "a.example/x?y=é#part")
    assert isinstance(page, Page)
    assert (page.status, page.body, page.hops) == (200, b"<p>hi", ())
    assert ("x-robots-tag", "noindex") in page.headers
    assert page.fetched_at == NOW


async def test_we_say_who_we_are_and_keep_no_cookies_from_one_trip_to_the_next(sites: Sites) -> None:
    sites["a.example/"] = Answer("<p>hi", headers={"Set-Cookie": "id=7"})
    policy = replace(sites.policy, user_agent="Linkwatch/0.1 (+mailto:me@ours.example)")
    async with sites.session(policy, TRUST) as session:
        for _ in range(2):
            await fetch(session, sites.url("a.example/"), policy=policy, now=lambda: NOW)
    assert [asked.headers["User-Agent"] for asked in sites.asked] == [policy.user_agent] * 2
    assert not any("Cookie" in asked.headers for asked in sites.asked)
    assert sites.asked[0].headers["Accept-Encoding"] == "gzip, deflate, br"


async def test_cookies_live_for_one_trip(sites: Sites, session: ClientSession) -> None:
    async def answer(asked: Asked) -> Answer:
        if "seen=1" in asked.headers.get("Cookie", ""):
            return Answer("<p>hi")
        return Answer(status=302, headers={"Location": "/", "Set-Cookie": "seen=1; Path=/"})

    sites["a.example/"] = answer
    for _ in range(2):
        assert isinstance(await read(sites, session, "a.example/"), Page)
    assert ["Cookie" in asked.headers for asked in sites.asked] == [False, True, False, True]


async def test_cookies_go_back_to_their_own_site_only(sites: Sites, session: ClientSession) -> None:
    cookies = {"Set-Cookie": "id=7; Domain=example"}
    sites["a.example/"] = Answer(status=302, headers={"Location": sites.url("b.example/")} | cookies)
    sites["b.example/"] = "<p>hi"
    assert isinstance(await read(sites, session, "b.example/"), Page)
    assert isinstance(await read(sites, session, "a.example/"), Page)
    assert not any("Cookie" in asked.headers for asked in sites.asked)


async def test_new_cookies_at_every_hop_end_in_a_loop(sites: Sites, session: ClientSession) -> None:
    async def answer(asked: Asked) -> Answer:
        return Answer(status=302, headers={"Location": "/", "Set-Cookie": f"n={len(sites.asked)}"})

    sites["a.example/"] = answer
    looped = await read(sites, session, "a.example/")
    assert isinstance(looped, FetchFailure)
    assert (looped.outcome, len(sites.asked)) == (Outcome.REDIRECT_LOOP, sites.policy.max_redirects + 1)


@pytest.mark.parametrize(
    ("user_agent", "contact", "plain", "browser_form"),
    [
        ("Stillthere/0.1", "", "Stillthere/0.1", "Mozilla/5.0 (compatible; Stillthere/0.1)"),
        (
            "Stillthere/0.1",
            "https://ours.example/about",
            "Stillthere/0.1 (+https://ours.example/about)",
            "Mozilla/5.0 (compatible; Stillthere/0.1; +https://ours.example/about)",
        ),
        (
            "Mozilla/5.0 (compatible; Acme/2)",
            "mailto:me@ours.example",
            "Mozilla/5.0 (compatible; Acme/2) (+mailto:me@ours.example)",
            "Mozilla/5.0 (compatible; Acme/2) (+mailto:me@ours.example)",
        ),
    ],
)
def test_one_name_has_two_forms(user_agent: str, contact: str, plain: str, browser_form: str) -> None:
    policy = NetworkPolicy.of(Network(user_agent=user_agent, contact=contact))
    assert (policy.user_agent, policy.browser_form) == (plain, browser_form)


def test_the_name_holds_no_word_that_stock_rules_refuse() -> None:
    refused = ("link", "bot", "crawl", "spider", "scan", "check", "scrap", "curl", "wget", "python", "http", "seo")
    assert not any(word in NetworkPolicy().robot_name.lower() for word in refused)


async def test_the_form_of_browsers_under_the_same_name(sites: Sites, session: ClientSession) -> None:
    sites["a.example/"] = "<p>hi"
    await fetch(session, sites.url("a.example/"), policy=sites.policy, now=lambda: NOW, as_browser=True)
    headers = sites.asked[0].headers
    assert (headers["User-Agent"], headers["Accept-Language"]) == (sites.policy.browser_form, "en,*;q=0.5")


async def test_the_environment_sets_no_proxy(
    sites: Sites, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    sites["a.example/"] = "<p>hi"
    assert isinstance(await read(sites, session, "a.example/"), Page)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_and_recorded(sites: Sites, session: ClientSession, status: int) -> None:
    sites["a.example/"] = Answer.redirect("/b", status)
    sites["a.example/b"] = Answer.redirect(sites.url("c.example/"), status)
    sites["c.example/"] = "<p>here"
    page = await read(sites, session, "a.example/")
    assert isinstance(page, Page)
    assert page.hops == (
        Hop(sites.url("a.example/"), status, "/b"),
        Hop(sites.url("a.example/b"), status, sites.url("c.example/")),
    )
    assert page.final_url == sites.url("c.example/")


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (b"/caf\xc3\xa9", "/caf%C3%A9"),  # UTF-8, as most servers mean it
        (b"/caf\xe9", "/caf%E9"),  # Latin-1: escaped byte by byte
        (b"/a b?c d", "/a%20b?c%20d"),
        (b"\\back\\slash", "/back/slash"),
        (b"?only=query", "/?only=query"),
        (b"  /spaced  ", "/spaced"),
        (b"/../up/./here", "/up/here"),
    ],
)
async def test_a_location_is_read_as_browsers_read_it(
    sites: Sites, session: ClientSession, location: bytes, place: str
) -> None:
    redirect = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    result = await raw(sites, session, redirect)
    assert isinstance(result, FetchFailure)  # the server answers the same again, until the circle closes
    assert (result.outcome, result.final_url.partition("raw.example:")[2].lstrip("0123456789")) == (
        Outcome.REDIRECT_LOOP,
        place,
    )


async def test_ten_redirects_are_followed_and_no_eleventh(sites: Sites, session: ClientSession) -> None:
    for number in range(11):
        sites[f"a.example/{number}"] = Answer.redirect(f"/{number + 1}")
    sites["a.example/11"] = "<p>here"
    assert isinstance(await read(sites, session, "a.example/1"), Page)
    eleven = await read(sites, session, "a.example/0")
    assert isinstance(eleven, FetchFailure)
    assert (eleven.outcome, len(eleven.hops)) == (Outcome.REDIRECT_LOOP, 11)


@pytest.mark.parametrize(("status", "outcome"), [(404, Outcome.GONE), (410, Outcome.GONE), (500, Outcome.SERVER_ERROR)])
async def test_a_failure_keeps_its_status_words_and_body(
    sites: Sites, session: ClientSession, status: int, outcome: Outcome
) -> None:
    sites["a.example/"] = Answer("<p>sorry", status=status)
    failure = await read(sites, session, "a.example/")
    assert isinstance(failure, FetchFailure)
    assert (failure.outcome, failure.status, failure.body) == (outcome, status, b"<p>sorry")
    assert failure.reason.startswith(f"the page answered {status} ")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 05:00:00 GMT", timedelta(hours=1)),
        ("Monday, 23-Nov-26 05:00:00 GMT", timedelta(hours=1)),
        ("999999999999999999999999", timedelta(hours=24)),
        ("Fri, 31 Dec 2100 23:59:59 GMT", timedelta(hours=24)),
        ("Sun, 22 Nov 2026 05:00:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("\u00b2", None),
    ],
)
async def test_retry_after_is_read_in_both_forms(
    sites: Sites, session: ClientSession, status: int, value: str, wait: timedelta | None
) -> None:
    sites["a.example/"] = Answer(status=status, headers={"Retry-After": value})
    failure = await read(sites, session, "a.example/")
    assert isinstance(failure, FetchFailure)
    assert failure.retry_after == (NOW + wait if wait else None)


async def test_a_conditional_request_can_be_answered_unchanged(sites: Sites, session: ClientSession) -> None:
    async def answer(asked: Asked) -> Answer:
        same = asked.headers.get("If-None-Match") == '"v1"'
        return Answer(status=304, headers={"X-Robots-Tag": "noindex"}) if same else Answer("<p>new")

    sites["a.example/"] = answer
    known = await read(sites, session, "a.example/", Validators('"v1"', "Sun, 22 Nov 2026 05:00:00 GMT"))
    assert isinstance(known, NotModified)
    assert ("x-robots-tag", "noindex") in known.headers
    assert sites.asked[0].headers["If-Modified-Since"] == "Sun, 22 Nov 2026 05:00:00 GMT"
    assert isinstance(await read(sites, session, "a.example/", Validators('"v2"')), Page)


async def test_only_the_address_that_gave_the_validators_is_asked_conditionally(
    sites: Sites, session: ClientSession
) -> None:
    sites["a.example/"] = Answer.redirect("/b")
    sites["a.example/b"] = "<p>here"
    await read(sites, session, "a.example/", Validators('"v1"', url=sites.url("a.example/b")))
    assert ["If-None-Match" in asked.headers for asked in sites.asked] == [False, True]


LONG = b"".join(b"<p>Line %d</p>" % number for number in range(20_000))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(LONG)),
        ("GZIP", gzip.compress(LONG)),
        ("x-gzip", gzip.compress(LONG)),
        ("deflate", zlib.compress(LONG)),
        ("deflate", raw_deflate(LONG)),
        ("br", brotli.compress(LONG)),
        ("gzip, br", brotli.compress(gzip.compress(LONG))),
        ("identity", LONG),
        ("utf-8", LONG),
        ("gzip", gzip.compress(LONG) + b"\n\0\0 trailing garbage"),
        ("gzip", gzip.compress(LONG) + b"\x1f\x8b but no member"),
        ("gzip", gzip.compress(LONG[:5000]) + gzip.compress(LONG[5000:])),
        ("gzip", b"".join(gzip.compress(LONG[at : at + 100]) for at in range(0, len(LONG), 100))),
    ],
)
async def test_codings_are_undone(sites: Sites, session: ClientSession, coding: str, body: bytes) -> None:
    sites["a.example/"] = Answer(body, headers={"Content-Encoding": coding})
    page = await read(sites, session, "a.example/")
    assert isinstance(page, Page)
    assert page.body == LONG


async def test_a_body_that_comes_byte_by_byte_is_decoded_the_same(sites: Sites, session: ClientSession) -> None:
    body = gzip.compress(PAGE) + gzip.compress(PAGE)
    drips = [step for byte in body for step in (bytes([byte]), Wait(0))]
    page = await raw(sites, session, HTML + b"Content-Encoding: gzip\r\n\r\n", *drips)
    assert isinstance(page, Page)
    assert page.body == PAGE * 2


@pytest.mark.parametrize(
    "steps",
    [
        (HTML + b"\r\n" + PAGE,),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE,),
        (b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + PAGE,),
        ((HTML + b"\r\n").replace(b"\r\n", b"\n") + PAGE,),
        (HTML + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE + b"\r\n\r\n",),
        (HTML + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE + b"\r\n",),
        (CHUNKED + b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n",),
        (CHUNKED + b"%x;a=b\r\n" % len(PAGE) + PAGE + b"\r\n0\r\nX-Trailer: 1\r\n\r\n",),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", HTML + b"\r\n" + PAGE),
        (b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\n\r\n" + PAGE,),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n" + PAGE,),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/xhtml+xml\r\n\r\n" + PAGE,),
        (HTML + b"X-Name: caf\xe9 \xff\xfe\r\n\r\n" + PAGE,),
        (HTML + b"X-Big: " + b"a" * 60_000 + b"\r\n\r\n" + PAGE,),
        (HTML + b"X-A: b\r\n" * 900 + b"\r\n" + PAGE,),
    ],
)
async def test_odd_but_whole_answers_are_read(sites: Sites, session: ClientSession, steps: tuple[Step, ...]) -> None:
    page = await raw(sites, session, *steps)
    assert isinstance(page, Page), page
    assert page.body == PAGE


async def test_what_was_read_of_a_cut_off_page_is_kept(sites: Sites, session: ClientSession) -> None:
    failure = await raw(sites, session, HTML + b"Content-Length: 5000\r\n\r\n" + PAGE)
    assert isinstance(failure, FetchFailure)
    assert (failure.outcome, failure.body) == (Outcome.TRUNCATED, PAGE)


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (NameTrouble.NO_SUCH_NAME, Outcome.DNS_ERROR),
        (NameTrouble.NO_ADDRESS, Outcome.CONNECTION_ERROR),
        (NameTrouble.REFUSED, Outcome.CONNECTION_ERROR),
        (NameTrouble.FAILED, Outcome.CONNECTION_ERROR),
        (NameTrouble.TIMED_OUT, Outcome.TIMEOUT),
        (NameTrouble.BAD_NAME, Outcome.REFUSED_ADDRESS),
    ],
)
async def test_only_a_name_that_does_not_exist_is_a_dns_error(
    sites: Sites, session: ClientSession, trouble: NameTrouble, outcome: Outcome
) -> None:
    sites.resolver.troubles["a.example"] = trouble
    failure = await read(sites, session, "a.example/")
    assert isinstance(failure, FetchFailure)
    assert (failure.outcome, failure.reason) == (outcome, trouble.value)


async def test_where_all_addresses_of_a_name_fail_the_reason_stays(sites: Sites, session: ClientSession) -> None:
    sites.resolver.addresses["a.example"] = ["127.0.0.2", "127.0.0.3", "::1"]
    failure = await fetch(session, "http://a.example:1/", policy=sites.policy, now=lambda: NOW)
    assert isinstance(failure, FetchFailure)
    assert (failure.outcome, failure.reason) == (Outcome.CONNECTION_ERROR, "the server refused the connection")


async def test_a_page_over_tls_is_read() -> None:
    authority = trustme.CA()
    server, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), browser_tls()
    authority.issue_cert("a.example").configure_cert(server)
    authority.configure_trust(trust)
    async with Sites(server) as sites, sites.session(tls=trust) as session:
        sites["a.example/"] = "<p>safe"
        assert isinstance(await read(sites, session, "a.example/"), Page)


async def test_a_bomb_stalls_nobody(sites: Sites, session: ClientSession) -> None:
    """Counts turns, not seconds: the loop goes on turning while the bomb is decoded."""
    sites["a.example/"] = Answer(bomb("br"), headers={"Content-Encoding": "br"})
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    failure = await read(sites, session, "a.example/")
    counting.cancel()
    assert isinstance(failure, FetchFailure)
    assert (failure.outcome, len(failure.body)) == (Outcome.TOO_LARGE, sites.policy.body_bytes)
    assert turns > 3


async def test_any_type_reads_what_is_no_page(sites: Sites, session: ClientSession) -> None:
    sites["a.example/list.csv"] = Answer("a,b", headers={"Content-Type": "text/csv"})
    url = sites.url("a.example/list.csv")
    page = await fetch(session, url, policy=sites.policy, now=lambda: NOW, any_type=True)
    assert isinstance(page, Page)
    assert page.body == b"a,b"


async def test_the_whole_page_has_one_time_redirects_included(sites: Sites) -> None:
    for number in range(10):
        sites[f"a.example/{number}"] = Answer(status=302, headers={"Location": f"/{number + 1}"}, delay=0.2)
    policy = NetworkPolicy(allow_private=True, total_seconds=1)
    async with sites.session(policy, TRUST) as session:
        failure = await fetch(session, sites.url("a.example/0"), policy=policy, now=lambda: NOW)
    assert isinstance(failure, FetchFailure)
    assert failure.outcome is Outcome.TIMEOUT
    assert failure.hops


async def test_a_server_that_hangs_up_is_not_asked_twice(sites: Sites, session: ClientSession) -> None:
    asked = 0

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await fetch(session, f"http://a.example:{port}/", policy=sites.policy, now=lambda: NOW)
    assert asked == 1
