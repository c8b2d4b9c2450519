"""Before a link counts as missing, what may lead to the target is followed, and our own site is asked."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.allowance import MOST_A_DAY
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.reading import BY_FOLLOWING, BY_OUR_SITE, Match
from jobs.model.write import Write
from jobs.verdicts.state_machine import mark
from tests.tools.site import Answer
from tests.tools.world import World, open_world

PAGE, OURS = "partner.example/walks", "ours.example/guide"
WORDS = "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones.</p>"
GUIDE = "<title>Guide</title><p>Boots for all weathers, and how to care for them when the hills are wet.</p>"
DAY, MONTH = timedelta(days=1), timedelta(days=5)


async def then(world: World, href: str, wait: timedelta = MONTH, text: str = "good boots") -> Link:
    """A link that was live, and then the page with another address in its place."""
    world.sites["partner.example/"] = "<h1>Walks</h1><p>Stories from the hills, and of the people there.</p>"
    world.sites[OURS] = GUIDE
    world.sites["ours.example/"] = "<h1>Our shop</h1>"
    world.sites[PAGE] = f"{WORDS}<a href='{world.sites.url(OURS)}'>good boots</a>"
    link = await world.watch(PAGE, OURS)
    assert link.standing.state is LinkState.LIVE
    world.sites[PAGE] = f"{WORDS}<a href='{href}'>{text}</a>"
    await world.pass_time(wait)
    return await world.link(link.id)


@pytest.mark.parametrize("text", ["good boots", "these"])
async def test_an_opaque_redirect_to_the_target_is_the_link(tmp_path: Path, text: str) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/go/boots"] = Answer.redirect(world.sites.url(OURS), 301)
        link = await then(world, "/go/boots", text=text)
        assert link.standing.state is LinkState.LIVE
        assert link.sighting is not None
        assert link.sighting.best is not None
        assert (link.sighting.best.match, link.sighting.best.varies) == (Match.REDIRECTOR, (BY_FOLLOWING,))
        assert await world.incidents() == []


async def test_a_link_that_was_never_there_and_is_found_by_following_does_not_stay_pending(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites[OURS], world.sites[PAGE] = GUIDE, f"{WORDS}<a href='/go/boots'>boots</a>"
        world.sites["partner.example/go/boots"] = Answer.redirect(world.sites.url(OURS))
        assert (await world.watch(PAGE, OURS)).standing.state is LinkState.LIVE


async def test_a_redirect_that_leads_elsewhere_later_is_a_loss(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/go/boots"] = Answer.redirect(world.sites.url(OURS))
        link = await then(world, "/go/boots")
        world.sites["partner.example/go/boots"] = Answer.redirect(world.sites.url("rival.example/"))
        world.sites["rival.example/"] = "<h1>Rival</h1>"
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LOST


@pytest.mark.parametrize(
    ("href", "answer"),
    [
        ("/go/boots", Answer("gone", 404)),
        ("/go/boots", Answer("a page of its own")),
        ("/blog/https://ours.example/guide", Answer("not found", 404)),
        ("\u200bhttps://ours.example/guide", Answer("not found", 404)),
    ],
)
async def test_what_leads_nowhere_of_ours_is_a_loss(tmp_path: Path, href: str, answer: Answer) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/go/boots"] = answer
        assert (await then(world, href)).standing.state is LinkState.LOST


async def test_a_likely_link_that_cannot_be_followed_is_unknown_and_said_so(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["bit.example/abc"] = Answer("slow down", 429)
        link = await then(world, world.sites.url("bit.example/abc"), DAY * 2)
        page = await world.store.page(link.page_url)
        assert link.standing.state is LinkState.LIVE
        assert link.standing.unknown_since is not None
        assert page is not None
        assert f"could not be followed: {world.sites.url('bit.example/abc')} (the page answered 429" in page.last_reason


NOBODY = "http://rival.example:9/boots"
"""Where every connection is refused."""
LONG = timedelta(days=12)


@pytest.mark.parametrize(
    ("href", "answer", "why"),
    [
        (NOBODY, None, "refused the connection"),
        ("http://go.rival.example:9/out?u=1", None, "refused the connection"),
        ("rival.example/boots", Answer("down", 503), "503"),
    ],
)
async def test_a_link_under_the_same_words_that_is_never_reached_hides_no_loss_for_good(
    tmp_path: Path, href: str, answer: Answer | None, why: str
) -> None:
    async with open_world(tmp_path) as world:
        if answer is not None:
            world.sites[href] = answer
        shown = world.sites.url(href) if answer else href
        link = await then(world, shown, timedelta(hours=71))
        assert link.standing.state is LinkState.LIVE
        await world.pass_time(LONG)
        (incident,) = await world.incidents()
        (finding,) = incident.findings
        assert (await world.link(link.id)).standing.state is LinkState.LOST
        assert finding.kind == "missing"
        assert f"leads to {shown} (" in finding.text
        assert why in finding.text
        assert "could not be followed" in finding.text


async def test_a_loss_behind_another_page_of_ours_names_the_link_that_could_not_be_followed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["ours.example/shoes"] = "<title>Shoes</title><p>Shoes for the town, in black and brown.</p>"
        link = await then(world, NOBODY, timedelta(0))
        shoes = f"<a href='{world.sites.url('ours.example/shoes')}'>shoes</a>"
        world.sites[PAGE] = f"{WORDS}<a href='{NOBODY}'>good boots</a> {shoes}"
        await world.pass_time(LONG)
        (finding,) = (await world.link(link.id)).standing.open
        assert finding.kind == "wrong_target"
        assert NOBODY in finding.text


@pytest.mark.parametrize("text", ["good boots", ""])
async def test_a_redirector_that_led_to_us_and_is_down_for_long_is_no_loss(tmp_path: Path, text: str) -> None:
    async with open_world(tmp_path) as world:
        world.sites["bit.example/abc"] = Answer.redirect(world.sites.url(OURS))
        link = await then(world, world.sites.url("bit.example/abc"), DAY)
        assert link.sighting is not None
        assert link.sighting.best is not None
        assert link.sighting.best.match is Match.REDIRECTOR
        world.sites["bit.example/abc"] = Answer("down", 503)
        world.sites[PAGE] = f"{WORDS}<a href='{world.sites.url('bit.example/abc')}'>{text}</a>"
        await world.pass_time(LONG)
        link = await world.link(link.id)
        assert link.standing.state is LinkState.LIVE
        assert link.standing.unreachable
        assert await world.incidents() == []
        world.sites["bit.example/abc"] = Answer.redirect(world.sites.url(OURS))
        await world.pass_time(DAY * 2)
        assert not (await world.link(link.id)).standing.unreachable


CHALLENGE = "<title>Just a moment...</title><script>window._cf_chl_opt = {};</script>"


@pytest.mark.parametrize(
    ("place", "answers"),
    [
        ("partner.example/go/boots", {"partner.example/go/boots": Answer("no robots here", 403)}),
        ("rival.example/boots", {"rival.example/boots": Answer("no robots here", 403)}),
        ("rival.example/boots", {"rival.example/boots": Answer("slow down", 429)}),
        ("rival.example/boots", {"rival.example/boots": Answer(CHALLENGE, 503)}),
        ("rival.example/boots", {"rival.example/boots": Answer(CHALLENGE, 404)}),
        ("rival.example/boots", {"rival.example/boots": Answer("", 503, {"cf-mitigated": "challenge"})}),
        ("bit.example/abc", {"bit.example/robots.txt": Answer("down", 503)}),
        ("bit.example/abc", {"bit.example/robots.txt": Answer.redirect("http://dead.example:9/robots.txt")}),
        ("bit.example/abc", {"bit.example/robots.txt": Answer("User-agent: *\nDisallow: /")}),
        (
            "rival.example/boots",
            {"rival.example/boots": Answer.redirect("/away"), "rival.example/away": Answer("", 403)},
        ),
    ],
)
async def test_a_link_that_shuts_out_only_us_is_no_loss(tmp_path: Path, place: str, answers: dict[str, Answer]) -> None:
    async with open_world(tmp_path) as world:
        for address, answer in answers.items():
            world.sites[address] = answer
        link = await then(world, world.sites.url(place), LONG)
        assert link.standing.state is LinkState.LIVE
        assert link.standing.unreachable
        assert await world.incidents() == []


async def test_a_redirector_whose_query_is_another_each_time_and_that_is_down_for_long_is_no_loss(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/out?t=1"] = Answer.redirect(world.sites.url(OURS))
        assert (await then(world, "/out?t=1", DAY)).standing.state is LinkState.LIVE
        world.sites["partner.example/out?t=2"] = Answer("down", 503)
        world.sites[PAGE] = f"{WORDS}<a href='/out?t=2'>good boots</a>"
        await world.pass_time(LONG)
        assert await world.incidents() == []


async def test_a_link_that_a_person_vouches_for_is_not_lost_because_it_cannot_be_followed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        link = await then(world, NOBODY, DAY)
        vouched = replace(link, standing=mark(link.standing, live=True, by="U0ADA", now=world.clock.now()))
        await world.store.write(Write(links=[vouched]))
        await world.pass_time(LONG)
        assert (await world.link(link.id)).standing.state is LinkState.LIVE


async def test_an_unlikely_one_hides_no_loss(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/go/news"] = Answer("slow down", 429)
        link = await then(world, "/go/news", timedelta(0))
        world.sites[PAGE] = f"<p><a href='/go/news'>Our news</a> of today.</p>{WORDS}"
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_candidates_are_asked_once_a_day_and_a_page_costs_no_more_than_its_budget(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        links = "".join(f"<a href='/go/{number}'>x</a>" for number in range(30))
        await then(world, "/go/a", timedelta(0))
        world.sites[PAGE] = WORDS + links
        start = len(world.sites.asked)
        await world.pass_time(DAY * 2)
        followed = [asked.place for asked in world.sites.asked[start:] if "/go/" in asked.place]
        assert len(followed) <= 2 * MOST_A_DAY
        assert max(followed.count(place) for place in followed) <= 3


async def test_a_redirect_is_not_followed_where_robots_txt_forbids_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/robots.txt"] = Answer("User-agent: *\nDisallow: /go/", headers={})
        world.sites["partner.example/go/boots"] = Answer.redirect(world.sites.url(OURS))
        link = await then(world, "/go/boots")
        assert world.sites.count("partner.example/go/boots") == 0
        assert link.standing.state is LinkState.LIVE


@pytest.mark.parametrize(
    ("linked", "answers"),
    [
        ("ours.example/old-guide", {"ours.example/old-guide": "->ours.example/guide"}),
        ("ours.example/handbook", {"ours.example/guide": "->ours.example/handbook", "ours.example/handbook": GUIDE}),
        ("ours.example/guide?ref=partner.example", {}),
        ("ours.example//guide", {"ours.example//guide": GUIDE}),
    ],
)
async def test_another_address_of_ours_is_the_link_where_our_own_site_says_so(
    tmp_path: Path, linked: str, answers: dict[str, str]
) -> None:
    async with open_world(tmp_path) as world:
        link = await then(world, world.sites.url(linked), timedelta(0))
        for place, text in answers.items():
            to = text.removeprefix("->")
            world.sites[place] = Answer.redirect(world.sites.url(to), 301) if text.startswith("->") else text
        await world.pass_time(MONTH)
        link = await world.link(link.id)
        assert link.sighting is not None
        assert link.sighting.best is not None
        assert (link.sighting.best.match, link.sighting.best.varies) == (Match.VARIANT, (BY_OUR_SITE,))
        assert link.standing.state in {LinkState.LIVE, LinkState.WEAKENED}  # that our page redirects is told of itself


async def test_another_page_of_ours_stays_a_wrong_target(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["ours.example/shoes"] = "<title>Shoes</title><p>Shoes for the town, in black and brown.</p>"
        link = await then(world, world.sites.url("ours.example/shoes"))
        assert link.standing.state is LinkState.LOST
        assert [finding.kind for finding in link.standing.open] == ["wrong_target"]


async def test_while_our_own_site_cannot_be_read_nothing_is_told_and_it_is_asked_again(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["ours.example/shoes"] = Answer("down", 503)
        link = await then(world, world.sites.url("ours.example/shoes"), timedelta(days=2))
        assert link.standing.state is LinkState.LIVE
        world.sites["ours.example/shoes"] = "<title>Shoes</title><p>Shoes for the town, in black and brown.</p>"
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LOST
