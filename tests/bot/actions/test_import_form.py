"""A file of links in Slack: shown first, then tracked, then taken back."""

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions.forms import import_ as import_form
from bot.sandbox import View as OpenView
from bot.sandbox.methods.files import as_slack, new_file
from jobs.formats.opening import read_links
from jobs.formats.preview import rejected_csv
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.link import NewLink
from tests.tools.slack_bot import ADA, EVE, LINKS, OPS, Bot, add_ops, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

LIST = b"page,target,notes\nhttps://a.example/1,https://ours.example/,x\nnothing,ours.example,\nhttps://b.example/2,,\n"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        yield running


async def shows(bot: Bot, words: str, user: str = ADA) -> str:
    """What the modal says, once it says these words."""

    def there() -> OpenView | None:
        view = bot.slack.modal(user)
        return view if view and words in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(there)).body))


def uploaded(bot: Bot, content: bytes, name: str = "links.csv") -> dict[str, object]:
    workspace = bot.slack.workspace
    return as_slack(workspace, new_file(workspace, name, ADA, content))


async def pages(bot: Bot) -> set[str]:
    return {link.page_url for link in await bot.store.links()}


async def test_a_file_is_shown_then_tracked_then_taken_back(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    assert (await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})).errors == {}
    shown = await shows(bot, "2 new, 1 unusable")
    assert "Columns: page = 1 (page), target = 2 (target), notes = 3 (notes)." in shown
    assert "Line 3: its page: the host name is not complete" in shown
    assert await pages(bot) == set()
    assert (await bot.slack.submit_view(ADA)).errors == {}
    assert "import undo" in await shows(bot, "2 links imported")
    assert await pages(bot) == {"https://a.example/1", "https://b.example/2"}
    assert "2 imported links tracked no longer" in (await bot.type("import undo")).text
    assert await pages(bot) == set()


async def test_pasted_rows_and_a_column_that_holds_something_else(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"rows": "https://a.example/1\thttps://b.example/2"})
    await shows(bot, "1 new")
    await bot.slack.submit_view(ADA, {"page_column": "1", "target_column": "0"})
    await bot.slack.until(lambda: '"page": 1' in str((v := bot.slack.modal(ADA)) and v.body["private_metadata"]))
    assert await pages(bot) == set()
    await bot.slack.submit_view(ADA)
    await shows(bot, "1 link imported")
    assert await pages(bot) == {"https://b.example/2"}


async def test_a_list_of_an_index_checker_is_kept_with_links_that_are_tracked_already(bot: Bot) -> None:
    await bot.type("add https://a.example/1 -> https://ours.example/shop")
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    checked = uploaded(bot, b"url,google\nhttps://a.example/1,not indexed\n", "checker.csv")
    await bot.slack.submit_view(ADA, {"file": [checked]})
    await shows(bot, "of 1 tracked link it says what search engines know")
    await bot.slack.submit_view(ADA)
    await shows(bot, "What search engines know is kept with 1 tracked link.")
    told = "its page is not indexed according to checker.csv on 1 May 2026"
    assert told in " ".join(words_of(await bot.type("show L-1")).split())
    assert "kept no longer with 1 link" in (await bot.type("import undo")).text
    assert (await bot.link()).index_facts == ()


async def test_what_a_person_said_of_the_index_is_no_import_to_take_back(bot: Bot) -> None:
    await bot.type("add https://a.example/1 -> https://ours.example/shop")
    await bot.type("mark L-1 not indexed")
    assert "No link of such an import" in (await bot.type("import undo")).text
    assert [fact.by for fact in (await bot.link()).index_facts] == [ADA]


async def test_what_rows_should_lead_to_is_asked_where_they_name_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path) as bot:  # which knows no site of ours
        await bot.slack.command(ADA, LINKS, "/links import")
        await shows(bot, "Or rows, pasted")
        await bot.slack.submit_view(ADA, {"rows": "https://a.example/1\nhttps://b.example/2"})
        assert "Should link to" in await shows(bot, "0 new, 2 unusable")
        assert "target" in (await bot.slack.submit_view(ADA, {"target": "not an address"})).errors
        await bot.slack.submit_view(ADA, {"target": "ours.example"})
        await shows(bot, "2 new")
        await bot.slack.submit_view(ADA)
        await shows(bot, "2 links imported")
        assert {link.target for link in await bot.store.links()} == {"ours.example"}


