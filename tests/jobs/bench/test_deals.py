"""Few deals: what is said of them is true, their pages fail while they are broken, and each reminder comes once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jobs.alerts.incidents import AlertChanges
from jobs.bench.deals import _of_year
from jobs.bench.deals.quarter import beyond_once, play_quarter
from jobs.bench.deals.world import HOUR, DealWeb, Has
from jobs.bench.deals.year import play_year
from jobs.exchanges import follow, state_machine
from jobs.exchanges.incidents import exchange_changes
from jobs.model.exchange import Exchange, Leg, LegState, Side

DEALS, DAYS = 4, 45
"""The first stories: kept, broken by them, by us, and by them with nofollow."""


async def test_each_deal_stands_as_it_does_in_truth(tmp_path: Path) -> None:
    seen = await play_quarter(DealWeb(DEALS, DAYS, 7), tmp_path)
    assert (seen.states_right, seen.first_right) == (DEALS, DEALS)
    assert (seen.declared_unreadable, seen.unfounded, seen.missed, seen.told_twice) == (0, 0, 0, 0)
    assert seen.unread, "pages failed"


@pytest.mark.slow
async def test_a_ledger_that_does_not_wait_for_the_other_side_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_once(leg: Leg, _exchange: object) -> Leg:
        return replace(leg, is_declared=leg.state is LegState.BROKEN)

    monkeypatch.setattr(state_machine, "_declared", at_once)
    seen = await play_quarter(DealWeb(DEALS, DAYS, 7), tmp_path)
    assert seen.declared_unreadable


async def test_a_ledger_that_tells_a_breach_at_each_check_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(before: Exchange, *others: Any) -> AlertChanges:
        undeclared = tuple(replace(leg, is_declared=False) for leg in before.legs)
        return exchange_changes(replace(before, legs=undeclared), *others)

    monkeypatch.setattr(follow, "exchange_changes", forgetful)
    seen = await play_quarter(DealWeb(2, 30, 7), tmp_path)
    assert seen.told_twice


@pytest.mark.parametrize(
    ("heard", "told", "breaks", "twice"),
    [
        (["I-1", "I-2"], ["I-1", "I-2"], 2, 0),
        (["I-1", "I-1"], ["I-1"], 2, 1),  # the other break was told of to nobody
        (["I-1", "I-2"], ["I-1", "I-2"], 1, 1),
        (["I-1", "I-9", "I-9"], ["I-1"], 1, 0),  # what is about something else
    ],
)
def test_what_was_never_told_does_not_make_up_for_what_was_told_twice(
    heard: list[str], told: list[str], breaks: int, twice: int
) -> None:
    assert beyond_once(heard, told, breaks) == twice


def test_of_every_second_deal_a_page_fails_while_the_other_side_breaks_it() -> None:
    world = DealWeb(40, 90, 7)
    for deal in world.deals[1::2]:
        broken = [turn for turn in deal.story.turns if turn.day and turn.has is not Has.LINK]
        for turn in broken[:1]:
            other = Side.OURS if turn.side is Side.THEIRS else Side.THEIRS
            assert deal.fault(other, deal.begins(turn) - 11 * HOUR)


async def test_reminders_digests_and_ends_come_once_each(tmp_path: Path) -> None:
    figures = _of_year(await play_year(5, tmp_path))
    assert [figure for figure in figures if not figure.ok] == []
