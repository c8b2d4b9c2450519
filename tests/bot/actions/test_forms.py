"""Forms in the local Slack: opened, filled in, refused at the field, sent; through the real slack-bolt into a store."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.messages.forms import link as forms
from bot.messages.kit.views import View
from bot.sandbox import View as OpenView
from jobs.config.quiet import OFF
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.model.link import Expectation, Link
from jobs.model.terms import Covered, Guarantee
from jobs.model.write import Write
from jobs.store.errors import StaleError
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OPS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

RANDOM = "C0RANDOM"
EDIT_L1 = {"links": PAGE, "target": TARGET}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def modal(bot: Bot, has: str, user: str = ADA) -> OpenView:
    """The modal on top, once it says this; Slack takes it."""

    def found() -> OpenView | None:
        view = bot.slack.modal(user)
        return view if view and has in read_view(view.body) else None

    view = await bot.slack.until(found)
    sound_view(view.body)
    return view


async def open_add(bot: Bot, user: str = ADA, channel: str = LINKS) -> OpenView:
    await bot.slack.command(user, channel, "/links add")
    return await modal(bot, "Pages that carry the links", user)


async def links(bot: Bot) -> list[Link]:
    return await bot.store.links()


def preview(view: View) -> str:
    return read_view({"blocks": [block for block in view["blocks"] if block.get("block_id") == forms.PREVIEW]})


async def test_a_bare_add_asks_in_a_form_and_shows_what_was_seen(bot: Bot) -> None:
    await open_add(bot)
    sent = await bot.slack.submit_view(
        ADA,
        {
            "links": PAGE,
            "target": "ours.example/shop",
            "anchor": "garden tools",
            "agreed": ["nofollow"],
            "owner": BEN,
            "tags": "Spring, shop",
            "every": "6h",
        },
    )
    assert sent.errors == {}
    await modal(bot, "live")
    link = await bot.link()
    assert (link.channel, link.page_url, link.target, link.added_by, link.owner) == (LINKS, PAGE, TARGET, ADA, BEN)
    assert (link.expected.anchor, link.expected.rel) == ("garden tools", frozenset({"nofollow"}))
    assert (link.tags, link.every) == (frozenset({"spring", "shop"}), timedelta(hours=6))


async def test_several_lines_each_with_its_own_are_taken_as_the_command_takes_them(bot: Bot) -> None:
    await open_add(bot)
    lines = f'{PAGE}\n{OTHER} -> {TARGET}/b tag:x\n- third.example/p?a=1&copy=2 "their words"'
    assert (await bot.slack.submit_view(ADA, {"links": lines, "target": "ours.example", "tags": "all"})).errors == {}
    await modal(bot, "3 added")
    first, second, third = await links(bot)
    assert (first.target, first.tags) == ("ours.example", frozenset({"all"}))
    assert (second.target, second.tags) == (f"{TARGET}/b", frozenset({"all", "x"}))
    assert (third.page_url, third.expected.anchor) == ("https://third.example/p?a=1&copy=2", "their words")


async def test_whole_commands_may_be_pasted(bot: Bot) -> None:
    await open_add(bot)
    lines = f"/links add {PAGE} -> {TARGET} tag:“x”\nadd “{OTHER}” ➡️ “{TARGET}”"
    assert (await bot.slack.submit_view(ADA, {"links": lines})).errors == {}
    await modal(bot, "2 added")
    assert [(each.page_url, each.target, sorted(each.tags)) for each in await links(bot)] == [
        (PAGE, TARGET, ["x"]),
        (OTHER, TARGET, []),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"links": PAGE}, "target", "Say what the pages should link to"),
        ({"links": f"{PAGE} nonsense", "target": TARGET}, "links", "“nonsense” is neither an address nor an option."),
        ({"links": PAGE, "target": "nonsense"}, "target", "“nonsense” will not do"),
        ({"links": "javascript:alert(1)//x", "target": TARGET}, "links", "“javascript:alert(1)//x” will not do"),
        ({"links": f"{PAGE} every 1m", "target": TARGET}, "links", "“1m” is not between 1h and 30d."),
        ({"links": "tag:x", "target": TARGET}, "links", "There is no page in it."),
        (
            {"links": f"{PAGE} #client-acme", "target": TARGET},
            "links",
            "all lines are for the channel that the form names",
        ),
        (
            {"links": f"{PAGE} @ben", "target": TARGET},
            "links",
            "“@ben” cannot be chosen in this field: the owner has a",
        ),
        ({"links": f"{PAGE} @channel", "target": TARGET}, "links", "“@channel” calls many people"),
        ({"links": f"{'z' * 2000} {PAGE}", "target": TARGET}, "links", "…” is neither an address nor an option."),
    ],
)
async def test_what_is_wrong_is_told_at_the_field_and_the_form_stays(
    bot: Bot, typed: dict[str, str], field: str, words: str
) -> None:
    opened = await open_add(bot)
    errors = (await bot.slack.submit_view(ADA, typed)).errors
    assert list(errors) == [field]
    assert words in errors[field]
    assert len(errors[field]) <= 150
    assert bot.slack.modal(ADA) is opened
    assert await links(bot) == []


async def test_what_was_typed_is_explained_before_it_is_sent(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    view = await open_add(bot)
    for typed, said in (
        ({"links": f"{PAGE}\n{OTHER}", "target": TARGET}, "2 links understood. Tracked already: L-1"),
        ({"links": f"{PAGE} nonsense", "target": TARGET}, "“nonsense” is neither an address nor an option."),
        ({"links": PAGE, "target": TARGET, "cost": "12"}, "Cost: “12”"),
        ({"links": ""}, "Nothing typed yet."),
    ):
        await bot.slack.click(view, "form.links", chosen=typed["links"], values=typed)
        view = await modal(bot, said)
        assert view.body["callback_id"] == forms.ADD
        assert view.body["submit"]


async def test_what_is_wrong_with_a_cost_is_said_at_it_and_not_under_the_remedy(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.slack.command(ADA, LINKS, "/links edit L-1")
    view = await modal(bot, "Agreed anchor text")
    await bot.slack.click(view, "form.cost", chosen="12", values={"cost": "12"})
    view = await modal(bot, "Cost: “12”")
    names = [block.get("block_id") for block in view.body["blocks"]]
    assert names.index(forms.COST) < names.index(forms.PREVIEW) < names.index(forms.REMEDY)
    assert names.index(forms.PREVIEW) == names.index(forms.GUARANTEE) + 1


async def test_typing_that_changes_nothing_updates_nothing(bot: Bot) -> None:
    view = await open_add(bot)
    before = view.hash
    await bot.slack.click(view, "form.target", chosen=TARGET, values={"target": TARGET})
    await bot.type("status")
    assert view.hash == before


async def test_a_preview_that_comes_too_late_is_dropped(bot: Bot) -> None:
    view = await open_add(bot)
    bot.slack.workspace.modals[ADA] = []
    await bot.slack.click(view, "form.links", chosen=PAGE, values={"links": PAGE, "target": TARGET})
    assert "is running" in read_view({"blocks": (await bot.type("status")).blocks})
    assert not any("Something went wrong" in message.text for message in bot.slack.ephemerals(ADA))


async def test_sites_of_ours_are_offered_and_a_typed_target_goes_before(tmp_path: Path) -> None:
    async with open_bot(tmp_path, our_sites=("ours.example", "shop.example")) as bot:
        await open_add(bot)
        assert list((await bot.slack.submit_view(ADA, {"links": PAGE})).errors) == ["target"]
        await bot.slack.submit_view(ADA, {"links": PAGE, "site": "shop.example"})
        await modal(bot, "L-1")
        await open_add(bot)
        await bot.slack.submit_view(ADA, {"links": PAGE, "site": "shop.example", "target": TARGET})
        await modal(bot, "L-2")
        assert [link.target for link in await links(bot)] == ["shop.example", TARGET]


async def test_a_slow_look_is_announced_in_the_form(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.forms.add.PATIENCE_SECONDS", 0.05)
    go_on = asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    await open_add(bot)
    bot.looks.before = wait
    await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET})
    await modal(bot, "Checking ")
    go_on.set()
    await modal(bot, "L-1")


async def test_a_form_that_was_closed_meanwhile_loses_no_link(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.forms.add.PATIENCE_SECONDS", 0.05)
    go_on = asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    await open_add(bot)
    bot.looks.before = wait
    await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET})
    await bot.slack.close_view(ADA)
    go_on.set()
    await bot.slack.until(lambda: bot.slack.calls("views.update"))
    await bot.type("status")
    assert (await bot.link()).page_url == PAGE
    assert bot.slack.modal(ADA) is None


async def test_people_of_other_workspaces_get_no_form(bot: Bot) -> None:
    answer = await bot.type("add", user=EVE, channel=ACME)
    assert "You may not do that" in read_view({"blocks": answer.blocks})
    assert bot.slack.modal(EVE) is None


async def test_who_may_is_judged_again_when_the_form_is_sent(bot: Bot) -> None:
    await open_add(bot)
    [stack] = [bot.slack.workspace.modals.pop(ADA)]
    stack[0].user = EVE
    bot.slack.workspace.modals[EVE] = stack
    errors = (await bot.slack.submit_view(EVE, {"links": PAGE, "target": TARGET})).errors
    assert errors == {"links": "You may not add links here."}
    assert await links(bot) == []


async def test_a_fault_of_ours_is_told_on_top_of_the_form_which_keeps_what_was_typed(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_store: object, _write: Write) -> None:
        raise RuntimeError("a bug")

    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    monkeypatch.setattr("bot.actions.forms.settings.fields_of", lambda _view: 1 / 0)
    await bot.slack.submit_view(ADA)
    await modal(bot, "The reference for the log is")
    assert [view.body["title"]["text"] for view in bot.slack.workspace.modals[ADA]] == [
        "Channel settings",
        "Something went wrong",
    ]


async def fail_slowly(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The next check takes its time, and fails once it may go on."""
    monkeypatch.setattr("bot.actions.forms.add.PATIENCE_SECONDS", 0.05)
    go_on = asyncio.Event()

    async def fail() -> None:
        await go_on.wait()
        raise RuntimeError("a bug")

    bot.looks.before = fail
    return go_on