async def test_a_file_of_a_message_is_imported_from_its_menu(bot: Bot) -> None:
    message = bot.slack.say(ADA, LINKS, "the list")
    message.files.append(uploaded(bot, LIST))
    await bot.slack.message_shortcut(ADA, message, "track_links")
    await shows(bot, "links.csv")
    await bot.slack.submit_view(ADA)
    await shows(bot, "2 new")


@pytest.mark.parametrize(("content", "why"), [(b"Rank,Link text\n1,x\n", "Latest links"), (b"", "empty")])
async def test_a_wrong_file_is_refused_and_another_one_can_be_given(bot: Bot, content: bytes, why: str) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, content)]})
    assert "Or rows, pasted" in await shows(bot, why)


async def test_without_the_scope_it_is_said_what_the_app_lacks(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"files:read"}
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})
    await shows(bot, "Slack does not show me this file")


async def test_nothing_given_is_said_at_the_field(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    assert (await bot.slack.submit_view(ADA)).errors == {"rows": "Upload a file, or paste rows."}
    assert "target" in (await bot.slack.submit_view(ADA, {"rows": "x", "target": "not an address"})).errors


async def test_nothing_to_take_back_is_said(bot: Bot) -> None:
    assert "No link of such an import" in (await bot.type("import undo")).text


async def test_people_of_other_workspaces_import_nothing(bot: Bot) -> None:
    assert "not yours" in (await bot.type("import undo", user=EVE)).text


async def test_what_nobody_can_tell_is_asked_and_what_is_chosen_is_shown_again_before_it_is_done(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    rows = b"page,target,cost,expires\n" + b"".join(
        b"https://a.example/%d,https://ours.example/,120,01/08/2027\n" % number for number in range(3)
    )
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows)]})
    shown = await shows(bot, "3 new")
    assert "01/08/2026 is" in shown
    assert "Currency of amounts" in shown
    assert "“cost” names no currency in 3 of the rows: kept as it is, unless you say which." in shown
    assert "“expires” may begin with the day or the month in 3 of the rows" in shown
    assert "currency" in (await bot.slack.submit_view(ADA, {"currency": "??"})).errors
    assert "most" in (await bot.slack.submit_view(ADA, {"most": "many", "currency": ""})).errors
    await bot.slack.submit_view(ADA, {"order": "day", "currency": "EUR", "most": "2"})
    shown = await shows(bot, "2 new, 1 beyond the most of one site")
    assert "01/08/2026 is" not in shown
    assert await pages(bot) == set()
    await bot.slack.submit_view(ADA)
    await shows(bot, "2 links imported")
    terms = {str(link.terms.cost and link.terms.cost.currency) for link in await bot.store.links()}
    assert terms == {"EUR"}
    assert {str(link.terms.guaranteed_until) for link in await bot.store.links()} == {"2027-08-01"}


async def test_tracked_links_are_changed_where_that_is_chosen_and_taken_back(bot: Bot) -> None:
    await bot.type("add https://a.example/1 -> https://ours.example/")
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})
    await shows(bot, "1 tracked already")
    await bot.slack.submit_view(ADA, {"known": "replace"})
    assert "notes: nothing -> x" in await shows(bot, "1 of them changed")
    await bot.slack.submit_view(ADA)
    await shows(bot, "1 tracked link changed")
    assert "x" in {link.notes for link in await bot.store.links()}
    await bot.type("import undo")
    assert {link.notes for link in await bot.store.links()} == {""}


