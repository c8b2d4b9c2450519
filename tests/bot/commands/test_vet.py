"""`vet`: what is advised of a page, and of a list, which comes as a file too."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.grammar.parse import parse
from bot.grammar.prospect_values import Vet
from bot.grammar.values import ParseError
from jobs.model.page import Outcome
from jobs.model.partner import SiteContact
from jobs.model.queries import ProspectQuery
from jobs.model.reading import PageFacts
from jobs.model.write import Write
from jobs.pages.reading import Reading
from jobs.prospects.vet import SiteKnown
from jobs.prospects.vetting import Advice, Against, Objection, VetFacts, Vetted
from tests.tools.slack_bot import BEN, LINKS, PAGE, TARGET, Bot, open_bot, words_of

A, B, OURS = "https://a.example/x", "https://b.example/y", "https://ours.example/guide"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


def vetted(url: str, *against: Against) -> Vetted:
    facts = PageFacts(url, url, 200, followed_external=40, external=40)
    return Vetted(VetFacts(url, facts, Outcome.OK), tuple(Objection(why, f"It is {why}.") for why in against))


@pytest.mark.parametrize(
    ("typed", "pages", "target", "why"),
    [
        (f"vet {A}", (A,), "", "ours is that of the configuration"),
        (f"vet {A} {OURS}", (A,), OURS, "theirs and ours"),
        (f"vet {A} -> {OURS}", (A,), OURS, "with an arrow"),
        (f"vet {A} {B} {A} -> {OURS}", (A, B), OURS, "several, each once"),
        (f"vet -> {OURS}\n{A}\n{B} 40", (A, B), OURS, "a list below, with a number that says nothing"),
        (f"vet\n{A}\n{B}", (A, B), "", "two lines are two pages"),
        ("assess a.example/x", (A,), "", "by another name, without a scheme"),
    ],
)
def test_pages_and_ours_are_read(typed: str, pages: tuple[str, ...], target: str, why: str) -> None:
    assert parse(typed) == Vet(pages, target), why


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("vet", "There is no page in it"),
        ("vet spade", "neither an address"),
        ("vet\n" + "\n".join(f"https://a.example/{number}" for number in range(501)), "501 pages"),
    ],
)
def test_what_names_no_page_is_refused(typed: str, why: str) -> None:
    found = parse(typed)
    assert isinstance(found, ParseError)
    assert why in found.why


async def test_one_page_is_advised_on_with_the_reasons_by_weight(bot: Bot) -> None:
    bot.vetted = [vetted(A, Against.CROWDED, Against.AGEING)]
    answer = await bot.type(f"vet {A} {OURS}")
    words = " ".join(words_of(answer).split())
    assert "🟡 Think twice" in words
    assert words.index("35 It is crowded.") < words.index("10 It is ageing.")
    assert "45 points against it" in words
    assert "rule of thumb" in words
    [(pages, target, known)] = bot.asked_to_vet
    assert (pages, target, known.sites) == ((A,), OURS, {"a.example": SiteKnown()})


async def test_it_is_kept_as_a_prospect_by_a_button(bot: Bot) -> None:
    bot.vetted = [vetted(A)]
    answer = await bot.type(f"vet {A} {OURS}")
    assert "🟢 Ask" in words_of(answer)
    assert "Nothing speaks against it." in words_of(answer)
    await bot.click(answer, "answer.run.0")
    [prospect] = await bot.store.prospects(ProspectQuery(LINKS))
    assert (prospect.page_url, prospect.plan.target) == (A, OURS)


async def test_what_is_to_be_avoided_is_not_kept_by_a_button(bot: Bot) -> None:
    bot.vetted = [vetted(A, Against.SELLS)]
    words = words_of(await bot.type(f"vet {A} {OURS}"))
    assert "🔴 Avoid" in words
    assert "Keep as prospect" not in words


async def test_a_list_is_ranked_and_sent_as_a_file(bot: Bot) -> None:
    bot.vetted = [vetted(f"https://site-{number}.example/") for number in range(20)] + [vetted(B, Against.SELLS)]
    words = " ".join(words_of(await bot.type(f"vet {A} {B} -> {OURS}")).split())
    assert "21 pages: 20 ask · 0 think twice · 1 avoid" in words
    assert "and 9 more. The whole list, with all reasons, is in a direct message to you." in words
    [upload] = bot.slack.workspace.files.values()
    data = upload.content.decode("utf-8-sig")
    assert data.startswith("rank,advice,points,page,reasons")
    assert len(data.splitlines()) == 22
    assert ",avoid,100,https://b.example/y," in data


async def test_what_the_channel_knows_of_a_site_is_used(bot: Bot) -> None:
    bot.vetted = [vetted(PAGE)]
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.store.write(Write(contacts=[SiteContact(LINKS, "a.example", unwanted_since=bot.clock.now())]))
    await bot.type(f"vet {PAGE} {A} -> {OURS}")
    [(_, _, known)] = bot.asked_to_vet
    assert known.sites["a.example"].is_unwanted
    assert known.sites["blog.example"].tracked_links == 1


async def test_a_page_of_ours_that_cannot_be_read_is_named(bot: Bot) -> None:
    bot.vetted = Reading(Outcome.GONE, "", PageFacts(OURS, OURS, 404))
    assert "Our page" in words_of(await bot.type(f"vet {A} {OURS}"))


async def test_our_page_has_to_be_known(bot: Bot) -> None:
    assert "Name our page too" in words_of(await bot.type(f"vet {A}"))


async def test_whoever_may_only_look_is_answered_without_buttons(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [BEN]}) as bot:
        bot.vetted = [vetted(A)]
        answer = await bot.type(f"vet {A} {OURS}")
        assert "🟢 Ask" in words_of(answer)
        assert "Keep as prospect" not in words_of(answer)


def test_every_advice_has_its_bounds() -> None:
    assert vetted(A, Against.SAME_FIELD, Against.AGEING).advice is Advice.ASK
    assert vetted(A, Against.CROWDED).advice is Advice.THINK_TWICE
    assert vetted(A, Against.CROWDED, Against.OLD).advice is Advice.AVOID
