"""The demo sites: what a spoiled page answers, and that the sites can be reached by name."""

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.resolver import AsyncResolver

from bot.sandbox import DemoSites, start_sites
from bot.sandbox.sites import demo_pages
from bot.sandbox.spoils import ANSWERS, NEWS, PUT_BACK, Answer, Look, Spoil, answer, spoiled

PAGES = {page.id: page for page in demo_pages()}
LOOK = Look(
    "http://here.localhost/page",
    "http://fellside.localhost/guides/x",
    "http://fellside.localhost",
    "",
    "<title>Just a moment...</title>",
)
LINK = '<a href="http://fellside.localhost/guides/x">'


def page(*spoils: Spoil, name: str = "trail-notes") -> Answer:
    return answer(PAGES[name], frozenset(spoils), LOOK)


def external(body: str) -> int:
    return len(re.findall(r'<a href="https?://[^"]+"', body))


@pytest.mark.parametrize("name", [page.id for page in demo_pages() if page.target])
def test_a_page_as_agreed_carries_its_link_and_some_prose(name: str) -> None:
    body = page(name=name).body
    assert body.count(LINK) == 1
    assert "noindex" not in body
    assert "$" not in body
    assert len(re.sub(r"<[^>]+>", " ", body).split()) > 150


def test_the_directory_has_about_sixty_outbound_links() -> None:
    assert external(page(name="outdoor-directory").body) == 64


@pytest.mark.parametrize(
    ("spoil", "there", "gone"),
    [
        (Spoil.REMOVE_LINK, "choosing hiking boots", LINK),
        (Spoil.NOFOLLOW, 'guides/x" rel="nofollow">', LINK),
        (Spoil.NOINDEX, '<meta name="robots" content="noindex">', "content=index"),
        (Spoil.CHANGE_ANCHOR, f"{LINK}this page</a>", "choosing hiking boots</a>"),
        (Spoil.MANY_LINKS, "cheap-loans-40.example", "cheap-loans-41.example"),
    ],
)
def test_a_spoil_changes_the_page(spoil: Spoil, there: str, gone: str) -> None:
    body = page(spoil).body
    assert there in body
    assert gone not in body


@pytest.mark.parametrize(
    ("spoil", "status"),
    [(Spoil.NOT_FOUND, 404), (Spoil.SERVER_ERROR, 500), (Spoil.CHALLENGE, 403), (Spoil.REDIRECT, 301)],
)
def test_a_spoil_changes_the_answer(spoil: Spoil, status: int) -> None:
    assert page(spoil).status == status


def test_spoils_of_the_page_add_up_and_those_of_the_answer_replace_one_another() -> None:
    state = spoiled(spoiled(frozenset(), Spoil.NOFOLLOW), Spoil.NOINDEX)
    assert state == {Spoil.NOFOLLOW, Spoil.NOINDEX}
    for spoil in sorted(ANSWERS):
        state = spoiled(state, spoil)
        assert state == {Spoil.NOFOLLOW, Spoil.NOINDEX, spoil}
    assert not spoiled(state, PUT_BACK)


@pytest.fixture
async def sites() -> AsyncIterator[DemoSites]:
    running = await start_sites()
    yield running
    await running.stop()


async def test_the_sites_are_reached_by_their_names(sites: DemoSites) -> None:
    connector = aiohttp.TCPConnector(resolver=AsyncResolver())
    async with aiohttp.ClientSession(connector=connector) as session:
        for name in PAGES:
            async with session.get(sites.url(name)) as response:
                assert (response.status, response.content_type) == (200, "text/html")
        sites.spoil("gear-bench", "redirect")
        async with session.get(sites.url("gear-bench")) as response:
            assert (response.status, response.url.path) == (200, NEWS)
        async with session.get(f"http://fellside.localhost:{sites.port}/none") as response:
            assert response.status == 404


async def test_a_hanging_page_lets_the_sites_stop(sites: DemoSites) -> None:
    sites.spoil("trail-notes", "hang")
    timeout = aiohttp.ClientTimeout(total=0.2)
    connector = aiohttp.TCPConnector(resolver=AsyncResolver())
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        with pytest.raises(TimeoutError):
            await session.get(sites.url("trail-notes"))
