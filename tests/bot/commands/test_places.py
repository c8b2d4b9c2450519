"""What is named by its address, its domain or its number, and lists asked for in a word, in the local Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.formats.filters.names import FILTERS
from jobs.model.findings import Finding, Severity
from jobs.model.link import NewLink
from jobs.model.page import FetchFailure, Outcome
from jobs.model.terms import Terms
from jobs.model.write import Write
from tests.tools.nouns import seen
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of

EVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def test_a_link_is_shown_by_its_address_its_domain_and_its_number(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    shown = words_of(await bot.type("show L-1"))
    for typed in ("L-1", "#1", "1", "blog.example", "www.blog.example", PAGE, f"{PAGE}/", "show blog.example"):
        assert words_of(await bot.type(typed)) == shown, typed


async def test_what_is_tracked_nowhere_can_be_added(bot: Bot) -> None:
    words = words_of(await bot.type("nowhere.example"))
    assert "Nothing in this channel tracks  nowhere.example" in words
    assert "add nowhere.example ->" in words
    assert "Nothing in this channel" in words_of(await bot.type("remove nowhere.example"))


async def test_a_part_of_a_sites_name_stands_for_it(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    shown = words_of(await bot.type("show L-1"))
    for typed in ("blog", "show blog", "Show Blog"):
        assert words_of(await bot.type(typed)) == shown, typed
    assert "no command" in words_of(await bot.type("nowhere"))
    assert "no command" in words_of(await bot.type("blog", channel=ACME)), "of another channel nothing is told"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("partner show blog", "partner show blog.example"),
        ("reciprocity blog", "reciprocity blog.example"),
        ("list blog", "list blog.example"),
        ("list partners blog", "list partners blog.example"),
        ("history blog", "history blog.example"),
        ("check blog", "check blog.example"),
    ],
)
async def test_so_it_does_wherever_a_site_may_stand(bot: Bot, typed: str, whole: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert words_of(await bot.type(typed)) == words_of(await bot.type(whole))


@pytest.mark.parametrize("typed", ["guarantee blog claim 30 days", 'partner note blog "x"', "partner contact blog a@b"])
async def test_what_changes_something_of_it_is_asked_about(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    before = await bot.link(), await bot.store.contacts("blog.example"), await bot.store.events(since=EVER)
    assert "Which one do you mean?" in words_of(await bot.type(typed))
    assert (await bot.link(), await bot.store.contacts("blog.example"), await bot.store.events(since=EVER)) == before


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("relevance L-1", (PAGE, TARGET)),
        ("relevance l1", (PAGE, TARGET)),
        ("relevance L-1 ours.example/sale", (PAGE, "https://ours.example/sale")),
        ("L-1 relevance", (PAGE, TARGET)),
        ("relevance L-2", (OTHER, "https://ours.example/")),
        ("relevance P-1 ours.example/shop", ("https://friends.example/links", "https://ours.example/shop")),
    ],
)
async def test_the_pages_of_a_link_are_compared_by_its_number(bot: Bot, typed: str, pages: tuple[str, str]) -> None:
    await bot.type(f"add\n{PAGE} -> {TARGET}\n{OTHER} -> ours.example")
    await bot.type("partner add https://friends.example/links")
    await bot.type(typed)
    assert bot.compared == [pages]


async def test_a_page_that_does_not_answer_is_compared_under_the_other_scheme(bot: Bot) -> None:
    bot.report = FetchFailure(PAGE, Outcome.TLS_ERROR, "no certificate", bot.clock.now())
    bot.answering.add(PAGE.replace("https:", "http:"))
    await bot.type(f"relevance {PAGE.removeprefix('https://')} {TARGET}")
    assert bot.compared[-1] == (PAGE.replace("https:", "http:"), TARGET)


async def test_pages_are_compared_of_what_is_here_alone(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "not in this channel" in words_of(await bot.type("relevance L-1", channel=ACME))
    assert "is an exchange" in words_of(await bot.type("relevance X-1"))
    assert "is neither" in words_of(await bot.type("relevance L-1 L-2"))
    assert bot.compared == []


async def test_of_several_sites_with_a_part_of_the_name_a_person_says_which(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\nhttps://blogs.example/x {TARGET}")
    asked = await bot.type("show blog")
    assert "blog  is part of 2 sites here" in words_of(asked)
    assert "blogs.example/x" in words_of(await bot.click(asked, "answer.run.1"))


async def test_a_partners_site_is_shown_by_a_part_of_its_name(bot: Bot) -> None:
    await bot.type("partner add https://trail-notes.example/links")
    assert "trail-notes.example" in words_of(await bot.type("partner show trail-no"))
    unknown = words_of(await bot.type("partner show gear-bench"))
    assert "No site that is tracked here has it in its name." in unknown


async def test_nothing_is_changed_by_a_part_of_a_name_without_asking(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    asked = await bot.type("remove blog")
    assert await bot.store.link(1) is not None
    await bot.click(asked, "answer.run.0")
    assert await bot.store.link(1) is None


async def test_a_mistyped_verb_is_put_right_by_a_button(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    asked = await bot.type("shwo L-1")
    assert "did you mean show?" in words_of(asked)
    assert "/links show L-1" in words_of(asked)
    assert words_of(await bot.click(asked, "answer.run.31")) == words_of(await bot.type("show L-1"))


async def test_each_verb_takes_a_place(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("snooze blog.example 3d")
    assert (await bot.link()).standing.is_snoozed(bot.clock.now())
    await bot.type("blog.example unsnooze")
    assert not (await bot.link()).standing.is_snoozed(bot.clock.now())
    await bot.type("edit blog.example tag:spring @ben")
    assert ((await bot.link()).tags, (await bot.link()).owner) == (frozenset({"spring"}), BEN)
    await bot.type(f"remove {PAGE}")
    assert await bot.store.link(1) is None


async def test_an_anchor_text_that_reads_like_the_place_is_kept(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("edit blog.example anchor blog.example")
    assert (await bot.link()).expected.anchor == "blog.example"


async def test_of_several_a_person_says_which(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{PAGE}-2 {TARGET}\n{OTHER} {TARGET}")
    answer = await bot.type("edit blog.example owner @ben")
    words = words_of(answer)
    assert "stands for 2 here" in words
    assert "All 2" not in words, "edit is about one"
    assert "L-3" not in words
    await bot.click(answer, "answer.run.1")
    assert [(await bot.link(number)).owner for number in (1, 2, 3)] == ["", BEN, ""]


async def test_of_very_many_the_first_are_offered(bot: Bot) -> None:
    for number in range(550):
        await bot.store.add_link(NewLink(LINKS, f"{PAGE}-{number}", TARGET), bot.clock.now())
    shown = words_of(await bot.type("blog.example"))
    assert "and 530 more" in shown
    assert ("L-20" in shown, "L-21" in shown) == (True, False)
    answer = await bot.type("snooze blog.example 3d")
    assert "stands for 550 here" in words_of(answer)
    assert "and 530 more" in words_of(answer)
    assert [
        button["text"]["text"] for block in answer.blocks for button in block.get("elements", []) if "value" in button
    ] == [f"L-{number}" for number in range(1, 21)]


async def test_or_all_of_them(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{PAGE}-2 {TARGET}\n{OTHER} {TARGET}")
    await bot.click(await bot.type("snooze blog.example 3d"), "answer.run.20")
    snoozed = [(await bot.link(number)).standing.is_snoozed(bot.clock.now()) for number in (1, 2, 3)]
    assert snoozed == [True, True, False]


async def test_several_are_shown_as_rows(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{PAGE}-2 {TARGET}\n{OTHER} {TARGET}")
    await bot.type("partner add blog.example/partners")
    words = words_of(await bot.type("blog.example"))
    assert [name in words for name in ("L-1", "L-2", "L-3", "P-1")] == [True, True, False, True]
    words = words_of(await bot.type("show L-1 3 L-99"))
    assert [name in words for name in ("L-1", "L-2", "L-3")] == [True, False, True]
    assert "L-99" in words


async def test_a_partner_page_is_meant_behind_partner(bot: Bot) -> None:
    await bot.type(f"add {PAGE} {TARGET}")
    await bot.type("partner add blog.example/partners")
    await bot.type("partner edit blog.example max 50")
    assert (await bot.partner()).max_outbound == 50


async def test_who_may_change_nothing_is_told_so_before_what_is_there(bot: Bot, tmp_path: Path) -> None:
    async with open_bot(tmp_path / "closed", permissions={"manage": [ADA]}) as closed:
        assert "You may not" in words_of(await closed.type("remove blog.example", user=BEN))


async def test_lists_are_asked_for_in_a_word(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} guaranteed until {(bot.clock.now() + timedelta(days=10)).date()}")
    await bot.type(f"add {OTHER} -> {TARGET} @ben", user=BEN)
    listed = {
        typed: [name in words_of(await bot.type(typed)) for name in ("L-1", "L-2")]
        for typed in ("live", "mine", "<@U0BEN>", "guaranteed", "expiring", "nofollow", "noindex", "list live 30d")
    }
    assert listed == {
        "live": [True, True],
        "mine": [True, False],
        "<@U0BEN>": [False, True],
        "guaranteed": [True, False],
        "expiring": [True, False],
        "nofollow": [False, False],
        "noindex": [False, False],
        "list live 30d": [False, False],
    }
    bot.clock.move(timedelta(days=31))
    assert "L-2" in words_of(await bot.type("list live 30d"))
    assert "No guaranteed links in this channel" in words_of(await bot.type("guaranteed"))


async def test_what_is_nofollow_or_noindex_is_found_whether_it_was_agreed_or_not(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} nofollow-ok")
    await bot.type(f"add {OTHER} -> {TARGET}")
    agreed, found = await bot.link(1), await bot.link(2)
    assert agreed.sighting is not None
    not_followed = replace(agreed.sighting, best=replace(seen(), rel=("nofollow",)))
    noindex = Finding("noindex", Severity.WEAKENED, "", was="", now="")
    await bot.store.write(
        Write(
            links=[
                replace(agreed, sighting=not_followed),
                replace(found, standing=replace(found.standing, open=(noindex,)), terms=Terms()),
            ]
        )
    )
    assert "L-1" in words_of(await bot.type("nofollow"))
    assert "L-2" in words_of(await bot.type("list noindex other.example"))
    assert "No nofollow noindex links in this channel" in words_of(await bot.type("list nofollow noindex"))


async def test_a_long_list_of_what_no_index_knows_has_pages(bot: Bot) -> None:
    until = (bot.clock.now() + timedelta(days=300)).date()
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(30))
    await bot.type(f"add guaranteed until {until}\n{rows}")
    answer = await bot.type("guaranteed")
    assert "30 guaranteed links" in words_of(answer)
    assert "p29.example" not in words_of(answer)
    await bot.click(answer, "answer.turn.1")
    assert "p29.example" in words_of(answer)


async def test_a_question_is_answered_under_what_it_was_taken_for(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    answer = await bot.type("what's live?")
    words = words_of(answer)
    assert "took this for  /links list live" in words
    assert "L-1" in words
    assert "How to use" in words_of(await bot.click(answer, "answer.run.30"))
    assert "Nothing in this channel tracks" in words_of(await bot.type("status of nowhere.example"))
    asked = words_of(await bot.type("is https://blog.example/p?x=1&copy=2 live?"))
    assert "/links show https://blog.example/p?x=1&copy=2" in asked


async def test_links_are_narrowed_down_by_cost_owner_and_finding_and_never_by_a_hidden_cost(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET} cost 120 EUR @ben\n{OTHER} {TARGET} cost 80 EUR")
    listed = words_of(await bot.type("list cost>100 EUR owner:@ben"))
    assert "1 link" in listed
    assert "cost>100 EUR" in listed
    assert "L-2" not in listed
    assert "that nobody owns" in words_of(await bot.type("list owner:none"))
    assert "finding:hidden" in words_of(await bot.type("list finding:hidden"))
    await bot.type("settings costs hide")
    for typed in ("list cost>100 EUR", "export csv cost<100 EUR"):
        answer = words_of(await bot.type(typed))
        assert "Costs are hidden in this channel" in answer
        assert "L-1" not in answer


async def test_help_shows_every_filter(bot: Bot) -> None:
    words = words_of(await bot.type("help export"))
    assert all(each.form in words for each in FILTERS)
