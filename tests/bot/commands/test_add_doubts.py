"""A link that was just added may be another than was meant: that is asked at once, with a button that mends it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jobs.model.link import Link
from tests.tools.slack_bot import PAGE, TARGET, Bot, open_bot, words_of


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        yield running


@pytest.mark.parametrize(
    ("page", "differs"),
    [
        (f"{PAGE}?utm_source=mail", "tracking parameters"),
        (PAGE.replace("https:", "http:"), "scheme"),
        (f"{PAGE}/", "trailing slash"),
    ],
)
async def test_the_same_page_under_another_address_is_told(bot: Bot, page: str, differs: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    answer = await bot.type(f"add {page} -> {TARGET}")
    assert f"L-1 is the same but for the page's {differs}." in words_of(answer)
    await bot.click(answer, "answer.run.40")
    assert [each.ref for each in await tracked(bot)] == ["L-1"]


async def test_page_and_target_that_changed_places_are_told(bot: Bot) -> None:
    answer = await bot.type(f"add {TARGET} -> {PAGE}")
    assert "The other way round?" in words_of(answer)
    await bot.click(answer, "answer.run.41")
    assert [(each.page_url, each.target) for each in await tracked(bot)][-1] == (PAGE, TARGET)


@pytest.mark.parametrize(
    "typed", [f"{PAGE} -> {TARGET}", f"{PAGE}-2 -> {TARGET}", f"{PAGE}?utm_source=x -> {TARGET}-2"]
)
async def test_nothing_is_asked_of_what_is_as_it_should_be(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    words = words_of(await bot.type(f"add {typed}"))
    assert "Tracked before?" not in words
    assert "way round" not in words


async def tracked(bot: Bot) -> list[Link]:
    return await bot.store.links()
