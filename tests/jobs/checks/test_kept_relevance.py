"""How close a link's page is to ours: worked out once, and again when either text has changed much."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.model.document import TooComplex
from jobs.model.kept_relevance import KeptRelevance, Opinion
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.relevance import Closeness, ComparedPage, Doubt, Relevance
from jobs.model.verdict import Policy
from jobs.model.write import Write
from jobs.pages.reading import Reading
from jobs.verdicts.edits import seen_nowhere
from jobs.verdicts.evaluate import Circumstances
from tests.tools.site import Answer
from tests.tools.world import World, open_world

DAY = timedelta(days=1)
PAGE, TARGET = "blog.example/ridge", "shop.example/boots"
BOOTS = """
A hiking boot needs a stiff sole, a dry tongue, a padded collar and laces that hold on wet rock. Leather boots want
wax before winter, and a trail with scree asks for ankle support, a firm heel cup and a lugged outsole. Gaiters, socks
of merino wool and insoles make long walks across ridges, glaciers and moorland easier for hikers. Rubber rands guard
the toe box from granite, while a membrane keeps puddles out and lets sweat escape. Trekkers lace boots looser uphill
and tighter downhill to spare toenails, knees and arches. Blisters heal beneath plasters, zinc tape and camphor balm.
Cobblers glue new treads, stitch torn eyelets, replace worn shanks and dye scuffed suede. Crampons fit boots with a
welt, snowshoes fit nearly any mountaineering footwear, and sandals rest weary feet beside the campfire at night.
"""
PLAY = """
The theatre opens its season with a comedy about an impatient king and his cook. Actors rehearse each scene behind the
curtain while the orchestra tunes violins, the director shouts at the choir, and costumes of velvet wait in the
wardrobe. Critics praise the drama, the dialogue, the stage lighting and the applause of a sold out audience. Ushers
tear tickets, sopranos gargle honey, and the playwright paces the foyer clutching a crumpled manuscript. Act two brings
a duel, a disguised heiress and a monologue whispered from the balcony. Puppeteers, jugglers and a harpist entertain
children during the interval, when lemonade and programmes are sold. Understudies memorise verses, the prompter hides
beneath the footlights, and after the finale bouquets rain upon the cast, the conductor and the blushing choreographer.
"""


class Compared:
    """Tells pages on boots from others in place of the worker, and counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0
        self.is_slow = False
        self.is_broken = False

    async def __call__(self, theirs: Reading, ours: Reading) -> Relevance | TooComplex:
        self.times += 1
        if self.is_broken:
            raise RuntimeError("the process did not start")
        return TooComplex("not compared in time") if self.is_slow else compared_by_one_word(theirs, ours)


def compared_by_one_word(theirs: Reading, ours: Reading) -> Relevance:
    pages = [each.page.body.decode().casefold() if each.page else "" for each in (theirs, ours)]
    both = all("outsole" in page for page in pages)
    seen = ComparedPage("https://blog.example/", "", (), "en", 1.0, "en", 400, fell_back=False)
    closeness = Closeness.SAME_SUBJECT if both else Closeness.NOT_RELATED
    return Relevance(90 if both else 10, closeness, 0.2, ("outsole",) if both else (), (), seen, seen)


@pytest.fixture
def compared() -> Compared:
    return Compared()


@pytest.fixture
async def world(tmp_path: Path, compared: Compared) -> AsyncIterator[World]:
    async with open_world(tmp_path, compare=compared) as world:
        world.sites["blog.example/"] = "<h1>Walking</h1><p>Stories from the hills, and who wrote them down.</p>"
        world.sites[TARGET] = titled("Boots", BOOTS)
        world.sites["shop.example/"] = titled("Boots", BOOTS)
        world.sites[PAGE] = linked(world, BOOTS)
        yield world


def linked(world: World, words: str, more: str = "") -> str:
    return titled("Ridge", words, f'<p><a href="{world.sites.url(TARGET)}">here</a> {more}</p>')


def titled(title: str, words: str, more: str = "") -> str:
    return f"<html lang=en><title>{title}</title><main><h1>{title}</h1><p>{words}</p>{more}</main>"


def kept(link: Link) -> KeptRelevance:
    assert link.relevance is not None
    return link.relevance


async def test_it_is_worked_out_at_the_first_look(world: World, compared: Compared) -> None:
    found = kept(await world.watch(PAGE, TARGET))
    assert (found.closeness, found.is_low_confidence, found.their_language) == (Closeness.SAME_SUBJECT, False, "en")
    assert found.at == world.clock.now()
    assert found.shared
    assert compared.times == 1


