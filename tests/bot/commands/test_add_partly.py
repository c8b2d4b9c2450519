"""Of thirty lines that are pasted one is wrong: the others are added, and the one comes back to be mended."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.grammar.parse import parse
from bot.grammar.values import Add, ParseError
from bot.sandbox import View
from tests.tools.slack_bot import ADA, LINKS, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

OURS = ("ours.example",)
GOOD = [f"https://blog{number}.example/post -> https://ours.example/" for number in range(1, 30)]
BAD = "https://blog30 .example/post -> https://ours.example/"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=OURS) as running:
        yield running


@pytest.mark.parametrize("at", [0, 1, 15, 29])
@pytest.mark.parametrize("above", ["add ", "add\n", "add\n\n"])
def test_one_bad_line_of_thirty_is_named_by_its_number_and_the_others_are_links(at: int, above: str) -> None:
    lines = [*GOOD[:at], BAD, *GOOD[at:]]
    read = parse(above + "\n".join(lines), OURS)
    assert isinstance(read, Add), read
    assert len(read.rows) == 29
    [left] = read.left_out
    assert left.typed.removeprefix("add ") == BAD
    assert left.number == at + 1 + above.count("\n")
    assert left.why


@pytest.mark.parametrize(
    "text",
    [
        BAD,
        f"{BAD}\n{BAD}",
        "\n".join([*GOOD, "nofolow"]),  # it may be for all of them
        "\n".join(["anchr x", *GOOD]),
    ],
)
def test_where_nothing_is_left_or_what_is_for_all_is_not_understood_nothing_is_added(text: str) -> None:
    assert isinstance(parse(f"add {text}", OURS), ParseError)


async def test_where_no_line_is_good_the_first_mistake_has_its_line(bot: Bot) -> None:
    assert "Line 3: " in words_of(await bot.type(f"add\n\n{BAD}\n{BAD}"))
    assert "Line 31: " in words_of(await bot.type("add\n" + "\n".join([*GOOD, "nofolow"])))
    assert "Line 1" not in words_of(await bot.type(f"add {BAD}")), "there is no other"


async def test_a_form_says_once_what_is_wrong_and_on_which_line(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links add")
    view = await bot.slack.until(lambda: bot.slack.modal(ADA))
    typed = {"links": f"{GOOD[0]}\nnofolow"}
    at_field = (await bot.slack.submit_view(ADA, typed)).errors
    assert at_field["links"].startswith("Line 2: “nofolow” "), "nothing was said of it before"
    await bot.slack.click(view, "form.links", chosen=typed["links"], values=typed)

    def said() -> str:
        view = bot.slack.modal(ADA)
        return read_view(view.body) if view and "“nofolow”" in read_view(view.body) else ""

    assert at_field["links"] in await bot.slack.until(said)
    again = (await bot.slack.submit_view(ADA, typed)).errors
    assert again == {"links": "Nothing was added. What is wrong is said below."}


async def test_the_good_lines_are_added_and_the_bad_one_can_be_mended(bot: Bot) -> None:
    answer = await bot.type("add " + "\n".join([GOOD[0], BAD, GOOD[1]]))
    words = words_of(answer)
    assert "2 added" in words
    assert "1 line was not added" in words
    assert "Line 2:" in words
    assert len(await bot.store.links()) == 2
    await bot.slack.click(answer, "answer.mend", user=ADA)
    view = await bot.slack.until(lambda: bot.slack.modal(ADA))
    [box] = [block for block in view.body["blocks"] if block.get("block_id") == "links"]
    assert box["element"]["initial_value"] == BAD


async def test_a_form_adds_the_good_lines_and_keeps_the_bad_one_to_be_mended(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links add")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    assert (await bot.slack.submit_view(ADA, {"links": "\n".join([GOOD[0], BAD])})).errors == {}

    def shown() -> str:
        view = bot.slack.modal(ADA)
        return read_view(view.body) if view and "not added" in read_view(view.body) else ""

    await bot.slack.until(shown)
    view = bot.slack.modal(ADA)
    assert view is not None
    assert "Line 2:" in read_view(sound_view(view.body))
    [box] = [block for block in view.body["blocks"] if block.get("block_id") == "mended"]
    assert box["element"]["initial_value"] == BAD
    # Half mended, in the field's next name: under the same one Slack would go on showing what was typed.
    still_bad = f"{BAD}\nhttps://blog31.example/post -> ours.example"
    assert (await bot.slack.submit_view(ADA, {"mended": still_bad})).errors == {}
    await bot.slack.until(lambda: bot.slack.modal(ADA) and "blog31" in str(bot.slack.modal(ADA)))
    assert _lines_in(bot.slack.modal(ADA)) == {"links": BAD}
    mended = BAD.replace(" .", ".")
    assert (await bot.slack.submit_view(ADA, {"links": mended})).errors == {}
    await bot.slack.until(lambda: bot.slack.modal(ADA) and not _lines_in(bot.slack.modal(ADA)))
    assert {link.page_url for link in await bot.store.links()} == {
        "https://blog1.example/post",
        "https://blog30.example/post",
        "https://blog31.example/post",
    }


def _lines_in(view: View | None) -> dict[str, str]:
    """What stands in the fields for lines, by the field's name."""
    blocks = view.body["blocks"] if view else []
    return {
        block["block_id"]: block["element"]["initial_value"]
        for block in blocks
        if block.get("block_id") in {"links", "mended"}
    }


async def test_many_that_are_added_at_once_are_told_and_taken_back_together(bot: Bot) -> None:
    await bot.type("add " + "\n".join(GOOD[:9]))
    assert await bot.store.incidents(only_open=False) == []
    await bot.type("add " + "\n".join(GOOD[:20]))
    [told] = await bot.store.incidents(only_open=False)
    assert told.batch is not None
    assert (told.batch.title, told.batch.runs) == ("11 links added together", ((10, 20),))
    assert "11 imported links tracked no longer" in (await bot.type("import undo")).text
    assert len(await bot.store.links()) == 9


async def test_one_link_pasted_ten_times_is_no_batch(bot: Bot) -> None:
    await bot.type("add\n" + "\n".join([GOOD[0]] * 10))
    [link] = await bot.store.links()
    assert link.imported is None


async def test_ten_links_are_one(bot: Bot) -> None:
    await bot.type("add\n" + "\n".join(GOOD[:10]))
    assert {link.imported is not None for link in await bot.store.links()} == {True}
