"""An address or a domain may stand wherever a reference does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edit_values import Edit, Row
from bot.grammar.parse import parse
from bot.grammar.places import NamedPlace, OfPlaces, with_names
from bot.grammar.values import Accept, Check, Mark, ParseError, Remove, Show
from bot.sandbox.typed import as_sent
from jobs.model.ref import Kind, Ref

CHANNELS, PEOPLE = {"links": "C0LINKS"}, {"ben": "U0BEN"}
A, L12 = "https://a.example/p", Ref(Kind.LINK, 12)


@pytest.mark.parametrize(
    ("typed", "where", "why"),
    [
        (f"show {A} b.example", [A, "b.example"], "several are shown"),
        (f"{A} snooze 3d", [A], "the verb behind"),
        ("snooze a.example 1.5h", ["a.example"], "a duration with a full stop is none"),
        ("snooze 2 weeks a.example.", ["a.example"], "a full stop behind it is not its own"),
        (f"remove {A}, L-12 and b.example", [A, "b.example"], "several, with references"),
        ("mark a.example as lost", ["a.example"], ""),
        (f"edit {A} cost 1.50 EUR tag:a.b", [A], "what stands behind is no place"),
        ("edit a.example anchor b.example", ["a.example"], "nor is an anchor text"),
        ("check a.example L-12", ["a.example"], "of check where it is not alone"),
        ("accept a.example", ["a.example"], ""),
        ("unaccept a.example", ["a.example"], ""),
        ("partner edit a.example max 50", ["a.example"], ""),
    ],
)
def test_a_place_stands_for_what_is_tracked_there(typed: str, where: list[str], why: str) -> None:
    command = parse(as_sent(typed, CHANNELS, PEOPLE))
    assert isinstance(command, OfPlaces), why
    assert [place.where for place in command.places] == where, why


@pytest.mark.parametrize(
    ("typed", "needs"),
    [
        ("show a.example L-3", OfPlaces((), changing=False, several=True)),
        ("check a.example b.example", OfPlaces((), changing=False, several=True)),
        ("remove a.example", OfPlaces(())),
        ("mark a.example lost", OfPlaces((), kind=Kind.LINK)),
        ("partner remove a.example", OfPlaces((), kind=Kind.PARTNER)),
    ],
)
def test_each_verb_says_what_it_needs(typed: str, needs: OfPlaces) -> None:
    command = parse(typed)
    assert isinstance(command, OfPlaces)
    assert replace(command, places=(), text="") == needs


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("a.example, L-3", Show((L12, Ref(Kind.LINK, 3)))),
        ("a.example remove", Remove((L12,))),
        ("accept <https://a.example/p>", Accept((L12,))),
        ("mark a.example lost.", Mark((L12,), live=False)),
        ("edit a.example anchor a.example", Edit(L12, Row("", "", "a.example"))),
        ("a.example edit anchor a.example, tag:x", Edit(L12, Row("", "", "a.example", tags=frozenset("x")))),
        ("edit a.example\nanchor a.example", Edit(L12, Row("", "", "a.example"))),
        (
            "edit a.example anchor https://b.example/x?a=1&copy=2",
            Edit(L12, Row("", "", "https://b.example/x?a=1&copy=2")),
        ),
        (
            'edit a.example anchor "a & <b>" @ben tag:x,y',
            Edit(L12, Row("", "", "a & <b>", owner="U0BEN", tags=frozenset("xy"))),
        ),
    ],
)
def test_with_a_reference_in_its_place_nothing_else_is_lost(typed: str, command: object) -> None:
    sent = as_sent(typed, CHANNELS, PEOPLE)
    meant = parse(sent)
    assert isinstance(meant, OfPlaces)
    assert parse(with_names(meant, {"a.example": "L-12", A: "L-12"})) == command


@given(st.sampled_from(["show L-12", "check a.example", "edit L-12 anchor “x, ‘y’ & <z>” @ben", "add a -> #links"]))
def test_words_that_are_sent_again_mean_the_same(typed: str) -> None:
    sent = as_sent(typed, CHANNELS, PEOPLE)
    once, again = parse(sent), parse(with_names(OfPlaces((), sent), {}))
    if isinstance(once, ParseError):
        assert isinstance(again, ParseError)
        assert (again.word, again.why) == (once.word, once.why)
    else:
        assert again == once


@pytest.mark.parametrize("typed", ["a.example", "show a.example", "a.example show"])
def test_a_place_alone_is_shown_however_much_is_there(typed: str) -> None:
    assert parse(typed) == Show(place=NamedPlace("a.example", "a.example"))


def test_an_address_alone_is_checked_at_once() -> None:
    assert parse("check a.example") == Check(place="a.example")
