"""Partners that look like sites of one owner: what makes them suspect, and what does not."""

from collections.abc import Collection

import pytest

from jobs.bench.footprints import FARM, farm_of, made_pages
from jobs.exchanges.footprints import FEWEST_SITES, Footprints, OwnerGroup
from jobs.exchanges.given_words import owner_words
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.pages.similarity import pack
from tests.tools.nouns import facts, page

Suspect = tuple[Collection[str], tuple[int, ...], tuple[str, ...]]
RARE = [f"rare-{number}.example" for number in range(12)]
FRAME = tuple(range(1, 33))
USUAL = tuple(range(900, 932))


def groups(*suspects: Suspect, others: int = 200) -> tuple[OwnerGroup, ...]:
    """Suspects among others that link to sites of their own."""
    return gathered(*suspects, others=others).groups()


def told_by(number: int, suspect: Suspect) -> PageFacts:
    """A suspect's page, by what it links to, its frame and its ids."""
    domains, frame, ids = suspect
    own = [f"own-{number}-{each}.example" for each in range(8)]
    return facts(external_domains=(*domains, *own), template=pack(frame), owner_ids=ids)


def gathered(*suspects: Suspect, others: int = 200) -> Footprints:
    found = Footprints()
    for number, suspect in enumerate(suspects):
        found.take_facts(f"suspect-{number}.example", told_by(number, suspect))
    for number in range(others):
        own = [f"site-{number}-{each}.example" for each in range(8)]
        told = facts(external_domains=("known.example", *own), template=pack(USUAL), owner_ids=("GTM:GTM-THEIRS",))
        found.take_facts(f"other-{number}.example", told)
    return found


@pytest.mark.parametrize(
    ("one", "other", "is_suspect"),
    [
        pytest.param((RARE, (), ()), (RARE, (), ()), True, id="most of their links, to sites that nobody else names"),
        pytest.param((RARE[:5], FRAME, ()), (RARE[:5], FRAME, ()), True, id="some such links, and the frame"),
        pytest.param((RARE[:5], (), ("GTM:GTM-A",)), (RARE[:5], (), ("GTM:GTM-A",)), True, id="some, and an id"),
        pytest.param(((), (), ("pub:pub-1",)), ((), (), ("pub:pub-1",)), True, id="one that is paid for both"),
        pytest.param((RARE[:5], (), ()), (RARE[:5], (), ()), False, id="some such links alone"),
        pytest.param((RARE[:3], FRAME, ()), (RARE[:3], FRAME, ()), False, id="few such links, and the frame"),
        pytest.param(((), FRAME, ("GTM:GTM-A",)), ((), FRAME, ("GTM:GTM-A",)), False, id="clients of one agency"),
        pytest.param((RARE[:5], USUAL, ()), (RARE[:5], USUAL, ()), False, id="a frame that many have"),
        pytest.param((["known.example"], (), ()), (["known.example"], (), ()), False, id="what all link to"),
    ],
)  # fmt: skip
def test_what_two_sites_share(
    one: tuple[list[str], tuple[int, ...], tuple[str, ...]],
    other: tuple[list[str], tuple[int, ...], tuple[str, ...]],
    is_suspect: bool,  # noqa: FBT001  # a table
) -> None:
    found = [group.sites for group in groups(one, other)]
    assert found == ([("suspect-0.example", "suspect-1.example")] if is_suspect else [])
    held = gathered(one).known().like("suspect-1.example", told_by(1, other))
    assert (held.sites if held else None) == (("suspect-1.example", "suspect-0.example") if is_suspect else None)


def test_a_page_shares_with_those_that_have_it_and_its_own_site_is_none() -> None:
    known = gathered((RARE, FRAME, ("UA:UA-1",)), ((), (), ("UA:UA-1",))).known()
    assert known.like("suspect-1.example", told_by(1, (RARE, FRAME, ("UA:UA-1",)))) == OwnerGroup(
        ("suspect-1.example", "suspect-0.example"), ("UA:UA-1",), tuple(sorted(RARE)[:5]), 2
    )
    assert (
        gathered((RARE, FRAME, ("UA:UA-1",))).known().like("suspect-0.example", told_by(0, (RARE, FRAME, ("UA:UA-1",))))
        is None
    )


