"""The index finds what a walk over all documents would find, whatever was put, changed and removed before."""

from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.store.changes.index import Index
from jobs.store.changes.key import Key, Term


class Coloured(Key, frozen=True):
    colour: str
    tags: tuple[str, ...] = ()

    @property
    def terms(self) -> Iterable[Term]:
        return [("colour", self.colour), *(("tag", tag) for tag in self.tags)]


KEYS = st.builds(Coloured, st.sampled_from("rgb"), st.lists(st.sampled_from("xyz"), max_size=3, unique=True).map(tuple))
CHANGES = st.lists(st.tuples(st.integers(1, 12), st.none() | KEYS), max_size=60)
ASKED: list[list[Term]] = [
    [],
    [("colour", "r")],
    [("tag", "x")],
    [("colour", "g"), ("tag", "x")],
    [("colour", "b"), ("tag", "y"), ("tag", "z")],
    [("colour", "none")],
]


@given(CHANGES)
def test_what_is_found_is_what_is_there(changes: list[tuple[int, Coloured | None]]) -> None:
    index, there = Index(Coloured), dict[int, Coloured]()
    for number, key in changes:
        index.change(number, None if key is None else msgspec.json.encode(key))
        there.pop(number, None)
        there |= {} if key is None else {number: key}
    for terms in ASKED:
        fitting = sorted(number for number, key in there.items() if set(terms) <= set(key.terms))
        assert index.find(*terms) == fitting
        assert index.one(*terms) == next(iter(fitting), None)
        if len(terms) == 1:
            assert index.has(terms[0]) is bool(fitting)
            assert list(index.slice(terms, 1, 3)) == fitting[1:4]
    red_or_green: list[Term] = [("colour", "r"), ("colour", "g")]
    either = sorted(number for number, key in there.items() if key.colour in "rg")
    assert (list(index.slice(red_or_green, 1, 3)), index.count(red_or_green)) == (either[1:4], len(either))
    tagged = [number for number in either if "x" in there[number].tags]
    assert index.among([red_or_green, [("tag", "x")]]) == tagged
    assert set(index.values("colour")) == {key.colour for key in there.values()}


@pytest.mark.parametrize("rare", [{7}, {7, 99, 100}, set(range(1, 101)), set()])
def test_few_are_found_among_many_as_many_are(rare: set[int]) -> None:
    index = Index(Coloured)
    for number in range(1, 101):
        key = Coloured("rg"[number % 2], ("x",) if number in rare else ())
        index.change(number, msgspec.json.encode(key))
    either: list[Term] = [("colour", "r"), ("colour", "g")]
    assert index.among([either, [("tag", "x")]]) == sorted(rare)
    assert index.find(("colour", "r"), ("tag", "x")) == sorted(number for number in rare if number % 2 == 0)
