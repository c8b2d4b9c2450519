"""A link that is expected on another page, or to lead elsewhere: it keeps its number, and nothing that was seen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.model.document import Canonical
from jobs.model.incident import IncidentStatus
from jobs.model.link_status import LinkState
from tests.tools.nouns import incident
from tests.tools.slack_bot import PAGE, TARGET, Bot, open_bot, words_of

MOVED = f"{PAGE}-moved"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        await running.type(f"add {PAGE} -> {TARGET} tag:spring cost 90 EUR")
        yield running


@pytest.mark.parametrize(
    ("typed", "page", "target"),
    [
        (f"page {MOVED}", MOVED, TARGET),
        (f"page to {MOVED}", MOVED, TARGET),
        (f"page:{MOVED}", MOVED, TARGET),
        ("target ours.example/sale", PAGE, "https://ours.example/sale"),
        ("target ours.example", PAGE, "ours.example"),
        ("-> ours.example/sale", PAGE, "https://ours.example/sale"),
        (f"{MOVED} -> ours.example", MOVED, "ours.example"),
    ],
)
async def test_a_link_is_expected_elsewhere_under_its_number(bot: Bot, typed: str, page: str, target: str) -> None:
    answer = await bot.type(f"edit L-1 {typed}")
    [link] = await bot.store.links()
    assert (link.ref, link.page_url, link.target) == ("L-1", page, target)
    assert link.tags == {"spring"}, "what was agreed stays"
    assert link.terms.cost is not None
    assert "L-1 is changed" in words_of(answer)
    assert bot.looks.asked[-1] == page, "it is looked at while the asker waits"


async def test_what_was_seen_of_the_old_page_says_nothing_of_the_new_one(bot: Bot) -> None:
    bot.looks.absent = True
    await bot.type("accept L-1")
    await bot.type(f"edit L-1 page {MOVED}")
    [link] = await bot.store.links()
    assert link.standing.state is LinkState.PENDING, "judged by the first look at the new page alone"
    assert await bot.store.page(PAGE) is None, "the old one is checked no longer"


async def test_undo_brings_page_and_target_back(bot: Bot) -> None:
    answer = await bot.type(f"edit L-1 page {MOVED} target ours.example")
    await bot.click(answer, "answer.run.9")
    [link] = await bot.store.links()
    assert (link.page_url, link.target) == (PAGE, TARGET)


async def test_an_alert_about_the_old_page_ends(bot: Bot) -> None:
    card = incident(members=(1,))
    await bot.card(card)
    await bot.type(f"edit L-1 page {MOVED}")
    assert (await bot.incident(card.id)).status is IncidentStatus.STOPPED


async def test_a_link_that_is_tracked_there_already_is_named(bot: Bot) -> None:
    await bot.type(f"add {MOVED} -> {TARGET}")
    assert "L-2 has that page and target already" in words_of(await bot.type(f"edit L-1 page {MOVED}"))
    assert [link.page_url for link in await bot.store.links()] == [PAGE, MOVED]


async def test_a_link_of_an_exchange_stays_where_it_is(bot: Bot) -> None:
    await bot.type(f"exchange add {PAGE} -> {TARGET} for https://ours.example/p -> https://blog.example/")
    assert "belongs to X-1" in words_of(await bot.type(f"edit L-1 page {MOVED}"))


async def test_a_page_that_names_another_as_the_one_that_counts_is_offered_that_when_it_is_shown(bot: Bot) -> None:
    bot.looks.sees = lambda page: replace(page, canonicals=(Canonical("link", MOVED),))
    await bot.type("check L-1")
    await bot.click(await bot.type("show L-1"), "answer.run.3")
    assert [link.page_url for link in await bot.store.links()] == [MOVED]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("edit L-1 page", "is not the address that page needs"),
        ("edit L-1 page soon", "is not the address that page needs"),
        (f"edit L-1 page {MOVED} page {PAGE}", "is one page too many"),
        (f"edit tag:spring page {MOVED}", "are those of one link"),
        (f"edit P-1 page {MOVED}", "is a partner page"),
    ],
)
async def test_what_names_no_place_is_refused(bot: Bot, typed: str, why: str) -> None:
    assert why in words_of(await bot.type(typed))
    assert [link.page_url for link in await bot.store.links()] == [PAGE]
