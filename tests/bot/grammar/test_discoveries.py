"""`discover` as people type it, and as its button carries it."""

import pytest

from bot.grammar.discoveries import OpenDiscover, SendDiscovered, ShowDiscovered, TrackDiscovered
from bot.grammar.parse import parse
from bot.grammar.values import ParseError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", OpenDiscover()),
        (" google", ShowDiscovered(("google",))),
        (" Bing https://www.ours.example/x", ShowDiscovered(("bing", "www.ours.example"))),
        (" file google ours.example", SendDiscovered(("google", "ours.example"))),
        (" track 1772400000 google ours.example", TrackDiscovered(("google", "ours.example"), 1_772_400_000)),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: object) -> None:
    assert parse(f"discover{typed}") == meant


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("google bing ours.example", "ours.example", "one too many"),
        ("track", "track", "for the button"),
        ("track google", "track", "for the button"),
        ("track 1772400000", "track", "for the button"),
        (f"track {'9' * 5000} google", "track", "for the button"),
    ],
)
def test_what_is_wrong_is_named(typed: str, word: str, why: str) -> None:
    wrong = parse(f"discover {typed}")
    assert isinstance(wrong, ParseError)
    assert wrong.word == word
    assert why in wrong.why
    assert not isinstance(parse(wrong.example), ParseError)
