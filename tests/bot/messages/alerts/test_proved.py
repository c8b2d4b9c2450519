"""How a loss was proved, said in one line that is true of each kind of loss."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.alerts.card import card
from bot.messages.alerts.proof import proof
from bot.messages.answers.shown import link_shown
from jobs.alerts.cases import case_of
from jobs.alerts.proved import proved
from jobs.model.case import Case
from jobs.model.incident import IncidentKind
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.web.http.dns import NameTrouble
from tests.tools.nouns import incident, link, page
from tests.tools.site import Answer
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON
from tests.tools.world import World, open_world

HOURS = (0.0, 1.0, 7.0, 31.0)
DAY = timedelta(days=1)
HOME, PAGE, TARGET = "blog.example/", "blog.example/ridge", "shop.example/boots"
WORDS = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3


def checks(
    *hours: float,
    outcome: Outcome = Outcome.OK,
    status: int | None = 200,
    kind: str = "missing",
    witness: Witness = Witness.HOME_PAGE,
) -> tuple[ProvingCheck, ...]:
    """Checks so many hours after noon; the first is but a suspicion."""
    return tuple(
        ProvingCheck(NOON + timedelta(hours=hour), outcome, status, kind, witness if place else Witness.NOBODY)
        for place, hour in enumerate(hours)
    )


GONE = checks(*HOURS, outcome=Outcome.GONE, status=404)
DEAD = checks(*HOURS, outcome=Outcome.DNS_ERROR, status=None, witness=Witness.CANARY)
UP = "; the site's home page answered each time it was confirmed"


@pytest.mark.parametrize(
    ("proofs", "said"),
    [
        ([checks(*HOURS)], f"absent at 4 checks in 31 h{UP}"),
        ([GONE], f"404 at 4 checks in 31 h{UP}"),
        ([GONE[:1] + checks(*HOURS)[1:]], f"404 or absent at 4 checks in 31 h{UP}"),
        ([DEAD], "no such host name at 4 checks in 31 h; pages that are always up answered each time it was confirmed"),
        ([checks(*HOURS, outcome=Outcome.PARKED)], f"domain parked or for sale at 4 checks in 31 h{UP}"),
        ([checks(*HOURS, outcome=Outcome.SOFT_404)], f"a page that says it was not found at 4 checks in 31 h{UP}"),
        ([checks(*HOURS, kind="hidden")], f"seen so at 4 checks in 31 h{UP}"),
        (
            [checks(0, 1, witness=Witness.SITE)],
            "absent at 2 checks in 1 h; the site answered as it always does each time it was confirmed",
        ),
        (
            [checks(0, 168, outcome=Outcome.REPLACED, kind="another_page")],
            f"another page at 2 checks in 7 days{UP}",
        ),
        ([checks(0)], "absent at 1 check"),
        ([checks(0, 0.5)], f"absent at 2 checks in 30 min{UP}"),
        ([checks(0, 80)], f"absent at 2 checks in 3 days{UP}"),
        ([checks(*HOURS), (), checks(0, 1, 29)], f"each absent at 3 to 4 checks in 29 h to 31 h{UP}"),
        ([], ""),
        ([()], ""),
    ],
)
def test_in_words(proofs: list[tuple[ProvingCheck, ...]], said: str) -> None:
    assert proved(proofs) == said


def test_the_proof_says_it_too_also_after_the_end() -> None:
    assert f"Proved:  404 at 4 checks in 31 h{UP}" in read(sound(proof(Case(incident(12, proofs=GONE)))))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as world:
        world.sites[HOME] = "<h1>Walking</h1><p>Stories from the hills, and the people who write them down.</p>"
        world.sites[TARGET] = "<h1>Boots</h1><p>Boots for all weathers.</p>"
        world.sites["shop.example/"] = "<h1>Our shop</h1>"
        world.sites[PAGE] = f'<p>{WORDS} We bought <a href="{world.sites.url(TARGET)}">good boots</a>.</p>'
        yield world


def remove(world: World) -> None:
    world.sites[PAGE] = f"<p>{WORDS} We bought good boots.</p>"


def delete(world: World) -> None:
    world.sites[PAGE] = Answer("<h1>Gone</h1>", status=410)


def let_the_name_lapse(world: World) -> None:
    world.sites.resolver.troubles["blog.example"] = NameTrouble.NO_SUCH_NAME


def park(world: World) -> None:
    for place in (PAGE, HOME):
        world.sites[place] = "<title>blog.example</title><h1>This domain is for sale</h1><p>Buy this domain today.</p>"


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (remove, "absent at 4 checks in 31 h; the site's home page answered each time it was confirmed"),
        (delete, "410 at 4 checks in 31 h; the site's home page answered each time it was confirmed"),
        (
            park,
            (
                "domain parked or for sale at 4 checks in 31 h;"
                " pages that are always up answered each time it was confirmed"
            ),
        ),
        (
            let_the_name_lapse,
            "no such host name at 4 checks in 31 h; pages that are always up answered each time it was confirmed",
        ),
    ],
)
async def test_the_card_of_a_loss_says_how_it_was_proved(
    world: World, happens: Callable[[World], None], said: str
) -> None:
    await world.watch(PAGE, TARGET)
    happens(world)
    await world.pass_time(5 * DAY)
    (lost,) = await world.incidents()
    assert lost.kind is IncidentKind.LOST
    words = " ".join(read(sound(card(await case_of(world.store, lost), world.clock.now()))).split())
    assert f"Proved: {said}" in words
    assert lost.proofs[0].witness is Witness.NOBODY


@pytest.mark.parametrize(
    ("state", "said"), [(LinkState.LOST, True), (LinkState.SUSPECT, False), (LinkState.LIVE, False)]
)
def test_a_lost_link_that_is_shown_says_how_that_was_proved(state: LinkState, *, said: bool) -> None:
    words = read(sound(link_shown(replace(link(12, state), proofs=GONE), page(), [], [], NOON)))
    assert (f"Proved  404 at 4 checks in 31 h{UP}" in words) is said
