"""robots.txt is asked for once a day per site, and failures are told apart from rules."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from jobs.model.page import Outcome
from jobs.web.http.dns import NameTrouble
from jobs.web.isolation import parser_pool
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots import files
from jobs.web.robots.files import RobotsFiles
from jobs.web.robots.rules import parse_robots
from tests.tools.site import Answer, Sites

START = datetime(2026, 11, 23, 4, tzinfo=UTC)
FORBIDS = "User-agent: Linkwatch\nDisallow: /private\n\nUser-agent: Googlebot\nDisallow: /links\n"
ROBOTS = "partner.example/robots.txt"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Setting:
    def __init__(self, sites: Sites, robots: RobotsFiles, clock: Clock) -> None:
        self.sites, self.robots, self.clock = sites, robots, clock


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    clock = Clock()
    async with Sites() as sites, sites.session() as session, ParserPool(parse_robots.__module__) as pages:
        yield Setting(sites, RobotsFiles(session, sites.policy, clock, pages), clock)


async def test_tells_what_holds_for_us_and_for_google(setting: Setting) -> None:
    setting.sites[ROBOTS] = FORBIDS
    links = await setting.robots.allowed(setting.sites.url("partner.example/links"))
    private = await setting.robots.allowed(setting.sites.url("partner.example/private/x"))
    assert (links.ours, links.google, links.google_rule) == (True, False, "Disallow: /links")
    assert (private.ours, private.google, private.google_rule) == (False, True, "")


async def test_is_asked_for_once_a_day(setting: Setting) -> None:
    setting.sites[ROBOTS] = FORBIDS
    for hours in (0, 1, 23):
        setting.clock.now = START + timedelta(hours=hours)
        await setting.robots.allowed(setting.sites.url("partner.example/a"))
    assert setting.sites.count(ROBOTS) == 1
    setting.clock.now = START + timedelta(hours=24)
    await setting.robots.allowed(setting.sites.url("partner.example/a"))
    assert setting.sites.count(ROBOTS) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_a_client_error_allows_everything(setting: Setting, status: int) -> None:
    setting.sites[ROBOTS] = Answer("Disallow: /", status=status)
    verdict = await setting.robots.allowed(setting.sites.url("partner.example/links"))
    assert (verdict.ours, verdict.google, verdict.failure) == (True, True, None)


@pytest.mark.parametrize(("status", "outcome"), [(500, Outcome.SERVER_ERROR), (429, Outcome.BLOCKED)])
async def test_a_server_in_trouble_is_left_alone_and_google_is_unknown(
    setting: Setting, status: int, outcome: Outcome
) -> None:
    setting.sites[ROBOTS] = Answer(status=status)
    verdict = await setting.robots.allowed(setting.sites.url("partner.example/links"))
    assert (verdict.ours, verdict.google) == (False, None)
    assert verdict.failure is not None
    assert verdict.failure.outcome is outcome


async def test_a_name_that_does_not_exist_is_said_so(setting: Setting) -> None:
    setting.sites.resolver.troubles["gone.example"] = NameTrouble.NO_SUCH_NAME
    verdict = await setting.robots.allowed(setting.sites.url("gone.example/links"))
    assert verdict.failure is not None
    assert verdict.failure.outcome is Outcome.DNS_ERROR


async def test_a_failure_is_tried_again_after_ten_minutes(setting: Setting) -> None:
    setting.sites[ROBOTS] = Answer(status=500)
    await setting.robots.allowed(setting.sites.url("partner.example/a"))
    setting.sites[ROBOTS] = FORBIDS
    assert not (await setting.robots.allowed(setting.sites.url("partner.example/a"))).ours
    setting.clock.now += timedelta(minutes=10)
    assert (await setting.robots.allowed(setting.sites.url("partner.example/a"))).ours


async def test_the_last_good_copy_goes_on_while_the_server_fails(setting: Setting) -> None:
    setting.sites[ROBOTS] = FORBIDS
    await setting.robots.allowed(setting.sites.url("partner.example/a"))
    setting.sites[ROBOTS] = Answer(status=503)
    setting.clock.now += timedelta(days=2)
    assert (await setting.robots.allowed(setting.sites.url("partner.example/a"))).google is True
    assert (await setting.robots.allowed(setting.sites.url("partner.example/links"))).google is False
    setting.clock.now += timedelta(days=30)
    assert (await setting.robots.allowed(setting.sites.url("partner.example/a"))).google is None


async def test_five_redirects_are_followed(setting: Setting) -> None:
    for number in range(5):
        place = ROBOTS if number == 0 else f"hop{number}.example/robots.txt"
        setting.sites[place] = Answer.redirect(setting.sites.url(f"hop{number + 1}.example/robots.txt"))
    setting.sites["hop5.example/robots.txt"] = FORBIDS
    assert (await setting.robots.allowed(setting.sites.url("partner.example/links"))).google is False


async def test_a_circle_of_redirects_counts_as_no_robots_txt(setting: Setting) -> None:
    setting.sites[ROBOTS] = Answer.redirect(setting.sites.url(ROBOTS))
    assert (await setting.robots.allowed(setting.sites.url("partner.example/links"))).ours


async def test_only_the_first_500_kib_count(setting: Setting) -> None:
    setting.sites[ROBOTS] = FORBIDS + "#" * 600_000 + "\nUser-agent: *\nDisallow: /\n"
    verdict = await setting.robots.allowed(setting.sites.url("partner.example/links"))
    assert (verdict.ours, verdict.google) == (True, False)


async def test_one_that_is_not_read_in_time_leaves_its_site_alone_for_ten_minutes(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.sites[ROBOTS] = FORBIDS
    for bound in ("_QUICK_SECONDS", "_DOUBTFUL_SECONDS"):
        monkeypatch.setattr(parser_pool, bound, 0.0)
    verdict = await setting.robots.allowed(setting.sites.url("partner.example/a"))
    assert (verdict.ours, verdict.google) == (False, None)
    assert verdict.failure is not None
    assert verdict.failure.outcome is Outcome.TOO_COMPLEX
    monkeypatch.undo()
    setting.clock.now += timedelta(minutes=10)
    assert (await setting.robots.allowed(setting.sites.url("partner.example/a"))).ours


async def test_remembers_no_more_rules_than_there_is_room_for(setting: Setting) -> None:
    setting.robots._copies = files._copies(450)
    many = "User-agent: *\n" + "".join(f"Disallow: /{number}\n" for number in range(100))
    for site in ("a.example", "b.example"):
        setting.sites[f"{site}/robots.txt"] = many
    for site in ("a.example", "b.example", "a.example"):
        assert (await setting.robots.allowed(setting.sites.url(f"{site}/x"))).ours
    assert setting.sites.count("a.example/robots.txt") == 2


async def test_each_origin_has_its_own(setting: Setting) -> None:
    setting.sites[ROBOTS] = "User-agent: *\nDisallow: /\n"
    assert not (await setting.robots.allowed(setting.sites.url("partner.example/a"))).ours
    assert (await setting.robots.allowed(setting.sites.url("www.partner.example/a"))).ours


async def test_a_robots_txt_that_moved_to_a_dead_name_does_not_make_the_site_dead(setting: Setting) -> None:
    setting.sites[ROBOTS] = Answer.redirect(setting.sites.url("dead.example/robots.txt"))
    setting.sites.resolver.troubles["dead.example"] = NameTrouble.NO_SUCH_NAME
    verdict = await setting.robots.allowed(setting.sites.url("partner.example/links"))
    assert verdict.failure is not None
    assert verdict.failure.outcome is Outcome.CONNECTION_ERROR


@pytest.mark.parametrize("url", ["", "nonsense", "mailto:me@a.example", "http://me:secret@a.example/", "http://["])
async def test_what_is_no_web_address_is_refused(setting: Setting, url: str) -> None:
    verdict = await setting.robots.allowed(url)
    assert verdict.failure is not None
    assert verdict.failure.outcome is Outcome.REFUSED_ADDRESS
    assert setting.sites.asked == []
