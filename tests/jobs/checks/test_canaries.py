"""Canaries and controls, with readings written by hand."""

from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.allowance import MOST_A_DAY, DailyAllowance
from jobs.checks.canaries import Canaries, read_control, sibling_of
from jobs.model.link import NewLink
from jobs.model.page import FetchFailure, Outcome
from jobs.model.write import Write
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.store.protocol import Store
from jobs.web.urls import host
from tests.jobs.verdicts.test_evaluate import CHALLENGE, PLAIN, failed, reading
from tests.tools.clocks import HandClock
from tests.tools.nouns import facts, page
from tests.tools.stores import open_store
from tests.tools.times import NOON

TWO = ("canary-a.example", "https://canary-b.example/up")


class Web:
    """Answers as told, and remembers what was asked."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.others: dict[str, Outcome] = {}
        """What single addresses answer in its place."""
        self.asked: list[str] = []

    async def read(self, url: str) -> Reading:
        self.asked.append(url)
        outcome = self.others.get(url, self.outcome)
        failure = FetchFailure(url, outcome, "as the test says", NOON)
        return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)


@pytest.mark.parametrize(
    ("outcome", "answers", "why"),
    [
        (Outcome.OK, True, "it is up"),
        (Outcome.BLOCKED, True, "who refuses us has answered"),
        (Outcome.GONE, True, "so has who knows no such page"),
        (Outcome.ROBOTS_REFUSED, True, "its robots.txt was read"),
        (Outcome.TIMEOUT, False, "silence"),
        (Outcome.DNS_ERROR, False, "no name"),
        (Outcome.SERVER_ERROR, False, "a proxy of ours might say that"),
    ],
)
async def test_what_counts_as_an_answer_of_a_canary(
    tmp_path: Path, outcome: Outcome, *, answers: bool, why: str
) -> None:
    store = await open_store(tmp_path)
    canaries = Canaries(Web(outcome).read, store, TWO, HandClock())
    assert await canaries.answers() == {"canary-a.example": answers, "canary-b.example": answers}, why
    await store.close()


@pytest.mark.both_stores
async def test_canaries_are_left_in_peace_for_a_minute_and_are_our_targets_home_pages_by_default(
    tmp_path: Path,
) -> None:
    store, clock, web = await open_store(tmp_path), HandClock(), Web(Outcome.OK)
    for target in ("https://shop.example/boots", "https://shop.example/socks", "other.example"):
        await store.add_link(NewLink("C1", "https://blog.example/p", target), clock.now())
    canaries = Canaries(web.read, store, (), clock)
    await canaries.answers()
    await canaries.answers()
    assert sorted(web.asked) == ["https://other.example/", "https://shop.example/"]
    clock.move(timedelta(minutes=1))
    await canaries.answers()
    assert len(web.asked) == 4
    await store.close()


async def test_targets_that_never_answered_say_nothing_about_our_own_line(tmp_path: Path) -> None:
    store, clock, web = await open_store(tmp_path), HandClock(), Web(Outcome.DNS_ERROR)
    for target in ("https://a.example/x", "https://b.example/x", "c.example"):
        await store.add_link(NewLink("C1", "https://blog.example/p", target), clock.now())
    canaries = Canaries(web.read, store, (), clock)
    assert await canaries.answers() == {}
    web.outcome = Outcome.OK
    clock.move(timedelta(minutes=1))
    assert set((await canaries.answers()).values()) == {True}
    web.outcome = Outcome.DNS_ERROR
    clock.move(timedelta(minutes=1))
    assert await canaries.answers() == {"a.example": False, "b.example": False, "c.example": False}
    await store.close()


@pytest.mark.both_stores
async def test_a_target_that_was_read_well_is_a_canary_after_a_restart_too(tmp_path: Path) -> None:
    store, clock, web = await open_store(tmp_path), HandClock(), Web(Outcome.DNS_ERROR)
    await store.add_link(NewLink("C1", "https://blog.example/p", "https://a.example/x"), clock.now())
    known = page(url="https://a.example/x", facts=facts(url="https://a.example/x"))
    await store.write(Write(pages=[known]))
    assert await Canaries(web.read, store, (), clock).answers() == {"a.example": False}
    await store.close()


OURS, BLOG = "https://ours.example/x", "https://blog.example/p"


async def world_of_one_target(folder: Path, clock: HandClock) -> Store:
    """One link; both its ends were read well."""
    store = await open_store(folder)
    await store.add_link(NewLink("C1", BLOG, OURS), clock.now())
    ends = [page(url=url, host=host(url), facts=facts(url=url), last_outcome=Outcome.OK) for url in (OURS, BLOG)]
    await store.write(Write(pages=ends))
    return store


@pytest.mark.both_stores
async def test_a_canary_that_is_silent_for_six_hours_while_others_answer_is_none_and_those_stand_for_it(
    tmp_path: Path,
) -> None:
    clock, web = HandClock(), Web(Outcome.OK)
    store = await world_of_one_target(tmp_path, clock)
    web.others["https://ours.example/"] = Outcome.SERVER_ERROR
    canaries = Canaries(web.read, store, (), clock)
    assert await canaries.answers() == {"ours.example": False}
    clock.move(timedelta(hours=5))
    assert await canaries.answers() == {"ours.example": False}
    clock.move(timedelta(hours=1))
    assert await canaries.answers() == {"blog.example": True}
    del web.others["https://ours.example/"]
    clock.move(timedelta(minutes=1))
    assert await canaries.answers() == {"ours.example": True}
    await store.close()


async def test_a_canary_that_answered_in_between_was_not_silent_all_the_time(tmp_path: Path) -> None:
    clock, web = HandClock(), Web(Outcome.OK)
    store = await world_of_one_target(tmp_path, clock)
    canaries = Canaries(web.read, store, (), clock)
    for outcome in (Outcome.TIMEOUT, Outcome.OK, Outcome.TIMEOUT):
        web.others["https://ours.example/"] = outcome
        await canaries.answers()
        clock.move(timedelta(hours=3))
    assert await canaries.answers() == {"ours.example": False}
    await store.close()


@pytest.mark.parametrize("configured", [(), TWO], ids=["our targets", "configured"])
async def test_while_nobody_answers_every_canary_counts_however_long_it_lasts(
    tmp_path: Path, configured: tuple[str, ...]
) -> None:
    clock, web = HandClock(), Web(Outcome.TIMEOUT)
    store = await world_of_one_target(tmp_path, clock)
    canaries = Canaries(web.read, store, configured, clock)
    before = await canaries.answers()
    clock.move(timedelta(days=3))
    assert await canaries.answers() == before | {"blog.example": False}
    await store.close()


async def test_a_challenge_with_status_200_in_place_of_the_home_page_is_no_sign_of_life() -> None:
    async def read(url: str) -> Reading:
        return reading(CHALLENGE if url.endswith(".example/") else PLAIN, url)

    control = await read_control(read, DailyAllowance(HandClock()), "https://blog.example/ridge")
    assert control is not None
    assert (control.root.outcome, control.random.outcome) == (Outcome.BLOCKED, Outcome.OK)


@pytest.mark.parametrize(
    ("url", "sibling"),
    [
        ("https://blog.example/", ""),
        ("https://blog.example/ridge", ""),
        ("https://blog.example/2026/ridge", "https://blog.example/2026/a1"),
        ("https://blog.example/2026/ridge.html", "https://blog.example/2026/a1.html"),
        ("https://blog.example/2026/ridge/", "https://blog.example/2026/a1/"),
        ("https://blog.example/tales/37", "https://blog.example/tales/161"),
        ("https://blog.example/?p=5", "https://blog.example/?p=161"),
        ("https://blog.example/doku.php?do=show&id=start#top", "https://blog.example/doku.php?do=show&id=a1"),
        ("https://blog.example/?ridge", ""),
    ],
)
def test_a_sibling_is_an_address_of_the_page_s_kind_that_cannot_exist(url: str, sibling: str) -> None:
    assert sibling_of(url, "a1") == sibling


async def asked_beside(url: str, *, times: int = 1, home: Outcome = Outcome.OK) -> list[str]:
    asked: list[str] = []

    async def read(address: str) -> Reading:
        asked.append(address)
        return reading(PLAIN, address) if home is Outcome.OK else failed(home, address)

    allowance = DailyAllowance(HandClock())
    for _ in range(times):
        await read_control(read, allowance, url, lambda: "a1")
    return asked


async def test_beside_a_page_its_home_page_a_random_path_and_a_sibling_are_asked() -> None:
    pages = ["https://blog.example/", "https://blog.example/a1", "https://blog.example/2026/a1"]
    assert await asked_beside("https://blog.example/2026/ridge") == pages
    assert await asked_beside("https://blog.example/ridge") == pages[:2]


async def test_a_home_page_that_does_not_answer_says_enough() -> None:
    assert await asked_beside("https://blog.example/2026/ridge", home=Outcome.TIMEOUT) == ["https://blog.example/"]


async def test_a_page_costs_its_host_no_more_than_twelve_such_requests_a_day() -> None:
    assert len(await asked_beside("https://blog.example/2026/ridge", times=9)) == MOST_A_DAY