def test_what_links_to_our_sites_is_no_mark_and_they_are_no_partners() -> None:
    suspect: Suspect = (RARE, (), ("pub:pub-1",))
    assert gathered(suspect).known({"suspect-0.example"}).like("suspect-1.example", told_by(1, suspect)) is None
    known = gathered((RARE, (), ())).known(RARE)
    assert known.like("suspect-1.example", told_by(1, suspect)) is None


@pytest.mark.parametrize(
    ("named", "sites", "is_suspect"),
    [
        pytest.param("pub:pub-1", 10, True, id="ten that one is paid for are no chance"),
        pytest.param("pub:pub-1", 11, False, id="so many may be what a platform puts there"),
        pytest.param("GTM:GTM-A", 4, False, id="an agency's container"),
    ],
)
def test_an_owners_id_counts_among_few_sites_too(named: str, sites: int, is_suspect: bool) -> None:  # noqa: FBT001
    suspects: list[Suspect] = [((), (), (named,))] * sites
    assert bool(groups(*suspects, others=20)) is is_suspect
    known = gathered(*suspects[1:], others=20).known()
    assert bool(known.like("vetted.example", told_by(99, suspects[0]))) is is_suspect


def test_among_few_partners_only_ids_count() -> None:
    few = FEWEST_SITES - 3
    assert groups((RARE, FRAME, ()), (RARE, FRAME, ()), others=few) == ()
    [found] = groups((RARE, FRAME, ("UA:UA-1",)), (RARE, FRAME, ("UA:UA-1",)), others=few)
    assert found.ids == ("UA:UA-1",)


def test_our_own_sites_and_pages_that_could_not_be_read_say_nothing() -> None:
    found = Footprints()
    for number in range(FEWEST_SITES):
        told = facts(external_domains=tuple(RARE) if number < 2 else ())
        outcome = Outcome.BLOCKED if number == 1 else Outcome.OK
        found.take(page(url=f"https://p{number}.example/", facts=told, last_outcome=outcome))
    assert found.groups() == ()
    found.take(page(url="https://p1.example/", facts=facts(external_domains=tuple(RARE))))
    assert len(found.groups()) == 1
    assert found.groups(ours=RARE) == ()


def test_it_is_said_what_they_share() -> None:
    [found] = groups((RARE[:6], FRAME, ("G:G-1",)), (RARE[:6], FRAME, ("G:G-1",)))
    assert owner_words(found) == (
        "suspect-0.example, suspect-1.example share ids of analytics or ads (G:G-1), links to sites that few others "
        "link to (rare-0.example, rare-1.example, rare-2.example, rare-3.example, rare-4.example) and the frame of "
        "the page (2 of 2)."
    )


@pytest.mark.parametrize("seed", [7, 8])
def test_a_farm_of_ten_is_found_among_two_thousand_and_nobody_else(seed: int) -> None:
    found = Footprints()
    for name, told in made_pages(seed):
        found.take_facts(name, told)
    [group] = found.groups()
    assert set(group.sites) == set(farm_of(seed))
    assert len(group.sites) == FARM


@pytest.mark.parametrize("seed", [7, 8])
def test_a_page_of_a_farm_is_told_by_the_others_and_no_honest_one_is(seed: int) -> None:
    pages, farm = dict(made_pages(seed)), set(farm_of(seed))
    found = Footprints()
    for name, told in pages.items():
        found.take_facts(name, told)
    known = found.known()
    held = {name: known.like(name, told) for name, told in pages.items()}
    suspected = {name: set(group.sites) for name, group in held.items() if group}
    assert len(suspected.keys() & farm) >= FARM - 1
    assert suspected.keys() <= farm
    assert set().union(*suspected.values()) <= farm
