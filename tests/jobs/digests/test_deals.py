"""Which exchanges a digest names, and in which order: of many it carries the first ones only."""

from dataclasses import replace
from datetime import timedelta

from jobs.digests.deals import with_deals
from jobs.model.digest import Digest, DigestCounts
from jobs.model.exchange import Exchange, ExchangeState, LegState
from tests.jobs.exchanges.tools import DAY, NOW, OURS, THEIRS, deal, leg

DIGEST = Digest("C1", "2026-W19", NOW - timedelta(weeks=1), NOW, DigestCounts())


def told(*deals: Exchange) -> Digest:
    return with_deals(DIGEST, [replace(each, id=number) for number, each in enumerate(deals, 1)])


def test_those_that_are_broken_longest_come_first_and_then_those_that_are_waited_for_longest() -> None:
    digest = told(
        deal(state=ExchangeState.PENDING_OURS, since=NOW - DAY),
        deal(state=ExchangeState.PENDING_THEIRS, since=NOW - 60 * DAY),
        deal(state=ExchangeState.BREACH_THEIRS, since=NOW - DAY, broken_since=NOW - 2 * DAY),
        deal(state=ExchangeState.ACTIVE, since=NOW - 90 * DAY),
        deal(state=ExchangeState.BOTH_BROKEN, since=NOW - DAY, broken_since=NOW - 40 * DAY),
        deal(state=ExchangeState.BREACH_OURS, since=NOW - 3 * DAY),
    )
    assert [line.ref for line in digest.deals] == ["X-5", "X-6", "X-3", "X-2", "X-1"]
    assert digest.deals[0].since == NOW - 40 * DAY


def test_what_nobody_could_read_is_not_named_among_those_that_are_not_kept() -> None:
    unread, unplaced = (leg(OURS, LegState.PENDING, is_readable=readable) for readable in (False, True))
    digest = told(
        deal(leg(THEIRS), unread, state=ExchangeState.PENDING_OURS),
        deal(leg(THEIRS), unplaced, state=ExchangeState.PENDING_OURS),
    )
    assert [line.ref for line in digest.deals] == ["X-2"]


def test_of_more_than_a_list_holds_the_newest_breaches_are_left_out() -> None:
    digest = told(*(deal(state=ExchangeState.BREACH_THEIRS, since=NOW - number * DAY) for number in range(22)))
    assert ([line.ref for line in digest.deals[:2]], digest.left_out) == (["X-22", "X-21"], {"deals": 2})


def test_those_that_end_soonest_come_first() -> None:
    days = (20, 3, 9)
    digest = told(*(deal(until=(NOW + each * DAY).date(), state=ExchangeState.ACTIVE) for each in days))
    assert [line.ref for line in digest.ending] == ["X-2", "X-3", "X-1"]