async def test_where_costs_are_hidden_neither_the_preview_nor_the_answer_has_amounts(bot: Bot) -> None:
    await bot.type("add https://a.example/1 -> https://ours.example/")
    await bot.type("settings costs hide")
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    rows = b"page,target,cost,Fee (USD)\nhttps://a.example/1,https://ours.example/,437 EUR,915\n"
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows)]})
    await shows(bot, "1 tracked already")
    await bot.slack.submit_view(ADA, {"known": "replace"})
    preview = await shows(bot, "L-1 cost: changed; Fee (USD): changed.")
    await bot.slack.submit_view(ADA)
    answer = await shows(bot, "1 tracked link changed")
    assert not [shown for shown in (preview, answer) if "437" in shown or "915" in shown]
    cost = (await bot.link()).terms.cost
    assert cost is not None
    assert cost.amount == 437


async def test_an_import_that_only_changed_links_is_the_newest_and_is_taken_back_in_each_channel(bot: Bot) -> None:
    add_ops(bot.slack)
    bot.slack.workspace.channels[OPS].members.add(ADA)
    for number, channel in enumerate((LINKS, OPS), 1):
        await bot.store.add_link(NewLink(channel, f"https://a.example/{number}", "ours.example"), bot.clock.now())
    rows = f"page,target,notes,channel\nhttps://a.example/1,ours.example,x,{LINKS}\n"
    rows += f"https://a.example/2,ours.example,y,{OPS}\n"
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows.encode())]})
    await shows(bot, "1 tracked already")
    await bot.slack.submit_view(ADA, {"by_channel": ["on"], "known": "fill"})
    await shows(bot, "2 of them changed")
    await bot.slack.submit_view(ADA)
    await shows(bot, "2 tracked links changed")
    assert {link.notes for link in await bot.store.links()} == {"x", "y"}
    assert "2 links are as before that import" in (await bot.type("import undo")).text
    assert {link.notes for link in await bot.store.links()} == {""}


async def test_rows_that_could_not_be_used_come_back_with_the_reason_and_are_mended_there(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})
    await shows(bot, "2 new")
    await bot.slack.submit_view(ADA)
    await shows(bot, "Rows that could not be used")
    view = bot.slack.modal(ADA)
    assert view is not None
    [box] = [block["element"] for block in view.body["blocks"] if block.get("block_id") == "rows"]
    assert 'nothing,ours.example,,3,"its page: the host name is not complete' in box["initial_value"]
    await bot.slack.submit_view(ADA, {"rows": box["initial_value"].replace("nothing,", "https://c.example/3,")})
    await shows(bot, "1 new")
    await bot.slack.submit_view(ADA)
    await shows(bot, "1 link imported")
    [mended] = [link for link in await bot.store.links() if link.page_url == "https://c.example/3"]
    assert mended.columns == {}


async def test_rows_that_could_not_be_used_come_as_a_file_too_which_can_be_imported(bot: Bot) -> None:
    formula = b"nothing,https://ours.example/,=1+1\n"
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST + formula)]})
    await shows(bot, "2 new")
    await bot.slack.submit_view(ADA)
    await shows(bot, "which I sent you in a direct message")
    sent = bot.slack.messages(bot.slack.workspace.direct(ADA).id)
    assert "2 rows of links.csv that could not be imported" in sent[0].text
    [file] = [file for message in sent for file in message.files]
    assert file["name"] == "rejected-2026-05-01-1200.csv"
    text = bot.slack.workspace.files[file["id"]].content.decode("utf-8-sig")
    assert text.splitlines()[0] == "page,target,notes,line,reason"
    assert "'=1+1,5,\"its page: the host name is not complete" in text
    mended = read_links(text.replace("nothing,", "https://c.example/3,").encode(), Wishes())
    assert isinstance(mended, LinkFile)
    assert [row.notes for row in mended.rows] == ["", "=1+1"]


async def test_the_rejected_rows_are_written_once_and_beside_the_event_loop(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def written(file: LinkFile) -> str:
        threads.append(threading.current_thread())
        return rejected_csv(file)

    monkeypatch.setattr(import_form, "rejected_csv", written)
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})
    await shows(bot, "2 new")
    await bot.slack.submit_view(ADA)
    await shows(bot, "Rows that could not be used")
    assert [thread is threading.main_thread() for thread in threads] == [False]


