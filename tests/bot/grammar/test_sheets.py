"""`sync` as people type it."""

from datetime import timedelta

import pytest

from bot.grammar.parse import parse
from bot.grammar.sheet_values import (
    ApplySheet,
    FollowSheet,
    KeepSheet,
    ListSheets,
    ReadSheet,
    StopSheet,
    UndoSync,
    WhichSheet,
)
from bot.grammar.values import ParseError, changes

PUBLISHED = "https://docs.google.com/spreadsheets/d/e/2PACX-1v"
CSV = f"{PUBLISHED}/pub?output=csv"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ListSheets()),
        ("list", ListSheets()),
        (f"{PUBLISHED}/pubhtml", FollowSheet(CSV)),
        (f"<{PUBLISHED}/pubhtml>", FollowSheet(CSV)),
        (f"{PUBLISHED}/pubhtml every 6h", FollowSheet(CSV, timedelta(hours=6))),
        (f"every 12 h {PUBLISHED}/pubhtml", FollowSheet(CSV, timedelta(hours=12))),
        (f"{PUBLISHED}/pubhtml?gid=7&amp;single=true", FollowSheet(f"{PUBLISHED}/pub?gid=7&single=true&output=csv")),
        ("files.example/links.csv every 7d", FollowSheet("https://files.example/links.csv", timedelta(days=7))),
        ("stop", StopSheet(WhichSheet())),
        ("stop 2", StopSheet(WhichSheet(2))),
        (f"stop {PUBLISHED}/pubhtml", StopSheet(WhichSheet(url=CSV))),
        ("now", ReadSheet(WhichSheet())),
        ("now 2", ReadSheet(WhichSheet(2))),
        ("apply 2 0123456789abcdef", ApplySheet(WhichSheet(2), "0123456789abcdef")),
        ("keep 2 0123456789abcdef", KeepSheet(WhichSheet(2), "0123456789abcdef")),
        ("undo", UndoSync(WhichSheet())),
        ("undo 2 20260501-120000", UndoSync(WhichSheet(2), "20260501-120000")),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: object) -> None:
    assert parse(f"sync {typed}") == meant


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("https://docs.google.com/spreadsheets/d/1aB/edit#gid=0", "edit", "File > Share > Publish to web"),
        (f"{PUBLISHED}/pubhtml every 30m", "30m", "between 1h"),
        (f"{PUBLISHED}/pubhtml every 8d", "every", "from 1h to 7d"),
        (f"{PUBLISHED}/pubhtml nofollow-ok", "", "stands in its rows"),
        (f"{PUBLISHED}/pubhtml files.example/a.csv", "files.example", "one address too many"),
        ("every 6h", "", "no address"),
        ("stop it now", "now", "one too many"),
        ("stop L-12", "L-12", "neither the number nor the address"),
        ("undo 1 abc", "abc", "more than this needs"),
        ("undo 1 20260501-120000 twice", "twice", "more than this needs"),
        ("keep 1 0123456789abcdef now", "now", "more than this needs"),
        ("list 2", "2", "more than this needs"),
        ("mysheet", "mysheet", "neither an address"),
    ],
)
def test_what_is_wrong_is_named(typed: str, word: str, why: str) -> None:
    wrong = parse(f"sync {typed}")
    assert isinstance(wrong, ParseError)
    assert word in wrong.word
    assert why in wrong.why
    assert not isinstance(parse(wrong.example), ParseError)


def test_all_but_the_list_takes_the_permission_to_manage() -> None:
    assert not changes(ListSheets())
    assert changes(FollowSheet(CSV))
    assert changes(ApplySheet(WhichSheet(1), ""))