async def test_a_check_goes_on_where_nothing_can_compare_and_the_next_reading_tries_again(
    world: World, compared: Compared
) -> None:
    compared.is_broken = True
    link = await world.watch(PAGE, TARGET)
    assert (link.standing.state, link.relevance) == (LinkState.LIVE, None)
    compared.is_broken = False
    world.sites[PAGE] = linked(world, BOOTS, "And a new word.")
    await world.pass_time(2 * DAY)
    assert kept(await world.link(link.id)).closeness is Closeness.SAME_SUBJECT


@pytest.mark.parametrize("more", ["", "And a new word each day.", "<!-- no word -->"])
async def test_and_not_again_while_little_changes(world: World, compared: Compared, more: str) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = linked(world, BOOTS, more)
    await world.pass_time(10 * DAY)
    assert kept(await world.link(link.id)) == kept(link)
    assert compared.times == 1


async def test_it_is_worked_out_again_when_their_page_changed_much(world: World, compared: Compared) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[PAGE] = linked(world, PLAY)
    await world.pass_time(2 * DAY)
    after = await world.link(link.id)
    assert kept(after).closeness is Closeness.NOT_RELATED
    assert "low_relevance" in {note.kind for note in after.standing.notes}
    assert compared.times == 2


async def test_and_when_ours_did(world: World, compared: Compared) -> None:
    link = await world.watch(PAGE, TARGET)
    world.sites[TARGET] = titled("The play", PLAY)
    await world.pass_time(2 * DAY)
    assert kept(await world.link(link.id)).is_outdated
    await world.pass_time(8 * DAY)  # the next time that their page is read whole
    assert kept(await world.link(link.id)).closeness is Closeness.NOT_RELATED
    assert compared.times == 2


async def test_many_links_to_one_page_of_ours_read_it_once_an_hour(world: World, compared: Compared) -> None:
    pages = [f"blog{number}.example/post" for number in range(5)]
    for page in pages:
        world.sites[page] = linked(world, BOOTS)
        await world.store.add_link(NewLink("C1", world.sites.url(page), world.sites.url(TARGET)), world.clock.now())
    await world.dispatcher.run_due()
    assert compared.times == 5
    assert world.sites.count(TARGET) == 2  # as our page that is tracked, and for the comparison


@pytest.mark.parametrize("answer", [Answer(status=404), Answer(status=503)])
async def test_a_page_of_ours_that_cannot_be_read_leaves_it_open(
    world: World, compared: Compared, answer: Answer
) -> None:
    world.sites[TARGET] = answer
    link = await world.watch(PAGE, TARGET)
    assert link.relevance is None
    assert compared.times == 0


async def test_nothing_is_worked_out_of_a_page_without_the_link(world: World, compared: Compared) -> None:
    world.sites[PAGE] = f"<p>{BOOTS}"
    link = await world.watch(PAGE, TARGET)
    assert (link.relevance, compared.times) == (None, 0)


async def test_a_link_to_a_domain_is_held_against_the_page_that_it_leads_to(world: World) -> None:
    link, _ = await world.store.add_link(NewLink("C1", world.sites.url(PAGE), "shop.example"), world.clock.now())
    await world.dispatcher.run_due()
    assert kept(await world.link(link.id)).closeness is Closeness.SAME_SUBJECT


async def test_pages_that_cannot_be_weighed_are_not_tried_each_day(world: World, compared: Compared) -> None:
    compared.is_slow = True
    link = await world.watch(PAGE, TARGET)
    assert (kept(link).closeness, kept(link).doubts) == (Closeness.UNCLEAR, (Doubt.NOT_WEIGHED,))
    await world.pass_time(10 * DAY)
    assert compared.times == 1


async def test_of_a_link_to_another_page_of_ours_nothing_is_kept(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    link = replace(link, opinion=Opinion(fits=True, by="U0ADA", at=world.clock.now()))
    fresh = seen_nowhere(replace(link, target="https://shop.example/tents"), world.clock.now())
    assert (fresh.relevance, fresh.opinion) == (None, None)


async def test_a_check_that_began_before_tells_a_moved_link_nothing(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    after = link.relevance
    assert after is not None
    other = replace(link, target="https://shop.example/tents", relevance=None)
    page = await world.store.page(link.page_url)
    assert page is not None
    around = Circumstances(page, Policy(), {}, world.clock.now(), relevances={(link.id, link.target): after})
    assert (around.relevance_of(link), around.relevance_of(other)) == (after, None)


async def test_what_a_person_says_holds(world: World) -> None:
    world.sites[PAGE] = linked(world, PLAY)
    link = await world.watch(PAGE, TARGET)
    assert "low_relevance" in {note.kind for note in link.standing.notes}
    fits = Opinion(fits=True, by="U0ADA", at=world.clock.now(), said=kept(link).closeness)
    await world.store.write(Write(links=(replace(link, opinion=fits),)))
    await world.pass_time(2 * DAY)
    after = await world.link(link.id)
    assert after.opinion == fits
    assert "low_relevance" not in {note.kind for note in after.standing.notes}
