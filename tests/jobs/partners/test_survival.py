"""Shares of links that last: as the `lifelines` package works them out, and as they must be by what they mean."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.digests.lives import Life
from jobs.partners.scorecard import known_by, survival

SETS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("survival.json").read_text(encoding="utf-8"))
"""Made by `python -m tests.tools.renew_survival`, which says how."""
DAYS = st.integers(0, 400).map(float)
LIVES = st.lists(st.builds(Life, DAYS, st.booleans()), max_size=30)


@pytest.mark.parametrize("kept", SETS, ids=lambda kept: f"{len(kept['lives'])} links")
def test_it_is_what_lifelines_says(kept: dict[str, Any]) -> None:
    lives = [Life(days, is_lost) for days, is_lost in kept["lives"]]
    found = [survival(lives, time) for time in kept["times"]]
    assert found == pytest.approx(kept["shares"], abs=1e-6)


def test_there_are_ten_sets_with_losses_and_without() -> None:
    assert len(SETS) == 10
    assert {any(is_lost for _, is_lost in kept["lives"]) for kept in SETS} == {True, False}


@given(LIVES, DAYS, DAYS)
def test_fewer_last_longer(lives: list[Life], one: float, other: float) -> None:
    sooner, later = sorted((one, other))
    assert 0 <= survival(lives, later) <= survival(lives, sooner) <= 1


@given(st.lists(st.builds(Life, DAYS, st.just(True)), min_size=1, max_size=30), DAYS)
def test_where_all_were_watched_to_the_end_it_is_the_plain_share(lives: list[Life], days: float) -> None:
    assert survival(lives, days) == pytest.approx(sum(life.days > days for life in lives) / len(lives))


@given(LIVES, DAYS)
def test_a_link_that_nobody_watched_changes_nothing(lives: list[Life], days: float) -> None:
    assert survival([*lives, Life(-1, is_lost=False)], days) == pytest.approx(survival(lives, days))


def test_living_links_count_for_as_long_as_they_were_watched() -> None:
    lives = [Life(10, is_lost=True), Life(20, is_lost=False), Life(30, is_lost=True), Life(40, is_lost=False)]
    assert survival(lives, 9) == 1
    assert survival(lives, 10) == 3 / 4
    assert survival(lives, 30) == 3 / 4 * 1 / 2
    assert [known_by(lives, days) for days in (5, 20, 25, 35)] == [4, 4, 3, 3]
