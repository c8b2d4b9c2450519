"""How long alerts are: their lines as Chromium draws them in the local Slack, at the width of a common window."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from playwright.async_api import Locator
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.alerts.card import card
from bot.messages.alerts.group import Group, group_card
from bot.messages.kit.blocks import Message
from bot.sandbox import BOT_TOKEN, start_sandbox
from jobs.model.case import Case
from jobs.model.exchange import ExchangeState, LegState
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.model.terms import Guarantee, Money, Terms
from tests.jobs.exchanges.tools import OURS, THEIRS, deal, leg
from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph
from tests.tools.nouns import CHANNEL, MISSING, NOFOLLOW, facts, incident, link, partner
from tests.tools.times import NOON

pytestmark = NEEDS_CHROMIUM

MOST_LINES = 8
"""The heading and the small print among them; the name of the bot and the buttons are no lines of ours."""
WIDTH = 1180
LATER = NOON + timedelta(hours=31)
PAGE = "https://trail-notes.example/2026/03/five-wet-weeks-and-what-they-taught-us-about-boots"
PASSAGE = (
    "After five wet weeks on the northern fells we keep coming back to the same pair: [the Ridge Boot] from Fellside, "
    "resoled twice, still dry at the toes, and by now older than the tent. If you buy one thing, buy these."
)
SEEN = Evidence(NOON - timedelta(days=2), PAGE, 200, text=PASSAGE)
NOINDEX = Finding("noindex", Severity.WEAKENED, "It is noindex (meta robots).", "indexable", "noindex (meta robots)")
OVER = Finding("outbound_over_limit", Severity.NOTE, "The page has 138 followed external links; the limit is 100.")
JUMP = Finding(
    "outbound_jump",
    Severity.NOTE,
    f"The page links to 12 sites that it did not link to before: {', '.join(f'casino{n}.example' for n in range(10))}"
    " and 2 more.",
)
PROVED = tuple(
    ProvingCheck(NOON + timedelta(hours=hour), Outcome.OK, 200, "missing", witness)
    for hour, witness in ((0, Witness.NOBODY), (1, Witness.HOME_PAGE), (7, Witness.HOME_PAGE), (31, Witness.HOME_PAGE))
)
TERMS = Terms(Money(Decimal(120), "EUR"), date(2027, 3, 1))
PROMISED = Guarantee(claim_days=14, remedy="another link on the site")


def about(*members: int, kind: IncidentKind = IncidentKind.LOST, **more: object) -> Incident:
    told = incident(*members, kind=kind, cause="trail-notes.example/lost", before=SEEN, after=replace(SEEN, text="no"))
    return replace(told, proofs=PROVED, holder="U0BEN", **more)  # type: ignore[arg-type]  # fields of the noun


def ours(number: int = 5, state: LinkState = LinkState.LOST, *found: Finding) -> Link:
    of = {"page_url": f"{PAGE}-{number}", "owner": "U0ADA", "terms": TERMS, "guarantee": PROMISED, "proofs": PROVED}
    return link(number, state, *found, **of)


def broken() -> Case:
    theirs = leg(THEIRS, LegState.BROKEN, is_declared=True, doubt_since=NOON)
    of = deal(theirs, leg(OURS), cost=TERMS.cost, until=TERMS.guaranteed_until, first=THEIRS)
    said = Finding("breach_theirs", Severity.NOTE, "Their link L-12 on friends.example is not as agreed since 1 May.")
    told = replace(about(12, kind=IncidentKind.BREACH, findings=(said,), subject="X-2"), members=())
    return Case(told, exchange=replace(of, state=ExchangeState.BREACH_THEIRS), parts=(about(12),))


def messages() -> Mapping[str, Message]:
    weak = about(5, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW, NOINDEX))
    many = tuple(range(5, 17))
    over = replace(about(kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-3", findings=(OVER, JUMP)), members=())
    cases = {
        "lost": Case(about(5), (ours(),)),
        "weakened in two ways": Case(weak, (ours(5, LinkState.WEAKENED, NOFOLLOW, NOINDEX),)),
        "twelve links": Case(about(*many, recovered=frozenset({5})), tuple(map(ours, many))),
        "partner page": Case(over, (), partner(outbound=138, over_limit=True), facts()),
        "exchange": broken(),
    }
    parts = (cases["lost"], Case(weak, (ours(6, LinkState.WEAKENED, NOFOLLOW),)), cases["twelve links"])
    group = Group(replace(incident(1, kind=IncidentKind.GROUP), members=(), findings=()), parts)
    return {**{name: card(case, LATER) for name, case in cases.items()}, "group": group_card(group, LATER)}


COUNT_LINES = """message => {
  const tops = new Set();
  const walk = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.data.trim() || node.parentElement.closest('button, select, [data-action-id]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) tops.add(Math.round((box.top + box.bottom) / 12));
  }
  return tops.size;
}"""
"""Words whose middles are within six pixels stand in one line."""


async def lines_of(message: Locator) -> int:
    return int(await message.evaluate(COUNT_LINES)) - 1  # the first is the name of the bot


async def test_no_card_is_longer_than_eight_lines() -> None:
    told = messages()
    async with await start_sandbox() as slack:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)
        for message in told.values():
            await client.chat_postMessage(channel=CHANNEL, text=message.text, blocks=list(message.blocks))
        async with browser_at(f"{slack.base_url}/", width=WIDTH) as page:
            drawn = page.locator("#messages article")
            await drawn.nth(len(told) - 1).wait_for()
            lengths = {name: await lines_of(drawn.nth(number)) for number, name in enumerate(told)}
            await photograph(page.locator("#messages"), "cards")
    assert MISSING.text in str(told["lost"].blocks)
    assert all(length > 3 for length in lengths.values()), f"they were not counted: {lengths}"
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