async def test_what_fails_after_the_form_went_is_told_where_it_stood_with_what_was_typed(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_add(bot)
    go_on = await fail_slowly(bot, monkeypatch)
    await bot.slack.submit_view(ADA, {"links": f"{PAGE}\n{OTHER}", "target": TARGET})
    await modal(bot, "Checking ")
    go_on.set()
    shown = read_view((await modal(bot, "The reference for the log is")).body)
    assert f"{PAGE}\n{OTHER}\n{TARGET}" in shown


async def test_what_fails_after_the_form_was_closed_is_told_in_a_direct_message(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_add(bot)
    go_on = await fail_slowly(bot, monkeypatch)
    await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET})
    await modal(bot, "Checking ")
    await bot.slack.close_view(ADA)
    go_on.set()
    direct = bot.slack.workspace.direct(ADA).id
    [told] = await bot.slack.until(lambda: bot.slack.messages(direct))
    assert "The reference for the log is" in read_view({"blocks": told.blocks})
    assert PAGE in read_view({"blocks": told.blocks})


@pytest.mark.parametrize("form", ["edit", "settings"])
async def test_a_form_whose_writing_fails_stays_with_what_was_typed(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    async def refuse(_store: object, _change: Write) -> None:
        raise StaleError

    await bot.type(f"add {PAGE} -> {TARGET}")
    opened = await (open_edit(bot) if form == "edit" else open_settings(bot))
    monkeypatch.setattr(type(bot.store), "write", refuse)
    await bot.slack.submit_view(ADA, {"anchor": "new"} if form == "edit" else {"time": "16:30"})
    await modal(bot, "The reference for the log is")
    assert bot.slack.workspace.modals[ADA][0] is opened


# Editing


async def open_edit(bot: Bot) -> OpenView:
    """From the row in Home."""
    await bot.slack.open_home(ADA)
    home = await bot.slack.until(lambda: bot.slack.home(ADA))
    await bot.slack.click(home, "home.row", "edit:1")
    return await modal(bot, "Agreed anchor text")


async def test_editing_replaces_what_was_agreed_and_has_the_page_looked_at(bot: Bot) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor "old" nofollow-ok tag:old @ben')
    bot.clock.move(timedelta(hours=1))
    await open_edit(bot)
    bot.handled.clear()
    sent = await bot.slack.submit_view(
        ADA, {"anchor": "new words", "agreed": [], "tags": "new", "every": "12h", "owner": None}
    )
    assert sent.errors == {}
    assert bot.slack.modal(ADA) is None
    await bot.slack.until(lambda: "dispatcher" in bot.handled)
    link = await bot.link()
    assert (link.expected.anchor, link.expected.rel, link.owner) == ("new words", frozenset(), "")
    assert (link.tags, link.every) == (frozenset({"new"}), timedelta(hours=12))
    page = await bot.store.page(PAGE)
    assert page
    assert page.next_check_at <= bot.clock.now()
    [event] = [one for one in await bot.store.events(channel=LINKS, since=link.added_at) if one.kind == "edited"]
    assert event.by == ADA


@pytest.mark.parametrize(
    ("typed", "stays"), [({"guarantee": ""}, False), ({"guarantee": "2099-04-01"}, True), ({}, True)]
)
async def test_with_the_last_day_of_a_guarantee_goes_what_it_says(
    bot: Bot, typed: dict[str, str], *, stays: bool
) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} guaranteed until 2099-03-01 claim 14 days")
    await open_edit(bot)
    assert (await bot.slack.submit_view(ADA, typed)).errors == {}
    assert (await bot.link()).guarantee == (Guarantee(claim_days=14) if stays else Guarantee())