async def test_where_no_file_may_be_sent_the_window_says_what_writes_it(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"files:write"}
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST)]})
    await shows(bot, "2 new")
    await bot.slack.submit_view(ADA)
    said = " ".join((await shows(bot, "Rows that could not be used")).split())
    assert "the app lacks the scope files:write" in said
    assert "--rejected rejected.csv" in said


async def test_each_link_goes_to_the_channel_that_its_row_names_if_the_person_may_add_links_there(bot: Bot) -> None:
    rows = f"page,target,channel\nhttps://a.example/1,ours.example,{OPS}\nhttps://a.example/2,ours.example,C0NOWHERE1\n"
    rows += f"https://a.example/3,ours.example,{LINKS}\n"
    add_ops(bot.slack)
    bot.slack.workspace.channels[OPS].members.add(ADA)
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows.encode())]})
    await shows(bot, "3 new")
    await bot.slack.submit_view(ADA, {"by_channel": ["on"]})
    assert "1 for the channel “C0NOWHERE1” is left out" in await shows(bot, "2 new")
    await bot.slack.submit_view(ADA)
    await shows(bot, "2 links imported")
    assert {(link.page_url[-1], link.channel) for link in await bot.store.links()} == {("1", OPS), ("3", LINKS)}
    assert "2 imported links tracked no longer" in (await bot.type("import undo")).text


@pytest.mark.parametrize("written", ["#ops", "ops", "Ops", "<#" + OPS + "|ops>"])
async def test_a_row_may_name_its_channel_as_people_do(bot: Bot, written: str) -> None:
    add_ops(bot.slack)
    bot.slack.workspace.channels[OPS].members.add(ADA)
    rows = f"page,target,channel\nhttps://a.example/1,ours.example,{written}\n"
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows.encode())]})
    await shows(bot, "1 new")
    await bot.slack.submit_view(ADA, {"by_channel": ["on"]})
    await bot.slack.until(
        lambda: '"by_channel": "on"' in str((v := bot.slack.modal(ADA)) and v.body["private_metadata"])
    )
    await bot.slack.submit_view(ADA)
    await shows(bot, "1 link imported")
    assert {link.channel for link in await bot.store.links()} == {OPS}


async def test_the_name_of_a_channel_that_a_person_is_not_in_means_none(bot: Bot) -> None:
    add_ops(bot.slack)
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    rows = b"page,target,channel\nhttps://a.example/1,ours.example,#ops\n"
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, rows)]})
    await shows(bot, "1 new")
    await bot.slack.submit_view(ADA, {"by_channel": ["on"]})
    assert "1 for the channel “#ops” is left out: name one in which you may add links" in await shows(bot, "0 new")


async def test_of_very_many_rows_that_could_not_be_used_those_come_back_that_fit(bot: Bot) -> None:
    bad = b"".join(b"nothing%d,https://ours.example/,%s\n" % (number, b"x" * 150) for number in range(15))
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"file": [uploaded(bot, LIST + bad)]})
    await shows(bot, "16 unusable")
    await bot.slack.submit_view(ADA)
    assert "Below are the first of them" in await shows(bot, "Rows that could not be used")
    view = bot.slack.modal(ADA)
    assert view is not None
    [box] = [block["element"] for block in view.body["blocks"] if block.get("block_id") == "rows"]
    assert 2_000 < len(box["initial_value"]) <= 3_000
    assert box["initial_value"].endswith("\n")


async def test_the_preview_says_what_other_channels_know_of_new_sites(bot: Bot) -> None:
    await bot.store.add_link(NewLink(OPS, "https://a.example/secret", "https://theirs.example/"), bot.clock.now())
    await bot.type("settings competitors b.example")
    await bot.slack.command(ADA, LINKS, "/links import")
    await shows(bot, "Or rows, pasted")
    await bot.slack.submit_view(ADA, {"rows": "https://a.example/1\nhttps://b.example/2\nhttps://c.example/3"})
    shown = await shows(bot, "3 new")
    assert "1 other channel of ours" in shown
    assert "named as a competitor of this channel" in shown
    assert "secret" not in shown
