"""Links that were just added may be others than were meant: that is asked at once, with a button that mends it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.model.document import Canonical
from jobs.model.page import Outcome
from jobs.model.reading import Sighting
from jobs.model.write import Write
from tests.tools.nouns import seen
from tests.tools.slack_bot import ADA, LINKS, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view

CANONICAL = "https://blog.example/the-post"


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
    assert await tracked(bot) == [("L-1", PAGE, TARGET)]


@pytest.mark.parametrize(("target", "page"), [(TARGET, TARGET), ("ours.example", "https://ours.example/")])
async def test_page_and_target_that_changed_places_are_told(bot: Bot, target: str, page: str) -> None:
    answer = await bot.type(f"add {page} -> {PAGE}")
    assert "The other way round?" in words_of(answer)
    await bot.click(answer, "answer.run.40")
    assert await tracked(bot) == [("L-1", PAGE, page)], "the wrong one is not left behind"


@pytest.mark.parametrize(
    "typed", [f"{PAGE} -> {TARGET}", f"{PAGE}-2 -> {TARGET}", f"{PAGE}?utm_source=x -> {TARGET}-2"]
)
async def test_nothing_is_asked_of_what_is_as_it_should_be(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "?" not in words_of(await bot.type(f"add {typed}")).replace("?utm", "")


async def test_a_page_that_names_another_as_the_one_that_counts_is_offered_that(bot: Bot) -> None:
    bot.looks.sees = lambda page: replace(page, canonicals=(Canonical("link", CANONICAL),))
    answer = await bot.type(f"add {PAGE} -> {TARGET}")
    assert "Another page?" in words_of(answer)
    await bot.click(answer, "answer.run.40")
    assert await tracked(bot) == [("L-1", CANONICAL, TARGET)]


@pytest.mark.parametrize(
    ("canonical", "why"),
    [
        (PAGE, "its own address"),
        (f"{PAGE}/", "a spelling of its own address"),
        (TARGET, "our own page: a copy of it is what was placed"),
    ],
)
async def test_a_canonical_that_is_no_better_page_is_not_offered(bot: Bot, canonical: str, why: str) -> None:
    bot.looks.sees = lambda page: replace(page, canonicals=(Canonical("link", canonical),))
    assert "Another page?" not in words_of(await bot.type(f"add {PAGE} -> {TARGET}")), why


async def test_a_page_whose_canonical_is_tracked_already_is_told_as_that(bot: Bot) -> None:
    await bot.type(f"add {CANONICAL} -> {TARGET}")
    bot.looks.sees = lambda page: replace(page, canonicals=(Canonical("link", CANONICAL),))
    answer = await bot.type(f"add {PAGE} -> {TARGET}")
    assert "L-1 tracks the page that this one names as the address that counts." in words_of(answer)
    await bot.click(answer, "answer.run.40")
    assert await tracked(bot) == [("L-1", CANONICAL, TARGET)]


async def test_a_page_that_links_to_another_page_of_ours_offers_that_target(bot: Bot) -> None:
    bot.looks.sighting = Sighting(None, nearest=seen(href="https://ours.example/sale"))
    answer = await bot.type(f"add {PAGE} -> {TARGET}")
    assert "Another target?" in words_of(answer)
    await bot.click(answer, "answer.run.40")
    assert await tracked(bot) == [("L-1", PAGE, "https://ours.example/sale")]


async def test_each_of_several_is_asked_about_in_one_answer(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    other = "https://other.example/p"
    typed = [
        f"{PAGE}/ -> {TARGET}",
        f"{PAGE}?utm_source=x -> {TARGET}",
        f"{TARGET} -> {other}",
        f"{PAGE}-5 -> {TARGET}",
    ]
    answer = await bot.type("add\n" + "\n".join(typed))
    words = words_of(answer)
    assert words.count("Tracked before?") == 2  # the two spellings of L-1's page
    assert words.count("The other way round?") == 1
    await bot.click(answer, "answer.run.40")
    await bot.click(answer, "answer.run.41")
    assert await tracked(bot) == [("L-1", PAGE, TARGET), ("L-4", other, TARGET), ("L-5", f"{PAGE}-5", TARGET)]


async def test_spellings_of_one_page_within_a_paste_are_told(bot: Bot) -> None:
    answer = await bot.type(f"add\n{PAGE} -> {TARGET}\n{PAGE}/ -> {TARGET}")
    assert "L-1 is the same but for the page's trailing slash." in words_of(answer)
    assert "L-2 is the same" not in words_of(answer)


@pytest.mark.parametrize("outcome", [Outcome.CONNECTION_ERROR, Outcome.TLS_ERROR, Outcome.TIMEOUT])
@pytest.mark.parametrize(
    ("typed", "silent"), [("blog.example/post", PAGE), (PAGE, PAGE), (PAGE.replace("s:", ":"), "")]
)
async def test_a_scheme_that_does_not_answer_falls_back_once(
    bot: Bot, typed: str, silent: str, outcome: Outcome
) -> None:
    silent = silent or PAGE.replace("s:", ":")
    other = PAGE if silent != PAGE else PAGE.replace("s:", ":")
    bot.looks.failing[silent] = outcome
    bot.answering.add(other)
    answer = await bot.type(f"add {typed} -> {TARGET}")
    assert await tracked(bot) == [("L-1", other, TARGET)]
    assert "does not answer, so the link is expected over" in words_of(answer)
    assert other.removeprefix("https://") in words_of(answer), "with its scheme where that has to be typed"
    assert "has not been checked" not in words_of(answer), "it is read where it answers"
    assert (await bot.store.host("blog.example")).not_before is None, "the host answers, so it need not wait"
    await bot.click(answer, "answer.run.40")
    assert await tracked(bot) == [("L-1", silent, TARGET)]


async def test_a_link_that_is_removed_while_the_other_scheme_is_tried_fails_no_answer(bot: Bot) -> None:
    bot.looks.failing[PAGE] = Outcome.CONNECTION_ERROR
    bot.answering.add(PAGE.replace("s:", ":"))
    bot.written_meanwhile = Write(remove_links=[1])
    answer = await bot.type(f"add {PAGE} -> {TARGET}")
    assert "Should link to  ours.example" in words_of(answer), (
        "the answer is about what was added, not about who removed it"
    )
    assert await tracked(bot) == []


@pytest.mark.parametrize(
    ("outcome", "answering", "why"),
    [
        (Outcome.CONNECTION_ERROR, False, "nothing answers at all"),
        (Outcome.DNS_ERROR, True, "the name does not exist under any scheme"),
        (Outcome.BLOCKED, True, "somebody answered"),
        (Outcome.GONE, True, "the site itself says that there is no such page"),
    ],
)
async def test_what_no_other_scheme_mends_stays_as_it_was_typed(
    bot: Bot, outcome: Outcome, why: str, *, answering: bool
) -> None:
    bot.looks.failing[PAGE] = outcome
    bot.answering |= {PAGE.replace("s:", ":")} if answering else set()
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert await tracked(bot) == [("L-1", PAGE, TARGET)], why


async def test_a_link_that_is_tracked_already_is_never_moved(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.looks.failing[PAGE] = Outcome.CONNECTION_ERROR
    bot.answering.add(PAGE.replace("s:", ":"))
    await bot.type(f"add {PAGE} -> {TARGET} tag:x")
    assert await tracked(bot) == [("L-1", PAGE, TARGET)]


async def test_the_form_asks_the_same(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.slack.command(ADA, LINKS, "/links add")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    await bot.slack.submit_view(ADA, {"links": f"{PAGE}/ -> {TARGET}"})
    shown = bot.slack.modal(ADA)
    assert shown is not None
    assert "Tracked before?" in read_view(shown.body)
    await bot.slack.click(shown, "answer.run.40")
    await bot.slack.until(lambda: bot.slack.modal(ADA) is not shown)
    assert await tracked(bot) == [("L-1", PAGE, TARGET)]


async def tracked(bot: Bot) -> list[tuple[str, str, str]]:
    return [(each.ref, each.page_url, each.target) for each in await bot.store.links()]
