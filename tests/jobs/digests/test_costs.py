"""What the digest counts as down, what that cost, and which of it was under guarantee."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from jobs.config import Config
from jobs.digests.build import MOST_LINES, DigestFacts, build_digest, digest_from_json
from jobs.digests.read import read_digest
from jobs.digests.schedule import Period
from jobs.digests.trend import Past
from jobs.model.channel import ChannelSettings
from jobs.model.digest import Digest, DigestCounts, DownCosts
from jobs.model.findings import Finding, Severity
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.queries import ChannelCounts
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from tests.tools.nouns import link as any_link
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

NOW = NOON
LOST, WEAKENED = LinkState.LOST, LinkState.WEAKENED
OUR_FAULT = Finding("target_gone", Severity.WEAKENED, "Our page is gone.")


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def link(
    number: int, state: LinkState, cost: Money | None = None, until: date | None = None, since: datetime = NOW
) -> Link:
    return replace(any_link(number), standing=LinkStatus(state, since=since), terms=Terms(cost, until))


def digest_of(*links: Link) -> Digest:
    facts = DigestFacts(ChannelCounts(Counter(link.standing.state for link in links), 0, 0, 0), Past(NOW), links)
    return build_digest("C1", Period("2026-W48", NOW - timedelta(days=7)), facts, NOW, overdue_after=timedelta(days=14))


def test_currencies_stand_side_by_side_and_states_apart() -> None:
    digest = digest_of(
        link(1, LOST, eur("120.10")),
        link(2, LOST, usd("99")),
        link(3, LOST, eur("0.20")),
        link(4, LOST),
        link(5, WEAKENED, eur("50")),
        link(6, LinkState.LIVE, eur("1000")),
        link(7, LinkState.SUSPECT, eur("1000")),
        link(8, LinkState.PENDING, eur("1000")),
    )
    assert digest.costs == (
        DownCosts(LOST, 4, 3, (eur("120.30"), usd("99"))),
        DownCosts(WEAKENED, 1, 1, (eur("50"),)),
    )


def test_where_no_cost_is_known_none_is_told() -> None:
    assert digest_of(link(1, LOST), link(2, LinkState.LIVE, eur("5"))).costs == ()


def test_a_fault_of_our_own_page_costs_nobody_anything() -> None:
    ours = link(1, WEAKENED, eur("5"), date(2099, 1, 1))
    digest = digest_of(replace(ours, standing=replace(ours.standing, open=(OUR_FAULT,))))
    assert (digest.costs, digest.guaranteed) == ((), ())
    assert digest.weakened


@pytest.mark.parametrize(
    ("state", "since", "until", "told", "why"),
    [
        (LOST, NOW, NOW.date(), True, "its last day"),
        (WEAKENED, NOW, NOW.date(), True, "weakened counts"),
        (LOST, NOW - timedelta(days=30), NOW.date(), True, "lost long ago, and still so"),
        (LOST, NOW - timedelta(days=30), NOW.date() - timedelta(days=9), True, "the guarantee ended only afterwards"),
        (LOST, NOW, NOW.date() - timedelta(days=1), False, "the guarantee was over"),
        (LOST, NOW, None, False, "there is none"),
        (LinkState.RECOVERED, NOW, NOW.date(), False, "recovered"),
        (LinkState.SUSPECT, NOW, NOW.date(), False, "not proved"),
    ],
)
def test_what_went_while_its_guarantee_ran_is_listed(
    state: LinkState, since: datetime, until: date | None, *, told: bool, why: str
) -> None:
    guaranteed = digest_of(link(1, state, until=until, since=since)).guaranteed
    assert [(line.ref, line.guaranteed_until) for line in guaranteed] == ([("L-1", until)] if told else []), why


def test_those_that_wait_longest_come_first() -> None:
    until = date(2099, 1, 1)
    digest = digest_of(link(1, LOST, until=until), link(2, WEAKENED, until=until, since=NOW - timedelta(days=9)))
    assert [line.ref for line in digest.guaranteed] == ["L-2", "L-1"]


def test_more_than_the_list_carries_are_counted_and_their_costs_summed() -> None:
    many = MOST_LINES + 5
    digest = digest_of(*(link(number, LOST, eur("2"), date(2099, 1, 1)) for number in range(1, many + 1)))
    assert (len(digest.guaranteed), digest.beyond("guaranteed")) == (MOST_LINES, 5)
    assert digest.costs == (DownCosts(LOST, many, many, (eur(str(2 * many)),)),)


def test_costs_travel_exactly_through_the_outbox_and_an_older_digest_has_none() -> None:
    digest = digest_of(link(1, LOST, eur("0.10"), date(2099, 1, 1)))
    written = msgspec.json.encode(digest)
    assert digest_from_json(written.decode()) == digest
    older = msgspec.json.decode(written)
    for name in ("costs", "guaranteed"):
        del older[name]
    assert digest_from_json(msgspec.json.encode(older).decode()) == replace(digest, costs=(), guaranteed=())


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_channel_that_hides_costs_hides_them_and_not_the_guarantee(tmp_path: Path, *, hidden: bool) -> None:
    store = await open_store(tmp_path)
    try:
        new = NewLink("C1", "https://a.example/", "ours.example", terms=Terms(eur("5"), date(2099, 1, 1)))
        added, _ = await store.add_link(new, NOW)
        settings = {"C1": ChannelSettings(hide_costs=hidden), "C2": ChannelSettings(hide_costs=not hidden)}
        lost = replace(added, standing=LinkStatus(LOST, since=NOW))
        await store.write(Write(links=[lost], settings=settings))
        digest = await read_digest(store, Config(), "C1", NOW)
    finally:
        await store.close()
    assert bool(digest.costs) is not hidden
    assert len(digest.guaranteed) == 1
    assert digest.counts == DigestCounts(lost=1)