async def test_what_a_guarantee_says_is_added_shown_and_changed_in_the_form(bot: Bot) -> None:
    await bot.type(
        f'add {PAGE} -> {TARGET} guaranteed until 2099-03-01 claim 14 days covers removed remedy "paid back"'
    )
    await open_edit(bot)
    view = bot.slack.modal(ADA)
    assert view
    said = repr(view.body)
    assert "paid back" in said
    typed = {"claim_days": "30 days", "covers": ["nofollow", "removed"], "remedy": ""}
    assert (await bot.slack.submit_view(ADA, typed)).errors == {}
    covers = (Covered.NOFOLLOW, Covered.REMOVED)
    assert (await bot.link()).guarantee == Guarantee(covers, 30)


@pytest.mark.parametrize("days", ["soon", "0", "400"])
async def test_days_to_claim_that_are_none_are_told_at_their_field(bot: Bot, days: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_edit(bot)
    errors = (await bot.slack.submit_view(ADA, {"claim_days": days})).errors
    assert "is no number of days from 1 to 365" in errors["claim_days"]
    assert (await bot.link()).guarantee == Guarantee()


async def test_saving_without_a_change_writes_nothing(bot: Bot) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor "old" nofollow-ok tag:old @ben every 5h')
    before = await bot.link()
    await open_edit(bot)
    await bot.slack.submit_view(ADA)
    await bot.type("status")
    assert await bot.link() == before


LONG = Expectation(anchor="garden tools and more " * 200, rel=frozenset({"nofollow", "noopener"}))
MANY = frozenset(f"a-rather-long-tag-{number}" for number in range(200))


async def with_much(bot: Bot) -> Link:
    """A link with more of everything than the fields of its form can show."""
    await bot.type(f"add {PAGE} -> {TARGET}")
    link = replace(await bot.link(), expected=LONG, tags=MANY, owner="the seo team", every=timedelta(hours=5))
    await bot.store.write(Write(links=[link]))
    return await bot.link()


async def test_what_does_not_fit_its_field_is_said_and_stays_where_nobody_changed_it(bot: Bot) -> None:
    before = await with_much(bot)
    shown = await open_edit(bot)
    hints = " ".join(block["hint"]["text"] for block in shown.body["blocks"] if block.get("hint"))
    assert "Only its first 3000 of 4400 characters fit here." in hints
    assert "more tags did not fit here and will stay." in hints
    assert (await bot.slack.submit_view(ADA)).errors == {}
    await bot.type("status")
    assert await bot.link() == before


async def test_a_change_in_one_field_leaves_the_others_whole(bot: Bot) -> None:
    before = await with_much(bot)
    shown = await open_edit(bot)
    [typed] = [block["element"]["initial_value"] for block in shown.body["blocks"] if block.get("block_id") == "tags"]
    first, rest = typed.split(", ", 1)
    await bot.slack.submit_view(ADA, {"tags": f"{rest}, Fresh"})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert await bot.link() == replace(before, tags=MANY - {first} | {"fresh"}, version=before.version + 1)


async def test_what_another_person_changed_while_the_form_was_open_stays(bot: Bot) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor "old" tag:a')
    await open_edit(bot)
    await bot.type('edit L-1 anchor "from ben" tag:b', user=BEN)
    await bot.slack.submit_view(ADA, {"tags": "c"})
    await bot.slack.until(lambda: bot.slack.modal(ADA) is None)
    link = await bot.link()
    assert (link.expected.anchor, link.tags) == ("from ben", frozenset({"b", "c"}))


async def test_a_link_that_went_meanwhile_is_told_at_the_form(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_edit(bot)
    await bot.type("remove L-1")
    assert (await bot.slack.submit_view(ADA)).errors == {"anchor": "This link is no longer tracked."}


async def test_an_edit_reads_again_where_somebody_wrote_in_between(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_edit(bot)
    write, late = bot.store.write, [True]

    async def somebody_is_quicker(_store: object, change: Write) -> None:
        if late and late.pop():
            raise StaleError
        await write(change)

    monkeypatch.setattr(type(bot.store), "write", somebody_is_quicker)
    await bot.slack.submit_view(ADA, {"anchor": "new"})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).expected.anchor == "new"


# Settings


async def open_settings(bot: Bot) -> OpenView:
    await bot.slack.open_home(ADA)
    home = await bot.slack.until(lambda: bot.slack.home(ADA))
    await bot.slack.click(home, "home.settings")
    return await modal(bot, "Post it in this channel")


async def test_a_channel_sets_its_digest_and_hides_costs(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    typed: dict[str, Any] = {"digest": ["on"], "day": "fri", "time": "16:30", "zone": "America/New_York"}
    assert (await bot.slack.submit_view(ADA, {**typed, "costs": ["hide"]})).errors == {}
    await bot.slack.until(lambda: "outbox" in bot.handled)
    now = bot.clock.now()
    chosen = ChannelSettings(None, "fri", "16:30", "America/New_York", digest_since=now, hide_costs=True)
    assert await bot.store.channel_settings(LINKS) == chosen
    assert await bot.store.channel_settings(ACME) == ChannelSettings()


@pytest.mark.parametrize("typed", ["25:99", "9", "09", "24:00", "09:00:30", "\u0660\u0669:\u0660\u0660", "noon"])
async def test_what_is_no_time_of_day_is_told_at_its_field_and_stored_nowhere(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    errors = (await bot.slack.submit_view(ADA, {"digest": ["on"], "time": typed})).errors
    assert errors == {"time": "Write a time of day from 00:00 to 23:59, such as 09:00."}
    assert await bot.store.channel_settings(LINKS) == ChannelSettings()


@pytest.mark.parametrize("word", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_form_that_slack_was_too_slow_for_is_offered_again(bot: Bot, word: str) -> None:
    bot.slack.faults.error("views.open", word)
    answer = await bot.type("add")
    assert "Slack was slow" in words_of(answer)
    assert "Something went wrong" not in words_of(answer)
    await bot.slack.click(answer, "answer.run.0", user=ADA)
    assert (await modal(bot, "Add links")).body["title"]["text"] == "Add links"


async def test_a_form_that_comes_too_late_twice_is_offered_once_more(bot: Bot) -> None:
    bot.slack.faults.error("views.open", "expired_trigger_id", times=2)
    again = await bot.click(await bot.type("add"), "answer.run.0")
    assert "Slack was slow" in words_of(again)
    await bot.slack.click(again, "answer.run.0", user=ADA)
    await modal(bot, "Add links")


async def test_a_shortcut_that_slack_was_too_slow_for_is_answered_in_words(bot: Bot) -> None:
    bot.slack.faults.error("views.open", "expired_trigger_id")
    await bot.slack.shortcut(ADA, "add_link")
    direct = bot.slack.workspace.direct(ADA).id
    await bot.slack.until(lambda: [each for each in bot.slack.messages(direct) if "press again" in words_of(each)])


async def test_a_time_that_cannot_be_understood_stops_nothing(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.store.write(Write(settings={LINKS: ChannelSettings(digest_time="25:99", digest_day="someday")}))
    for command in ("digest on", "digest now"):
        assert "went wrong" not in read_view({"blocks": (await bot.type(command)).blocks})
    await open_settings(bot)
    await bot.slack.submit_view(ADA, {"time": "16:30"})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.store.channel_settings(LINKS)).digest_time == "16:30"


async def test_what_is_left_as_configured_goes_on_following_the_configuration(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    await bot.slack.submit_view(ADA, {"digest": []})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    now = bot.clock.now()
    assert await bot.store.channel_settings(LINKS) == ChannelSettings(digest_enabled=False, digest_since=now)


async def test_the_form_chooses_how_often_the_digest_comes_and_until_when_it_is_off(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    tomorrow = (bot.clock.now() + timedelta(days=1)).date()
    await open_settings(bot)
    typed = {"often": "month", "off_until": (tomorrow - timedelta(days=1)).isoformat()}
    errors = (await bot.slack.submit_view(ADA, typed)).errors
    assert errors == {"off_until": "That day is over; choose one to come, or none."}
    await bot.slack.submit_view(ADA, {"often": "month", "off_until": tomorrow.isoformat()})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    chosen = await bot.store.channel_settings(LINKS)
    assert (chosen.digest_every, chosen.digest_off_until, chosen.digest_enabled) == ("month", tomorrow, None)
    bot.clock.move(timedelta(days=3))
    view = await open_settings(bot)
    [field] = [block for block in view.body["blocks"] if block.get("block_id") == "off_until"]
    assert "initial_date" not in field["element"], "the pause is over"


# Stopping


async def test_watching_stops_after_the_question_and_can_be_begun_again(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} tag:x")
    await bot.slack.open_home(ADA)
    home = await bot.slack.until(lambda: bot.slack.home(ADA))
    await bot.slack.click(home, "home.row", "stop:1")
    await modal(bot, "L-1 will no longer be tracked")
    assert await bot.store.link(1)
    await bot.slack.submit_view(ADA)
    await modal(bot, f"/links add {PAGE} -> {TARGET} tag:x")
    assert await bot.store.link(1) is None


async def test_competitors_are_typed_one_a_line_and_refused_at_their_field(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    errors = (await bot.slack.submit_view(ADA, {"competitors": "rival.example\nnothing"})).errors
    assert errors == {"competitors": "nothing is no site."}
    assert (await bot.slack.submit_view(ADA, {"competitors": "www.rival.example\nother.example"})).errors == {}
    assert (await bot.store.channel_settings(LINKS)).competitors == ("rival.example", "other.example")


async def test_a_form_says_who_hears_of_what_nobody_took_and_what_is_audited(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    typed = {"escalate": "48h", "escalate_to": BEN, "audit": "monthly"}
    assert (await bot.slack.submit_view(ADA, typed)).errors == {}
    stored = await bot.store.channel_settings(LINKS)
    assert (stored.escalate, stored.audit) == (f"2d {BEN}", AuditScope.MONTHLY)
    assert stored.escalating_since == bot.clock.now(), "it floods nobody"
    shown = await open_settings(bot)
    assert "2d" in read_view(shown.body)
    assert (await bot.slack.submit_view(ADA)).errors == {}
    assert await bot.store.channel_settings(LINKS) == stored, "what is left as it is stays"
    await open_settings(bot)
    assert (await bot.slack.submit_view(ADA, {"escalate": ""})).errors == {}
    assert (await bot.store.channel_settings(LINKS)).escalate == OFF


@pytest.mark.parametrize(
    ("typed", "at", "why"),
    [
        ({"escalate": "5m"}, "escalate", "5m is not between 1h and 30d."),
        ({"escalate": "soon"}, "escalate", "soon is not a duration"),
        ({"escalate_to": BEN}, "escalate", "Say after how long"),
        ({"escalate": "48h", "escalate_to": BEN, "escalate_in": ACME}, "escalate", "One person or one channel"),
        ({"escalate": "48h", "escalate_in": OPS}, "escalate_in", "You are not in this channel"),
    ],
)
async def test_whom_nobody_can_tell_is_said_at_its_field(bot: Bot, typed: dict[str, Any], at: str, why: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_settings(bot)
    errors = (await bot.slack.submit_view(ADA, typed)).errors
    assert list(errors) == [at]
    assert why in errors[at]
    assert await bot.store.channel_settings(LINKS) == ChannelSettings()
