"""Circles of three among many sites: every one that is there, once, and none that is not."""

from hypothesis import given
from hypothesis import strategies as st

from jobs.bench.circles import PLANTED, SITES, made_links, planted_in
from jobs.exchanges.cycles import Cycle, cycles_of_three


def test_three_in_a_circle_are_found_once_whoever_is_named_first() -> None:
    links = {"c.example": {"a.example"}, "a.example": {"b.example"}, "b.example": {"c.example"}}
    assert cycles_of_three(links) == (("a.example", "b.example", "c.example"),)


def test_two_who_link_to_each_other_are_no_circle_nor_is_a_chain_or_a_ring_of_four() -> None:
    assert cycles_of_three({"a": {"b", "a"}, "b": {"a"}}) == ()
    assert cycles_of_three({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == ()
    assert cycles_of_three({"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"a"}}) == ()


def test_both_directions_are_two_circles() -> None:
    links = {"a": {"b", "c"}, "b": {"c", "a"}, "c": {"a", "b"}}
    assert cycles_of_three(links) == (("a", "b", "c"), ("a", "c", "b"))


def test_all_that_were_planted_among_two_thousand_are_found_and_none_besides() -> None:
    links = made_links(seed=7)
    assert len(links) == SITES
    assert cycles_of_three(links) == planted_in(seed=7)
    assert len(planted_in(seed=7)) == PLANTED == 12


SOME = st.sampled_from("abcdef")


@given(st.dictionaries(SOME, st.frozensets(SOME)))
def test_what_is_found_is_what_trying_all_threes_finds(links: dict[str, frozenset[str]]) -> None:
    def leads(one: str, other: str) -> bool:
        return one != other and other in links.get(one, frozenset())

    tried: list[Cycle] = [
        (a, b, c)
        for a in "abcdef"
        for b in "abcdef"
        for c in "abcdef"
        if a < min(b, c) and b != c and leads(a, b) and leads(b, c) and leads(c, a)
    ]
    assert cycles_of_three(links) == tuple(tried)
