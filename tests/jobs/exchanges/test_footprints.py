"""Partners that look like sites of one owner: what makes them suspect, and what does not."""

from collections.abc import Collection

import pytest

from jobs.bench.footprints import FARM, farm_of, made_pages
from jobs.exchanges.footprints import FEWEST_SITES, Footprints, OwnerGroup
from jobs.exchanges.given_words import owner_words
from jobs.model.page import Outcome
from jobs.pages.similarity import pack
from tests.tools.nouns import facts, page

RARE = [f"rare-{number}.example" for number in range(12)]
FRAME = tuple(range(1, 33))
USUAL = tuple(range(900, 932))


def groups(
    *suspects: tuple[Collection[str], tuple[int, ...], tuple[str, ...]], others: int = 200
) -> tuple[OwnerGroup, ...]:
    """Suspects, by what they link to, their frame and their ids, among others that link to sites of their own."""
    found = Footprints()
    for number, (domains, frame, ids) in enumerate(suspects):
        own = [f"own-{number}-{each}.example" for each in range(8)]
        told = facts(external_domains=(*domains, *own), template=pack(frame), owner_ids=ids)
        found.take_facts(f"suspect-{number}.example", told)
    for number in range(others):
        own = [f"site-{number}-{each}.example" for each in range(8)]
        told = facts(external_domains=("known.example", *own), template=pack(USUAL), owner_ids=("GTM:GTM-THEIRS",))
        found.take_facts(f"other-{number}.example", told)
    return found.groups()


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
