"""`check ... from eu,us`: what people write behind `from`."""

import pytest

from bot.grammar.parse import parse
from bot.grammar.places import NamedPlace, OfPlaces, with_names
from bot.grammar.values import CheckFrom, ParseError, changes
from jobs.model.ref import Kind, Ref

L12, P3 = Ref(Kind.LINK, 12), Ref(Kind.PARTNER, 3)


@pytest.mark.parametrize(
    ("typed", "refs", "regions"),
    [
        ("check L-12 from eu,us", (L12,), ("eu", "us")),
        ("check L-12, P-3 FROM EU, us and us-east-1", (L12, P3), ("eu", "us", "us-east-1")),
        ("look at 12 from eu eu", (L12,), ("eu",)),
        ("partner check 3 from eu", (P3,), ("eu",)),
    ],
)
def test_what_is_named_is_looked_at_from_regions(typed: str, refs: tuple[Ref, ...], regions: tuple[str, ...]) -> None:
    assert parse(typed) == CheckFrom(refs, regions)


def test_whoever_sees_links_may_ask() -> None:
    assert not changes(CheckFrom((L12,), ("eu",)))


@pytest.mark.parametrize("place", ["a.example", "https://a.example/x"])
def test_an_address_stands_for_what_is_tracked_there(place: str) -> None:
    asked = parse(f"check {place} from eu,us")
    assert isinstance(asked, OfPlaces)
    assert not asked.changing
    assert parse(with_names(asked, {place: "L-12 P-3"})) == CheckFrom((L12, P3), ("eu", "us"))


def test_a_site_behind_from_is_no_region() -> None:
    read = parse("check links from a.example")
    assert isinstance(read, OfPlaces)
    assert read.places == (NamedPlace("a.example", "a.example"),)


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("check L-12 from", "from", "needs the names of regions behind it"),
        ("check L-12 from and", "from", "needs the names of regions behind it"),
        ("check from eu", "", "Say of which"),
        ("check lost from eu", "lost", "is neither a link nor a partner page"),
        ("check all from eu", "all", "is neither a link nor a partner page"),
        ("check L-12 from e_u", "e_u", "is no name of a region"),
        ("check L-12 from <@U0BEN>", "@U0BEN", "is no name of a region"),
        ("check L-12 from " + ",".join(f"r{number}" for number in range(11)), "r10", "10 regions at once"),
    ],
)
def test_what_cannot_be_asked_names_the_word(typed: str, word: str, why: str) -> None:
    read = parse(typed)
    assert isinstance(read, ParseError)
    assert (word in read.word, why in read.why, read.example) == (True, True, "check L-12 from eu,us")
