"""What a person thinks of how a page fits ours: said by button or command, shown, counted, and taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.read import read_report
from jobs.formats.exports.sheets.links import row_of
from jobs.model.kept_relevance import Agreement, KeptRelevance
from jobs.model.relevance import Closeness, Doubt
from jobs.model.write import Write
from jobs.units.months import month_of
from tests.tools.slack_bot import ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot, words_of


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        await keep(running, 1, 64, Closeness.SAME_SUBJECT)
        yield running


async def keep(bot: Bot, number: int, score: int, closeness: Closeness, *doubts: Doubt) -> None:
    kept = KeptRelevance(score, closeness, bot.clock.now(), doubts, ("ridge", "boots"))
    await bot.store.write(Write(links=[replace(await bot.link(number), relevance=kept)]))


async def test_show_tells_what_is_kept_with_its_confidence(bot: Bot) -> None:
    words = " ".join(words_of(await bot.type("show L-1")).split())
    assert "Relevance 64 of 100, probably about the same subject (rule of thumb) · both speak of ridge, boots" in words
    await keep(bot, 1, 20, Closeness.UNCLEAR, Doubt.SHORT_TEXT)
    words = " ".join(words_of(await bot.type("show L-1")).split())
    assert "20 of 100, cannot be told from these texts, low confidence (rule of thumb)" in words
    assert "in doubt, for one of the pages has little text" in words


async def test_the_buttons_store_who_thinks_what_and_when(bot: Bot) -> None:
    answer = await bot.type("show L-1")
    told = await bot.click(answer, "answer.run.5")
    assert "L-1: noted as fitting ours, by you." in words_of(told)
    opinion = (await bot.link()).opinion
    assert opinion is not None
    assert (opinion.fits, opinion.by, opinion.at, opinion.said) == (True, ADA, bot.clock.now(), Closeness.SAME_SUBJECT)
    words = " ".join(words_of(await bot.type("show L-1")).split())
    assert "Fits? @U0ADA says that it fits" in words
    assert "@U0ADA said that its page fits ours." in words, "it is in the history too"


@pytest.mark.parametrize(
    ("said", "undone"),
    [
        pytest.param(["fits"], "L-1: nobody", id="nothing was said before"),
        pytest.param(["fits", "not fitting"], "L-1: fits", id="it was said otherwise"),
        pytest.param(["does not fit", "no opinion"], "L-1: does not fit", id="it was taken back"),
    ],
)
async def test_it_is_undone_with_the_button_under_its_answer(bot: Bot, said: list[str], undone: str) -> None:
    answers = [await bot.type(f"mark L-1 {words}") for words in said]
    await bot.click(answers[-1], "answer.run.0")
    link = await bot.link()
    assert undone == f"L-1: {'nobody' if link.fits is None else 'fits' if link.fits else 'does not fit'}"


async def test_saying_it_twice_changes_nothing(bot: Bot) -> None:
    await bot.type("mark L-1 fits")
    before = await bot.link()
    assert "that is what is said already" in words_of(await bot.type("mark L-1 fits"))
    assert await bot.link() == before


async def test_who_may_not_manage_sees_no_buttons_and_says_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [BEN]}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", user=BEN)
        await keep(bot, 1, 64, Closeness.SAME_SUBJECT)
        assert "Does not fit" not in words_of(await bot.type("show L-1"))
        assert "Does not fit" in words_of(await bot.type("show L-1", user=BEN))
        assert "You may not do that here" in words_of(await bot.type("mark L-1 fits"))
        assert (await bot.link()).opinion is None


async def test_the_answer_to_relevance_asks_it_of_a_tracked_link(bot: Bot) -> None:
    answer = await bot.type(f"relevance {PAGE} {TARGET}")
    assert "Does not fit" in words_of(answer)
    assert "Track this link" not in words_of(answer)


async def test_digest_and_report_say_how_far_people_agreed(bot: Bot) -> None:
    for number, closeness in ((2, Closeness.NOT_RELATED), (3, Closeness.NOT_RELATED), (4, Closeness.UNCLEAR)):
        await bot.type(f"add {PAGE}-{number} -> {TARGET}")
        await keep(bot, number, 20, closeness)
    for words in ("mark L-1 fits", "mark L-2 not fitting", "mark L-3 fits", "mark L-4 fits"):
        await bot.type(words)
    bot.clock.move(timedelta(days=2))
    digest = await read_digest(bot.store, Config(), LINKS, bot.clock.now())
    assert digest.agreement == Agreement(2, 3), "a verdict that stayed open cannot be agreed with"
    assert "you agreed with 2 of 3 verdicts on relevance" in words_of(await bot.type("digest now"))
    report = await read_report(bot.store, Config(), LINKS, month_of(bot.clock.now().date()), bot.clock.now())
    assert report.agreement == Agreement(2, 3)
    page = report_html(report).decode()
    assert "Within the month you agreed with 2 of 3 verdicts on relevance." in page
    assert "a rule of thumb" in page
    bot.clock.move(timedelta(weeks=5))
    assert (await read_digest(bot.store, Config(), LINKS, bot.clock.now())).agreement == Agreement()


async def test_an_export_has_the_score_and_what_people_think(bot: Bot) -> None:
    await bot.type("mark L-1 not fitting")
    row = row_of(await bot.link())
    shown = {name.split()[-1]: value for name, value in row.items() if "relevance" in name or "fits" in name}
    assert 64 in shown.values()
    assert {"no", ADA} <= set(map(str, shown.values()))
