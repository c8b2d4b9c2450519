"""A small month: the aims hold where chance allows to say so, and the same seed tells the same story."""

from dataclasses import replace

import pytest

from jobs.bench.month import _ours, _simpler
from jobs.bench.month.faults import DAY, HARSH, MILD, MONTH, OURS_DOWN, WELL, Mix, Path, Says, SimulatedPage, World
from jobs.bench.month.ours import Watch
from jobs.bench.month.simpler import daily_failures, first_failure, quick_retries, watch
from jobs.bench.month.tally import Tally
from jobs.model.verdict import Policy

QUIET = Mix("quiet", transient=0.0)


def tracked(mix: Mix, links: int = 150, seed: int = 3) -> tuple[World, Tally]:
    world = World(mix, links, seed)
    return world, Watch(world, Policy(), seed).run()


def test_where_nothing_fails_every_true_loss_is_told_and_nothing_else() -> None:
    world, tally = tracked(QUIET, links=600)
    assert tally.false == 0
    assert tally.told
    assert tally.missed(world.pages) == 0


@pytest.mark.slow
def test_harsh_faults_make_simpler_ways_cry_wolf_and_ours_not() -> None:
    world, tally = tracked(HARSH)
    assert tally.false == 0
    assert tally.missed(world.pages) == 0
    hasty = watch(world, first_failure, seed=3).false
    assert hasty > watch(world, quick_retries, seed=3).false > 0
    assert hasty > watch(world, daily_failures, seed=3).false > 0


@pytest.mark.slow
def test_while_our_own_site_is_down_for_two_weeks_losses_are_told_as_ever() -> None:
    world, tally = tracked(replace(OURS_DOWN, transient=0.0, blocks=0.0, outages=0.0), links=600)
    assert (tally.false, tally.missed(world.pages)) == (0, 0)
    delays = [tally.told[page.number] - page.lost_at for page in world.pages if page.lost_at is not None]
    assert delays
    assert max(delays) <= 2.5 * DAY


def test_walls_and_other_dress_are_told_of_as_nothing_and_losses_all_the_same() -> None:
    world, tally = tracked(Mix("walled", transient=0.0, walls=1.0, wall=(24.0, 1.0, 144.0), dressings=0.5), links=400)
    assert (tally.false, tally.unfounded, tally.missed(world.pages)) == (0, 0, 0)
    assert tally.told


def test_a_wall_spares_the_addresses_that_do_not_exist() -> None:
    world = World(Mix("walled", transient=0.0, walls=3.0), 300, 3)
    walled = [(page, spell) for page in world.pages for spell in page.host.spells if page.host.death is None]
    assert walled
    for page, spell in walled:
        assert world.ask(page, Path.RANDOM, spell.start, lambda: 0.9) is Says.GONE
        assert world.ask(page, Path.PAGE, spell.start, lambda: 0.9) not in WELL


@pytest.mark.slow
def test_the_same_seed_gives_the_same_month() -> None:
    assert tracked(MILD, links=40)[1] == tracked(MILD, links=40)[1]


def test_a_link_called_lost_while_it_is_there_is_counted_as_false() -> None:
    world = World(QUIET, 30, 3)
    tally = Tally(30)
    tally.lost(next(page for page in world.pages if page.lost_at is None), DAY)
    assert tally.false == 1


def test_a_dead_host_answers_nothing_from_its_death_on() -> None:
    world = World(QUIET, 5000, 1)
    page: SimulatedPage = next(page for page in world.pages if page.host.death)
    assert page.host.death is not None
    before, after = page.host.death.start - 1, MONTH
    assert world.ask(page, Path.ROOT, before, lambda: 0.9) in {Says.HOME, Says.FORBIDDEN}
    assert world.ask(page, Path.ROOT, after, lambda: 0.9) is page.host.death.says


def test_faults_that_are_too_few_to_prove_anything_are_called_so() -> None:
    quiet = replace(QUIET, name=MILD.name)
    figures = list(_simpler(quiet, World(quiet, 30, 3), 3))
    assert [figure.aim for figure in figures if not figure.ok] == [
        "at least 1000: harsh enough",
        "at least 180: harsh enough",
        "at least 35: harsh enough",
    ]


def test_a_false_loss_misses_the_aim() -> None:
    world = World(MILD, 60, 3)
    nobody_confirms = Policy(confirm=())
    figures = list(_ours(MILD, world, nobody_confirms, 3, longest=45.0, name="hasty"))
    assert figures[0].value > 0
    assert not figures[0].ok
