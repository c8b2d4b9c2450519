"""Lists of search engines in Slack: compared and shown, kept, and tracked with a button."""

from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.request import response
from bot.sandbox import View as OpenView
from bot.sandbox.methods.files import as_slack, new_file
from jobs.formats.opening import sheets_in
from jobs.formats.sheet import RefusedFile
from jobs.model.index_fact import IndexStatus
from tests.tools.slack_bot import ADA, BEN, EVE, LINKS, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

FEBRUARY = "ours.example-Latest links-2026-02-03.csv"
MARCH = "ours.example-Latest links-2026-03-03.csv"
OLD = "Linking page,Last crawled\nhttps://a.example/1,2026-02-01\nhttps://gone.example/1,2026-02-02\n"
NEW = "Linking page,Last crawled\nhttps://a.example/1,2026-03-01\nhttps://c.example/1,2026-03-02\n"
SITES = "Site,Linking pages,Target pages\nc.example,3,1\nd.example,40,2\n"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def shows(bot: Bot, words: str) -> OpenView:
    """The modal, once it says these words."""

    def there() -> OpenView | None:
        view = bot.slack.modal(ADA)
        return view if view and words in read_view(view.body) else None

    found = await bot.slack.until(there)
    sound_view(found.body)
    return found


async def compare(bot: Bot, files: Mapping[str, str], words: str, site: str = "") -> OpenView:
    """Upload lists in the form, and wait for what they say."""
    await bot.slack.command(ADA, LINKS, "/links discover")
    await shows(bot, "From Search Console")
    workspace = bot.slack.workspace
    uploaded = [as_slack(workspace, new_file(workspace, name, ADA, text.encode())) for name, text in files.items()]
    answer = await bot.slack.submit_view(ADA, {"files": uploaded, **({"target": site} if site else {})})
    assert answer.errors == {}
    return await shows(bot, words)


async def pages(bot: Bot) -> set[str]:
    return {link.page_url for link in await bot.store.links()}


async def test_two_days_are_compared_and_what_came_is_tracked_and_taken_back(bot: Bot) -> None:
    view = await compare(
        bot, {FEBRUARY: OLD, MARCH: NEW, MARCH.replace("Latest links", "Top linking sites"): SITES}, "New"
    )
    shown = read_view(view.body)
    assert "1 link new to it and not tracked." in shown
    assert "1 link no longer listed. Such lists are samples" in shown
    assert shown.index("d.example") < shown.index("3 links"), "the site with most links comes first"
    answer = await bot.type("discover google ours.example")
    assert "Google Search Console on ours.example of 3 Mar 2026, compared with 3 Feb 2026" in words_of(answer)
    tracked = words_of(await bot.click(answer, "answer.run.0"))
    assert "1 link imported" in tracked
    assert await pages(bot) == {"https://c.example/1"}
    [fact] = (await bot.link()).index_facts
    assert (fact.claim, fact.on, fact.source) == (IndexStatus.LISTED, date(2026, 3, 2), "Google Search Console")
    assert "1 imported link tracked no longer" in words_of(await bot.type("import undo"))
    assert await pages(bot) == set()


async def test_one_list_is_compared_with_the_one_that_was_kept(bot: Bot) -> None:
    await compare(bot, {FEBRUARY: OLD}, "compared with no earlier list")
    assert "2 links not tracked" in words_of(await bot.type("discover google"))
    await compare(bot, {MARCH: NEW}, "compared with 3 Feb 2026")
    assert "1 link new to it and not tracked" in words_of(await bot.type("discover google"))


async def test_tracked_links_say_when_google_knew_them_and_are_not_offered(bot: Bot) -> None:
    await bot.type("add https://c.example/1 -> https://ours.example/shop")
    await compare(bot, {MARCH: NEW}, "1 of them tracked")
    words = " ".join(words_of(await bot.type("show L-1")).split())
    assert "Google Search Console knew this link on 2 Mar 2026" in words
    assert "listed on 2 Mar 2026, according to Google Search Console" in words, "it is in the history"
    await bot.click(await bot.type("discover google"), "answer.run.0")
    assert await pages(bot) == {"https://c.example/1", "https://a.example/1"}


