"""A link's life from the first check to recovery: real pages on loopback, the real store, a clock turned by hand."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.alerts.decisions import snooze
from jobs.model.exchange import Exchange, Leg, NewExchange, Side
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.notice import NoticeKind
from jobs.model.page import Outcome
from jobs.model.queries import ExchangeQuery
from jobs.model.write import Write
from jobs.verdicts.edits import after_edit
from jobs.web.http.dns import NameTrouble
from tests.tools.site import Answer, Answering
from tests.tools.world import World, open_world

pytestmark = pytest.mark.both_stores

DAY = timedelta(days=1)
PAGE, TARGET, HOME = "blog.example/ridge", "shop.example/boots", "blog.example/"
WORDS = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as world:
        world.sites[HOME] = "<h1>Walking</h1><p>Stories from the hills, and the people who write them down.</p>"
        world.sites[TARGET] = "<h1>Boots</h1><p>Boots for all weathers.</p>"
        world.sites["shop.example/"] = "<h1>Our shop</h1>"
        world.sites[PAGE] = linked(world)
        yield world


def linked(world: World, rel: str = "", head: str = "") -> str:
    return f'{head}<p>{WORDS} We bought <a href="{world.sites.url(TARGET)}" {rel}>good boots</a>.</p>'


def links(name: str, count: int) -> str:
    return "".join(f'<a href="https://{name}{n}.example/">{name}</a>' for n in range(count))


class Everywhere(dict[str, Answering]):
    """One answer for every address of the blog: an empty default site, say."""

    def get(self, place: str, default: object = None) -> Answering:
        if place.startswith("shop."):
            return Answer("<h1>Our shop</h1>")
        return Answer(
            f"<h1>It works!</h1><p>{'This is the default page of a web server that is being set up. ' * 4}</p>"
        )


class Nowhere(dict[str, Answering]):
    """Not found, whatever is asked for on the blog."""

    def get(self, place: str, default: object = None) -> Answering:
        return Answer("<h1>Our shop</h1>") if place.startswith("shop.") else Answer("gone", status=404)


UNLINKED = f"<p>{WORDS} We bought good boots.</p>"


async def test_a_link_that_is_there_is_live_after_the_first_look(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    assert link.standing.state is LinkState.LIVE
    assert link.sighting is not None
    assert link.sighting.best is not None
    assert link.sighting.best.text == "good boots"
    assert await world.notices() == []


async def test_a_check_asks_for_the_deals_of_each_link_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    of_store, asked = world.store.exchanges, list[int | None]()

    async def exchanges(query: ExchangeQuery) -> list[Exchange]:
        asked.append(query.link)
        return await of_store(query)

    link = await world.watch(PAGE, TARGET)
    deal = NewExchange("C1", (Leg(link.id, Side.THEIRS, link.page_url, link.target),))
    await world.store.add_exchange(deal, world.clock.now())
    world.sites[PAGE] = UNLINKED
    monkeypatch.setattr(world.store, "exchanges", exchanges)
    await world.pass_time(1.1 * DAY)
    assert (await world.link(link.id)).standing.absences == 2
    assert asked == [link.id, link.id]


async def test_a_removed_link_is_lost_after_the_confirming_looks_and_told_once(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = UNLINKED
    await world.pass_time(1.2 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.SUSPECT
    await world.pass_time(2 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LOST
    (incident,) = await world.incidents()
    assert (incident.kind, incident.status) == (IncidentKind.LOST, IncidentStatus.OPEN)
    assert incident.before is not None
    assert "[good boots]" in incident.before.text
    await world.pass_time(9 * DAY)
    assert [notice.kind for notice in await world.notices()] == [NoticeKind.CARD]


async def test_a_restored_link_is_recovered_in_the_same_incident(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = UNLINKED
    await world.pass_time(4 * DAY)
    world.sites[PAGE] = linked(world)
    await world.pass_time(2 * DAY)
    (incident,) = await world.incidents()
    assert incident.status is IncidentStatus.RECOVERED
    await world.pass_time(2 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LIVE


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer("busy", status=503), "the server is in trouble"),
        (Answer("no", status=403), "we are blocked"),
        (
            Answer("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
            "a challenge with status 200",
        ),
        (Answer('<div id="root"></div><script src="/app.js"></script>'), "a page that needs JavaScript"),
        (Answer("%PDF", headers={"Content-Type": "application/pdf"}), "not a page"),
        (Answer("x", headers={"Content-Encoding": "gzip"}), "a body that cannot be decoded"),
    ],
)
async def test_what_cannot_be_read_is_never_lost(world: World, answer: Answer, why: str) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = answer
    await world.pass_time(12 * DAY)
    link = await world.link(link.id)
    assert link.standing.state is LinkState.LIVE, why
    assert link.standing.unreachable, why
    assert await world.incidents() == []


@pytest.mark.slow
@pytest.mark.parametrize("outage", [Nowhere(), Everywhere()], ids=["404 everywhere", "one page everywhere"])
async def test_a_host_that_is_down_loses_no_links(world: World, outage: dict[str, Answering]) -> None:
    link = await world.watch(PAGE, TARGET)
    healthy, world.sites.pages = world.sites.pages, outage
    await world.pass_time(6 * DAY)
    assert (await world.link(link.id)).standing.state is not LinkState.LOST
    world.sites.pages = healthy
    await world.pass_time(3 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LIVE
    assert await world.incidents() == []


async def test_a_page_that_is_gone_from_a_living_site_is_lost(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = Answer("gone", status=410)
    await world.pass_time(4 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_a_name_that_does_not_exist_any_more_is_lost_while_canaries_answer(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites.resolver.troubles["blog.example"] = NameTrouble.NO_SUCH_NAME
    await world.pass_time(4 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_when_no_name_resolves_it_is_us(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    for host in ("blog.example", "shop.example"):
        world.sites.resolver.troubles[host] = NameTrouble.NO_SUCH_NAME
    await world.pass_time(9 * DAY)
    assert (await world.link(link.id)).standing.state is not LinkState.LOST


async def test_an_awaited_link_is_announced_once_when_it_is_placed(world: World) -> None:
    world.sites[PAGE] = UNLINKED
    link = await world.watch(PAGE, TARGET)
    assert link.standing.state is LinkState.PENDING
    await world.pass_time(30 * DAY)
    world.sites[PAGE] = linked(world)
    await world.pass_time(3 * DAY)
    assert [notice.kind for notice in await world.notices()] == [NoticeKind.TEXT]


@pytest.mark.parametrize(
    ("rel", "head", "kind"),
    [
        ('rel="nofollow"', "", "nofollow"),
        ('rel="sponsored,noopener"', "", "sponsored"),
        ("", '<meta name="robots" content="noindex">', "noindex"),
        ("", '<link rel="canonical" href="https://elsewhere.example/">', "canonical_elsewhere"),
    ],
)
async def test_a_weakening_is_told_after_a_second_look(world: World, rel: str, head: str, kind: str) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = linked(world, rel, head)
    await world.pass_time(1.2 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.WEAKENED
    (incident,) = await world.incidents()
    assert [finding.kind for finding in incident.findings] == [kind]


async def test_an_edit_of_what_was_agreed_raises_no_alert_without_saying_so(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    page = await world.store.page(link.page_url)
    agreed = replace(link, expected=replace(link.expected, anchor="what nobody ever wrote there"))
    await world.store.write(Write(links=[after_edit(link, agreed, page.facts if page else None, world.clock.now())]))
    await world.pass_time(timedelta(days=3))
    (incident,) = await world.incidents()
    (found,) = incident.findings
    assert (found.kind, found.was, found.agreed) == ("anchor_changed", "", "what nobody ever wrote there")
    assert found.edited
    assert "Nothing changed on the page" in incident.log[0].text


async def test_our_own_page_that_fails_is_one_incident_for_all_links_to_it(world: World) -> None:
    for number in range(5):
        world.sites[f"blog{number}.example/p"] = linked(world)
        await world.watch(f"blog{number}.example/p", TARGET)
    world.sites[TARGET] = Answer("gone", status=404)
    await world.pass_time(2 * DAY)
    (incident,) = await world.incidents()
    assert (incident.kind, len(incident.members)) == (IncidentKind.TARGET, 5)


async def test_a_partner_who_adds_nofollow_everywhere_is_one_message(world: World) -> None:
    places = [f"blog.example/p{number}" for number in range(12)]
    for place in places:
        world.sites[place] = linked(world)
        await world.watch(place, TARGET)
    for place in places:
        world.sites[place] = linked(world, 'rel="nofollow"')
    await world.pass_time(1.3 * DAY)
    (incident,) = await world.incidents()
    assert len(incident.members) == 12


async def test_a_partner_page_that_fills_up_is_told_with_the_new_domains(world: World) -> None:
    place = "partner.example/links"
    world.sites[place] = links("old", 5)
    partner = await world.watch_partner(place, most=8)
    assert (partner.outbound, partner.over_limit) == (5, False)
    world.sites[place] = links("old", 5) + links("new", 10)
    await world.pass_time(9 * DAY)
    (incident,) = await world.incidents()
    assert incident.kind is IncidentKind.PARTNER_OVER_LIMIT
    assert "new0.example" in incident.findings[1].now


async def test_a_partner_page_is_checked_when_a_snooze_of_its_alert_ends_and_that_is_said(world: World) -> None:
    place = "partner.example/links"
    world.sites[place] = links("old", 9)
    partner = await world.watch_partner(place, most=8)
    (incident,) = await world.incidents()
    ends = world.clock.now() + 10 * DAY
    await world.store.write(Write(incidents=[replace(incident, snoozed_until=ends)]))
    await world.pass_time(8 * DAY)
    page = await world.store.page(partner.page_url)
    assert page is not None
    assert page.next_check_at == ends, "and not another week later"
    await world.pass_time(3 * DAY)
    (awake,) = await world.incidents()
    assert awake.snoozed_until is None
    assert awake.log[-1].text.endswith("the snooze is over, and this is still open.")


async def test_a_challenge_in_place_of_a_partner_page_is_not_counted(world: World) -> None:
    place = "partner.example/links"
    world.sites[place] = links("old", 9)
    await world.watch_partner(place, most=8)
    world.sites[place] = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    await world.pass_time(9 * DAY)
    (partner,) = await world.store.partners()
    assert (partner.outbound, partner.over_limit) == (9, True), "as it was when it was last read"
    page = await world.store.page(partner.page_url)
    assert page is not None
    assert page.last_outcome is Outcome.BLOCKED


async def test_our_page_that_answers_and_says_that_it_is_gone_is_told_until_it_is_back(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[TARGET] = Answer("<title>404 Not Found</title>", headers={"ETag": '"gone"'})
    await world.pass_time(4 * DAY)
    (incident,) = await world.incidents()
    assert (incident.kind, incident.status) == (IncidentKind.TARGET, IncidentStatus.OPEN)
    assert (await world.link(link.id)).standing.state is LinkState.WEAKENED, "unchanged, it is still gone"
    world.sites[TARGET] = "<h1>Boots</h1><p>Boots for all weathers.</p>"
    await world.pass_time(2 * DAY)
    (incident,) = await world.incidents()
    assert incident.status is IncidentStatus.RECOVERED


async def test_a_page_of_ours_that_is_gone_is_one_message_for_the_links_of_all_sites(world: World) -> None:
    places = [f"site{number}.example/post" for number in range(3)]
    for place in places:
        world.sites[place] = linked(world)
    for place in places[:2]:
        await world.watch(place, TARGET)
    world.sites[TARGET] = Answer("gone", status=404)
    await world.pass_time(4 * DAY)
    await world.watch(places[2], TARGET)
    await world.pass_time(4 * DAY)
    (incident,) = await world.incidents()
    assert (incident.site, len(incident.waiting)) == (world.sites.url(TARGET), 3)
    world.sites[TARGET] = "<h1>Boots</h1><p>Boots for all weathers.</p>"
    await world.pass_time(2 * DAY)
    (incident,) = await world.incidents()
    assert incident.status is IncidentStatus.RECOVERED
    assert [line.text for line in incident.log if "fine again" in line.text] == [f"{incident.site} is fine again."]
    assert [each.kind for each in await world.notices()].count(NoticeKind.CARD) == 1


async def test_an_unchanged_page_is_asked_conditionally_and_judged_all_the_same(world: World) -> None:
    async def answer(asked: object) -> Answer:
        headers = {"ETag": '"1"'} | noindex
        known = getattr(asked, "headers", {}).get("If-None-Match") == '"1"'
        return Answer(status=304, headers=headers) if known else Answer(linked(world), headers=headers)

    noindex: dict[str, str] = {}
    world.sites[PAGE] = answer
    link = await world.watch(PAGE, TARGET)
    await world.pass_time(1.2 * DAY)
    page = await world.store.page(link.page_url)
    assert page is not None
    assert page.last_read_at is not None
    assert page.last_checked_at is not None
    assert page.last_read_at < page.last_checked_at
    noindex["X-Robots-Tag"] = "noindex"
    await world.pass_time(1.3 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.WEAKENED


async def test_back_off_holds_for_the_host_and_ends_with_its_first_answer(world: World) -> None:
    await world.watch(PAGE, TARGET)
    world.sites[PAGE] = Answer("busy", status=503, headers={"Retry-After": "7200"})
    await world.pass_time(1.05 * DAY)
    asked = world.sites.count(PAGE)
    await world.pass_time(timedelta(minutes=30))
    assert world.sites.count(PAGE) == asked
    page = await world.store.page(world.sites.url(PAGE))
    assert page is not None
    assert page.last_outcome is Outcome.SERVER_ERROR


async def test_a_link_added_while_its_page_is_read_is_judged_and_nothing_is_overwritten(world: World) -> None:
    first = await world.watch(PAGE, TARGET)
    added: list[Link] = []

    async def answer(asked: object) -> Answer:
        if not added:
            another = NewLink("C2", first.page_url, first.target)
            added.append((await world.store.add_link(another, world.clock.now()))[0])
        return Answer(linked(world))

    world.sites[PAGE] = answer
    await world.pass_time(1.2 * DAY)
    assert [link.standing.state for link in await world.store.links()] == [LinkState.LIVE, LinkState.LIVE]


async def many_sites(world: World, count: int = 14) -> list[Link]:
    for number in range(count):
        world.sites[f"blog{number}.example/"] = "<h1>Walking</h1><p>Stories from the hills, and who writes them.</p>"
        world.sites[f"blog{number}.example/p"] = linked(world)
    return [await world.watch(f"blog{number}.example/p", TARGET) for number in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("weather", [Nowhere(), Everywhere()], ids=["404 everywhere", "one page everywhere"])
async def test_a_storm_is_one_message_nothing_moves_in_it_and_it_ends_in_the_same_message(
    world: World, weather: dict[str, Answering]
) -> None:
    tracked = await many_sites(world)
    healthy, world.sites.pages = world.sites.pages, weather
    await world.pass_time(1.01 * DAY)
    (storm,) = await world.incidents()
    assert (storm.kind, storm.status) == (IncidentKind.STORM, IncidentStatus.OPEN)
    assert "%" in storm.log[0].text
    world.sites.pages = healthy
    await world.pass_time(timedelta(hours=3))
    (storm,) = await world.incidents()
    assert storm.status is IncidentStatus.RECOVERED
    assert [notice.kind for notice in await world.notices()] == [NoticeKind.CARD, NoticeKind.EDIT, NoticeKind.REPLY]
    await world.pass_time(3 * DAY)
    assert {(await world.link(link.id)).standing.state for link in tracked} == {LinkState.LIVE}
    assert len(await world.incidents()) == 1


async def test_looks_made_in_a_storm_are_made_again_soon_after(world: World) -> None:
    await many_sites(world)
    healthy, world.sites.pages = world.sites.pages, Nowhere()
    await world.pass_time(1.05 * DAY)
    page = await world.store.page(world.sites.url("blog13.example/p"))
    assert page is not None
    assert page.next_check_at - world.clock.now() <= timedelta(minutes=20)
    world.sites.pages = healthy


async def test_what_changed_in_a_storm_is_seen_after_it_though_the_page_is_as_it_was_then(world: World) -> None:
    tracked = await many_sites(world)
    healthy, world.sites.pages = world.sites.pages, dict(world.sites.pages)
    for number in range(1, 14):
        world.sites[f"blog{number}.example/p"] = Answer("busy", status=503)
    world.sites["blog0.example/p"] = healthy["blog0.example/p"] = Answer(linked(world, 'rel="nofollow"'))
    await world.pass_time(1.01 * DAY)
    world.sites.pages = healthy
    await world.pass_time(2 * DAY)
    assert (await world.link(tracked[0].id)).standing.state is LinkState.WEAKENED


async def test_a_link_that_a_look_by_hand_missed_is_missed_by_the_next_look_too(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = UNLINKED
    world.clock.move(timedelta(hours=1))
    await world.store.due_now(link.page_url, world.clock.now())
    await world.dispatcher.run_due()
    assert (await world.link(link.id)).standing.state is LinkState.LIVE
    await world.pass_time(4 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_a_restart_in_a_storm_neither_forgets_it_nor_tells_it_again(world: World) -> None:
    await many_sites(world)
    healthy, world.sites.pages = world.sites.pages, Nowhere()
    await world.pass_time(1.05 * DAY)
    world.parts.storm.__init__()  # type: ignore[misc]  # what a new process knows
    world.sites.pages = healthy
    await world.pass_time(timedelta(hours=2))
    (storm,) = await world.incidents()
    assert storm.status is IncidentStatus.RECOVERED


async def test_all_links_of_many_sites_that_are_truly_gone_are_told_after_the_storm(world: World) -> None:
    tracked = await many_sites(world)
    for number in range(14):
        world.sites[f"blog{number}.example/p"] = UNLINKED
    await world.pass_time(5 * DAY)
    assert {(await world.link(link.id)).standing.state for link in tracked} == {LinkState.LOST}
    storms = [old for old in await world.incidents() if old.kind is IncidentKind.STORM]
    assert [storm.status for storm in storms] == [IncidentStatus.RECOVERED]


async def test_a_host_that_dies_for_real_is_one_message_with_all_its_links(world: World) -> None:
    for number in range(12):
        world.sites[f"blog.example/p{number}"] = linked(world)
        await world.watch(f"blog.example/p{number}", TARGET)
    world.sites.resolver.troubles["blog.example"] = NameTrouble.NO_SUCH_NAME
    await world.pass_time(5 * DAY)
    (incident,) = await world.incidents()
    assert (incident.kind, len(incident.members)) == (IncidentKind.LOST, 12)
    assert [notice.kind for notice in await world.notices()].count(NoticeKind.CARD) == 1


PARKED = "<title>blog.example</title><h1>This domain is for sale</h1><p>Buy this domain today.</p>"


async def test_a_parked_domain_is_lost_while_canaries_answer(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    for place in (PAGE, HOME):
        world.sites[place] = PARKED
    await world.pass_time(4 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_a_parking_page_in_place_of_everything_is_not_believed(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = PARKED
    world.sites["shop.example/"] = Answer("no line", status=502)
    await world.pass_time(6 * DAY)
    assert (await world.link(link.id)).standing.state is not LinkState.LOST


async def test_an_open_incident_speaks_once_when_its_snooze_is_over(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = UNLINKED
    await world.pass_time(4 * DAY)
    (incident,) = await world.incidents()
    link = await world.link(link.id)
    snoozed = snooze([link], [incident], 3 * DAY, "U1", world.clock.now())
    assert snoozed
    await world.store.write(snoozed)
    await world.pass_time(2.9 * DAY)
    before = {notice.key for notice in await world.notices()}
    await world.pass_time(timedelta(hours=3))
    said = [notice for notice in await world.notices() if notice.key not in before]
    assert [notice.broadcast for notice in said if notice.kind is NoticeKind.REPLY] == [True]
    await world.pass_time(3 * DAY)
    assert len(await world.notices()) == len(before) + len(said)


async def test_the_proof_holds_the_served_markup_and_headers_of_both_readings(world: World) -> None:
    await world.watch(PAGE, TARGET)
    await world.pass_time(1.2 * DAY)
    world.sites[PAGE] = Answer(UNLINKED, headers={"Last-Modified": "Fri, 01 May 2026 10:00:00 GMT"})
    await world.pass_time(4 * DAY)
    (incident,) = await world.incidents()
    before, after = incident.before, incident.after
    assert before is not None
    assert after is not None
    assert f'<a href="{world.sites.url(TARGET)}" >good boots</a>' in before.html
    assert "We bought good boots." in after.html
    assert before.body_hash
    assert before.body_hash != after.body_hash
    assert ("content-type", "text/html; charset=utf-8") in before.headers
    assert "last-modified" in dict(after.headers)


async def test_a_file_that_is_no_page_does_not_keep_its_host_s_pages_waiting(world: World) -> None:
    await world.watch(PAGE, TARGET)
    world.sites["blog.example/file"] = Answer("%PDF", headers={"Content-Type": "application/pdf"})
    await world.watch("blog.example/file", TARGET)
    await world.pass_time(3.5 * DAY)
    assert (await world.store.host("blog.example")).not_before is None
    assert world.sites.count("blog.example/file") <= 5


async def test_two_channels_that_watch_one_link_are_each_told_once(world: World) -> None:
    await world.watch(PAGE, TARGET, "C1")
    other = await world.watch(PAGE, TARGET, "C2")
    await world.store.write(Write(links=[replace(other, every=timedelta(hours=1))]))
    world.sites[PAGE] = UNLINKED
    await world.pass_time(4 * DAY)
    assert sorted(incident.channel for incident in await world.incidents()) == ["C1", "C2"]
    assert [notice.kind for notice in await world.notices()] == [NoticeKind.CARD, NoticeKind.CARD]


async def test_what_is_lost_on_many_sites_at_once_is_two_cards_and_one_group(world: World) -> None:
    pages = [f"blog{number}.example/ridge" for number in range(1, 7)]
    for page in pages:
        world.sites[page.partition("/")[0] + "/"] = "<h1>Walking</h1>"
        world.sites[page] = linked(world)
        await world.watch(page, TARGET)
    for page in pages:
        world.sites[page] = Answer("gone", status=410)
    await world.pass_time(4 * DAY)
    opened = await world.incidents()
    [group] = [each for each in opened if each.kind is IncidentKind.GROUP]
    parts = [each for each in opened if each.group]
    alone = [each for each in opened if each not in parts and each is not group]
    assert len(alone) == 2
    assert sorted(part.id for part in parts) == sorted(group.parts)
    assert len(parts) == 4
    cards = [notice.incident_id for notice in await world.notices() if notice.kind is NoticeKind.CARD]
    assert sorted(cards) == sorted([group.id, *(each.id for each in alone)])