async def test_a_button_of_an_older_list_tracks_nothing(bot: Bot) -> None:
    await compare(bot, {FEBRUARY: OLD}, "compared with no earlier list")
    old = await bot.type("discover google")
    bot.clock.move(timedelta(hours=1))
    await compare(bot, {MARCH: NEW}, "compared with 3 Feb 2026")
    assert "A newer list was taken in since" in words_of(await bot.click(old, "answer.run.0"))
    assert await pages(bot) == set()


async def test_pressed_twice_it_tracks_once(bot: Bot) -> None:
    await compare(bot, {FEBRUARY: OLD}, "compared with no earlier list")
    answer = await bot.type("discover google")
    await bot.click(answer, "answer.run.0")
    assert "All of these are tracked already" in words_of(await bot.click(answer, "answer.run.0"))
    assert len(await bot.store.links()) == 2


def sheets(bot: Bot) -> dict[str, list[tuple[str, ...]]]:
    """The sheets of the one file that was sent."""
    [file] = [each for said in bot.slack.messages(bot.slack.workspace.direct(ADA).id) for each in said.files]
    read = sheets_in(bot.slack.workspace.files[file["id"]].content, file["name"])
    assert not isinstance(read, RefusedFile)
    return {sheet.name: [line.cells for line in sheet.lines] for sheet in read}


async def test_what_is_more_than_is_shown_comes_as_a_file(bot: Bot) -> None:
    many = "Site,Linking pages,Target pages\n" + "".join(f"s{number}.example,{number},1\n" for number in range(1, 31))
    await compare(
        bot,
        {FEBRUARY: OLD, MARCH: NEW, MARCH.replace("Latest links", "Top linking sites"): many},
        "which I sent you in a direct message",
    )
    found = sheets(bot)
    assert found["New"] == [
        ("page", "target", "seen anchor", "read on"),
        ("https://c.example/1", "ours.example", "", "2026-03-02"),
    ]
    assert found["No longer listed"][1][0] == "https://gone.example/1"
    assert len(found["Linking sites"]) == 1 + 30


async def test_all_of_a_list_that_was_kept_is_had_as_a_file(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "PATIENCE_SECONDS", 60.0)  # on a busy machine other words would come first
    await compare(bot, {FEBRUARY: OLD, MARCH: NEW}, "New")
    answer = await bot.type("discover google")
    said = await bot.click(answer, "answer.run.1")
    assert "discovered-ours.example-2026-03-03.xlsx" in words_of(said)
    assert [row[0] for row in sheets(bot)["New"]] == ["page", "https://c.example/1"]
    assert "No list of" in words_of(await bot.type("discover file bing"))
    bot.slack.workspace.scopes -= {"files:write"}
    assert "lacks the scope files:write" in (await bot.type("discover file google")).text


@pytest.mark.parametrize(
    ("files", "site", "why"),
    [
        ({"x.csv": "Linking page\nhttps://a.example/\n"}, "", "name the site"),
        ({MARCH: NEW, "other.example-Latest links-2026-03-03.csv": NEW}, "", "more than one search engine or site"),
        ({"ours.example-x.csv": "nothing\n"}, "", "No column of this file holds addresses"),
    ],
)
async def test_what_cannot_be_used_is_said_and_other_files_can_be_given(
    bot: Bot, files: Mapping[str, str], site: str, why: str
) -> None:
    view = await compare(bot, files, why, site)
    assert "From Search Console" in read_view(view.body)


async def test_a_site_can_be_named(bot: Bot) -> None:
    await compare(
        bot, {"x.csv": "Linking page\nhttps://a.example/\n"}, "1 link not tracked", "https://www.ours.example/"
    )
    assert "on ours.example" in words_of(await bot.type("discover ours.example"))


async def test_where_nothing_was_taken_in_it_is_said(bot: Bot) -> None:
    assert "No list of" in words_of(await bot.type("discover bing"))


async def test_permission_is_asked_at_each_click(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        await compare(bot, {FEBRUARY: OLD}, "compared with no earlier list")
        answer = await bot.type("discover google")
        assert "You may not do that here" in words_of(await bot.click(answer, "answer.run.0", user=BEN))
        assert "Track these" not in words_of(await bot.type("discover google", user=BEN))
        assert "You may not do that here" in words_of(await bot.type("discover", user=BEN))
        assert await pages(bot) == set()


async def test_people_of_other_workspaces_take_nothing_in(bot: Bot) -> None:
    assert "not" in words_of(await bot.type("discover", user=EVE))
    assert await bot.store.listings(LINKS) == []
